"""The text of a bank's file, in whatever encoding it really is.

What the header declares is only a hint: every third file that says Windows is UTF-8. An encoding
is believed when the words of the format appear in it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

Report = Callable[..., None]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
_ONE_BYTE = ("cp1251", "cp866", "koi8-r", "mac-cyrillic", "iso8859-5")
_WORDS = (
    *("секциядокумент", "конецдокумента", "секциярасчсчет", "кодировка", "расчсчет"),
    *("плательщик", "получатель", "сумма", "номер", "дата"),
)
_SAMPLE = 200_000

_DECLARED = re.compile(r"^[ \t]*Кодировка[ \t]*=([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_NAMES = {
    "windows": "cp1251", "win": "cp1251", "windows1251": "cp1251", "win1251": "cp1251",
    "cp1251": "cp1251", "1251": "cp1251", "ansi": "cp1251",
    "dos": "cp866", "cp866": "cp866", "866": "cp866", "oem": "cp866", "ibm866": "cp866",
    "utf8": "utf-8", "utf8bom": "utf-8", "unicode": "utf-16", "utf16": "utf-16",
}  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and what the header calls it."""

    text: str
    encoding: str
    declared: str


def decode(raw: bytes, report: Report) -> Decoded:
    """The text in its real encoding, without control characters; never fails.

    `report(line, code, text, **params)` is told of what had to be mended.
    """
    body, codec, encoding = _without_bom(raw)
    if not codec:
        codec = encoding = _most_plausible(body)
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as mistake:
        text = body.decode(codec, errors="replace")
        line = body.count(b"\n", 0, mistake.start) + 1
        report(line, "undecodable", "", encoding=codec)
    text = _without_controls(text, report)
    return Decoded(text, encoding, _declared(text, codec, report))


def _without_bom(raw: bytes) -> tuple[bytes, str, str]:
    for bom, codec, name in _BOMS:
        if raw.startswith(bom):
            body = raw[len(bom) :]
            if codec == "utf-8" and _most_plausible(body) != "utf-8":
                return body, "", ""  # somebody put the mark before a file for DOS
            return body, codec, name
    return raw, "", ""


def _most_plausible(body: bytes) -> str:
    """The encoding in which most words of the format are found; among equals, the usual one."""
    if wide := _wide(body):
        return wide
    candidates = ("utf-8", *_ONE_BYTE)
    scores = {name: _words_in(body, name) for name in candidates}
    best = max(candidates, key=lambda name: scores[name])
    if scores[best]:
        return best
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"


def _wide(body: bytes) -> str:
    """UTF-16 without a mark: every second byte is the page of Latin (0) or Russian (4) letters."""
    head = body[:40]
    if len(head) < 8:
        return ""
    first, second = set(head[0::2]), set(head[1::2])
    if second <= {0, 4} and not first <= {0, 4}:
        return "utf-16-le"
    return "utf-16-be" if first <= {0, 4} and not second <= {0, 4} else ""


def _words_in(body: bytes, encoding: str) -> int:
    sample = body[:_SAMPLE].decode(encoding, errors="replace").casefold()
    return sum(sample.count(word) for word in _WORDS)


def _without_controls(text: str, report: Report) -> str:
    text = text.rstrip("\x1a\x00")
    first = _CONTROLS.search(text)
    if first is None:
        return text
    visible = text.replace("\ufeff", "")
    found = len(_CONTROLS.findall(visible))
    if found:
        line = text.count("\n", 0, first.start()) + 1
        report(line, "control_characters", "", count=str(found))
    return _CONTROLS.sub(" ", visible.replace("\x00", ""))


def _declared(text: str, codec: str, report: Report) -> str:
    match = _DECLARED.search(text[:_SAMPLE])
    if match is None:
        return ""
    declared = match[1].strip()
    plain = re.sub(r"[\s\-_]", "", declared).casefold()
    family = "utf-16" if codec.startswith("utf-16") else codec
    if declared and _NAMES.get(plain, "") != family:
        line = text.count("\n", 0, match.start()) + 1
        report(line, "encoding_differs", declared, declared=declared, found=codec)
    return declared
