"""Statements inside of what a bank's API answers: Base64 in JSON or XML, bare Base64, gzip.

Only what is a statement by its own words is taken out; signatures, certificates and printed forms
beside it are left alone. Nothing is unpacked beyond a limit.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from contextlib import suppress

from zabota.connectors.bank.facts import NotAStatement
from zabota.connectors.bank.translate.looks import looks_of_bytes
from zabota.connectors.bank.translate.xml_tree import XmlUnreadable, read_xml
from zabota.kit.unzipping import unpack

MOST_BYTES = 48 * 1024 * 1024
MOST_FILES = 50

# What a file looks like when a statement may be sealed in it.
SEALED = frozenset({"json", "xml", "1c_xml", "camt_broken", "camt_foreign", "text", "gzip"})

_SHORTEST = 60
_DATA = re.compile(r"\s*data:[\w/+.;=-]{0,80};base64,", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_GZIP = b"\x1f\x8b"
_ONE_C = tuple(word.encode(code) for word in ("СекцияДокумент", "СекцияРасчСчет")
               for code in ("utf-8", "cp1251", "cp866"))  # fmt: skip
_SWIFT = re.compile(rb"^:25P?:[^\n]+$.*?^:6[02][FM]:", re.MULTILINE | re.DOTALL)


def take_out(raw: bytes) -> bytes:
    """The statements that an envelope carries, glued; empty when there is none in it.

    Raises `NotAStatement` (envelope_mixed) for statements of several formats in one envelope.
    """
    found: dict[bytes, str] = {}
    for content in _contents(raw):
        if kind := _kind_of(content):
            found[content] = kind
    if len(set(found.values())) > 1:
        raise NotAStatement("envelope_mixed")
    return b"\r\n".join(found)


def _contents(raw: bytes) -> Iterator[bytes]:
    """Everything that may be a file in an envelope, within limits of size and number."""
    if raw.startswith(_GZIP):
        yield from _unpacked(raw, MOST_BYTES)
        return
    left = MOST_BYTES
    for text in _texts(raw):
        for content in _decoded(text, left):
            left -= len(content)
            yield content


def _texts(raw: bytes) -> Iterator[str]:
    """The texts of a JSON or XML file, or the whole text."""
    text = _text(raw)
    if text.lstrip()[:1] in ("{", "["):
        with suppress(ValueError, RecursionError):
            yield from _strings(json.loads(text))
    elif text.lstrip()[:1] == "<":
        with suppress(XmlUnreadable):
            root, _encoding = read_xml(raw)
            for element in root.iter():
                yield from (element.text or "", element.tail or "", *element.attrib.values())
    else:
        yield text


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1251", errors="replace")


def _strings(said: object) -> Iterator[str]:
    waiting = [said]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting.extend(reversed(one.values()))
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _decoded(text: str, most_bytes: int) -> Iterator[bytes]:
    """What a text says by itself, or in Base64, packed perhaps."""
    if len(text) < _SHORTEST or most_bytes <= 0:
        return
    bare = "".join(_DATA.sub("", text, count=1).split())
    if not _BASE64.fullmatch(bare):
        yield text.encode()
        return
    with suppress(NotBase64, ValueError):
        padded = bare.rstrip("=") + "=" * (-len(bare.rstrip("=")) % 4)
        plain = b64decode(padded.replace("-", "+").replace("_", "/"), validate=True)
        yield from _unpacked(plain, most_bytes)


def _unpacked(raw: bytes, most_bytes: int) -> list[bytes]:
    """A file as it is, or out of its gzip or ZIP; nothing of what is larger than the limit."""
    if raw.startswith(_GZIP):
        unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            found = unzip.decompress(raw, most_bytes + 1)
        except zlib.error:
            return []
        return [found] if unzip.eof and len(found) <= most_bytes else []
    if looks_of_bytes(raw) == "zip":
        files = unpack(raw, most_files=MOST_FILES, most_bytes=most_bytes)
        return [file.content for file in files if not file.problem]
    return [raw]


def _kind_of(content: bytes) -> str:
    """The format of a statement by its own words, or an empty string."""
    narrow = content.replace(b"\x00", b"")
    if b"BkToCstmr" in narrow:
        return "camt"
    if b"1CClientBankExchange" in narrow[:400] or any(word in narrow for word in _ONE_C):
        return "1c"
    return "mt940" if _SWIFT.search(narrow.replace(b"\r", b"\n")) else ""
