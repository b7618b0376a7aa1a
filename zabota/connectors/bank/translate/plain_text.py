"""Text that a bank's program in cp1251 takes: harmless signs are replaced, the rest is refused."""

from __future__ import annotations

import re
import unicodedata

CHARSET = "cp1251"

_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0f\ufeff]")
_ROUBLE = re.compile(r"\s*₽\.?")
_ALIKE = str.maketrans(
    {
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2015": "—", "\u2212": "-",
        "\u02bc": "’", "\u2032": "’", "\u2033": "\u201d", "\u201f": "\u201c", "\u2024": ".",
    }
)  # fmt: skip


class NotInCharset(ValueError):
    """A sign that the bank's encoding does not have; `character` is it."""

    def __init__(self, character: str) -> None:
        super().__init__(f"U+{ord(character):04X}")
        self.character = character


def plain(text: str) -> str:
    """The text in one line and in signs of cp1251; raises `NotInCharset` for what cannot be said.

    The rouble sign becomes "руб.", all spaces and line breaks one space, hyphens and primes their
    plain forms, composed letters are composed. Letters are never left out.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_ALIKE)
    text = _SPACES.sub(" ", _ROUBLE.sub(" руб.", text)).strip()
    for sign in text:
        if sign < " " or sign == "\x7f" or not _is_writable(sign):
            raise NotInCharset(sign)
    return text


def _is_writable(sign: str) -> bool:
    try:
        sign.encode(CHARSET)
    except UnicodeEncodeError:
        return False
    return True
