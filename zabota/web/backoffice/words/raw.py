"""Bytes from outside as text that a page may show."""

from __future__ import annotations

import codecs

SHOWN = 64 * 1024
_ODD_SHARE = 0.05  # of unreadable characters; above it the bytes are shown as numbers
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def readable(raw: bytes, encoding: str = "") -> tuple[str, str]:
    """The bytes as text and the encoding they were read in; a dump ("hex") when they are no text.

    Never fails: a tail cut in the middle of a letter, unknown encodings and zero bytes are shown
    as marks.
    """
    found = encoding or _guessed(raw)
    try:
        text = raw.decode(found, errors="replace")
    except LookupError:
        found, text = "utf-8", raw.decode("utf-8", errors="replace")
    odd = sum(not (letter.isprintable() or letter in "\r\n\t") for letter in text)
    odd += text.count("\N{REPLACEMENT CHARACTER}")
    if text and odd / len(text) > _ODD_SHARE:
        return _dump(raw), "hex"
    return text.replace("\x00", "␀"), found


def _guessed(raw: bytes) -> str:
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw)
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"


def _dump(raw: bytes) -> str:
    rows = []
    for start in range(0, min(len(raw), SHOWN // 16), 16):
        piece = raw[start : start + 16]
        letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in piece)
        rows.append(f"{start:06x}  {piece.hex(' '):<47}  {letters}")
    return "\n".join(rows)
