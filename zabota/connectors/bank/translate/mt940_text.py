"""The text of a SWIFT file in its real encoding; SWIFT itself names none."""

from __future__ import annotations

import re
from collections.abc import Callable

_ENVELOPE = re.compile(r"\{4:\s*(?=:)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_RUSSIAN = ("cp1251", "cp866", "koi8-r")
_COMMON = re.compile("[оеаинтсрвлкмдпу]")
_WORDS = re.compile(
    "инн|кпп|бик|ооо|сч[её]т|оплат|договор|ндс|банк|перевод|комисси|услуг", re.IGNORECASE
)
# Words in Russian; among Western letters an umlaut stands alone, or two at most.
_RUNS = re.compile(rb"[\x80-\xff]{3,}")


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
    except UnicodeDecodeError as mistake:
        if not _cut_within_a_letter(raw, mistake):
            return _one_byte(raw)
    return "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"


def _cut_within_a_letter(raw: bytes, mistake: UnicodeDecodeError) -> bool:
    """A file broken off inside a letter is still UTF-8 when letters before it were."""
    cut = mistake.reason == "unexpected end of data" and mistake.end == len(raw)
    return cut and not raw[: mistake.start].isascii()


def _one_byte(raw: bytes) -> str:
    """Russian when the high bytes stand in words and make common Russian letters, else Western."""
    high = bytes(byte for byte in raw if byte > 127)
    best = max(_RUSSIAN, key=lambda name: _likeness(raw, name))
    if sum(map(len, _RUNS.findall(raw))) * 2 > len(high) and _likeness(raw, best):
        return best
    return "cp1252" if all(byte not in high for byte in b"\x81\x8d\x8f\x90\x9d") else "latin-1"


def _likeness(raw: bytes, encoding: str) -> int:
    """How Russian a text is in this encoding; in capitals only its words tell, not its letters."""
    text = raw.decode(encoding, errors="replace")
    return len(_COMMON.findall(text)) + 20 * len(_WORDS.findall(text))
