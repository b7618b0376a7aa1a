"""The text of a SWIFT file in its real encoding; SWIFT itself names none."""

from __future__ import annotations

import re
from collections.abc import Callable

_ENVELOPE = re.compile(r"\{4:\s*(?=:)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_RUSSIAN = ("cp1251", "cp866", "koi8-r")
_COMMON = re.compile("[оеаинтсрвлкмдпу]")


def decode_swift(raw: bytes, report: Callable[..., None]) -> tuple[str, str]:
    """The text with plain line ends, and the encoding it was in; never fails."""
    encoding = _encoding_of(raw)
    text = raw.decode(encoding, errors="replace")
    if "\ufffd" in text:
        report(0, "undecodable", "", encoding=encoding)
    found = len(_CONTROLS.findall(text.strip("\ufeff\x00\x1a")))
    if found:
        report(0, "control_characters", "", count=str(found))
    text = _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _ENVELOPE.sub("\n", text), encoding


def _encoding_of(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte(raw)
    return "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"


def _one_byte(raw: bytes) -> str:
    """Russian when the high bytes make common Russian letters, else Western European."""
    high = bytes(byte for byte in raw if byte > 127)
    letters = sum(1 for byte in raw if chr(byte).isascii() and chr(byte).isalpha())
    scores = {name: _russian_letters(high, name) for name in _RUSSIAN}
    best = max(_RUSSIAN, key=lambda name: scores[name])
    if scores[best] * 2 > len(high) and len(high) * 10 > letters:
        return best
    return "cp1252" if all(byte not in high for byte in b"\x81\x8d\x8f\x90\x9d") else "latin-1"


def _russian_letters(high: bytes, encoding: str) -> int:
    return len(_COMMON.findall(high.decode(encoding, errors="replace")))
