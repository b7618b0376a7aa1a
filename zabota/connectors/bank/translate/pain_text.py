"""Text for ISO 20022 orders: the Latin signs that every bank takes, written over in plain sight.

The signs are those of the EPC's guidance (EPC217-08): letters, digits and / - ? : ( ) . , ' + space.
Nothing is left out: a sign without a counterpart is refused, and so is a text that is too long.
A slash may not begin or end a text, and two may not stand together: they get a point or a space.
"""

from __future__ import annotations

import re
import unicodedata

_TAKEN = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*")
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґўј",
        ["a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "'", "y", "'", "e", "yu", "ya", "ye", "i", "yi", "g", "u", "j"],
        strict=True,
    )
)  # fmt: skip
_LATIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i",
}  # fmt: skip
_SIGNS = {
    "№": "No.", "«": "'", "»": "'", "“": "'", "”": "'", "„": "'", "’": "'", "‘": "'", '"': "'",
    "`": "'", "–": "-", "—": "-", "−": "-", "‑": "-", "…": "...", "&": "+", ";": ",", "_": "-",
    "*": ".", "=": "-", "[": "(", "]": ")", "€": "EUR", "%": " pct", "\u00a0": " ",
}  # fmt: skip


class NotLatin(ValueError):
    """A sign that has no counterpart; `character` is it."""

    def __init__(self, character: str) -> None:
        super().__init__(f"U+{ord(character):04X}")
        self.character = character


def latin(text: str) -> str:
    """The text in the signs that banks take; raises `NotLatin` for what cannot be said in them."""
    written = "".join(_over(sign) for sign in unicodedata.normalize("NFC", text))
    return _with_slashes_apart(re.sub(r"\s+", " ", written).strip())


def _with_slashes_apart(text: str) -> str:
    apart = re.sub(r"/(?=/)", "/ ", text)
    begin = "." if apart.startswith("/") else ""
    return f"{begin}{apart}{'.' if apart.endswith('/') else ''}"


def _over(sign: str) -> str:
    if sign.isspace():
        return " "
    if _TAKEN.fullmatch(sign):
        return sign
    if sign in _SIGNS:
        return _SIGNS[sign]
    low = sign.lower()
    found = _CYRILLIC.get(low) or _LATIN.get(low) or _bare(low)
    return found.capitalize() if sign != low else found


def _bare(sign: str) -> str:
    """A letter without its marks: é, ö, ș."""
    bare = unicodedata.normalize("NFD", sign)[0]
    if not (bare.isascii() and bare.isalpha()):
        raise NotLatin(sign)
    return bare
