"""Russian that went through a bank's Latin letters, put back into Russian well enough to be read.

SWIFT's own table for Russian (RUR6) has one sign for each letter and gives the rare ones small
Latin letters: `OPLATA PO ScETU n 7`. Everybody else writes as he is used to: SCHETU, SCETU, S4ETU.
"""

from __future__ import annotations

import re

_RUSSIAN = re.compile("[А-Яа-яЁё]")
_RUR6 = dict(
    zip("ABVGDEoJZIiKLMNOPRSTUFHCcQqxYXeuan", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя№", strict=True)
)
_RUR6_ONLY = re.compile(r"(?=.*[A-Z].*[A-Z])[^a-z]*(?:[oicqxeuan][^a-z]*)+", re.DOTALL)
_NUMBER = re.compile(r"(?<![A-Z])N(?:O|R|º|°)?\.?\s*(?=\d)")
_VOWELS = "AEIOUY"
# The longest first: ЩЕ is SHCHE, but СЧЕТ is SCHET.
_PIECES = (
    ("SHCH", "щ"), ("SCH(?=E?T)", "сч"), ("SCH", "щ"), ("S[C4](?=[EJ]T)", "сч"),
    ("ZH", "ж"), ("KH", "х"), ("TCH", "ч"), ("CH", "ч"), ("SH", "ш"), ("TS|TC", "ц"),
    ("[YJ]A", "я"), ("[YJ]U", "ю"), ("[YJ]O", "ё"), ("[YJ]E", "е"), ("IA\\b", "ия"),
    (f"(?<=[{_VOWELS}])J(?=[A-Z])", "й"), (f"(?<=[{_VOWELS}])Y", "й"), ("J", "ж"), ("Y", "ы"),
    ("(?<![A-Z])EKV", "экв"),
    ("A", "а"), ("B", "б"), ("V|W", "в"), ("G", "г"), ("D", "д"), ("E", "е"), ("Z", "з"),
    ("I", "и"), ("K", "к"), ("L", "л"), ("M", "м"), ("N", "н"), ("O", "о"), ("P", "п"),
    ("R", "р"), ("S", "с"), ("T", "т"), ("U", "у"), ("F", "ф"), ("H|X", "х"), ("C", "ц"),
    ("Q", "щ"), ("'", "ь"),
)  # fmt: skip
_PIECE = re.compile("|".join(f"({latin})" for latin, _russian in _PIECES))


def in_russian(text: str) -> str:
    """A text in Latin letters as the Russian it may be, in small letters; Russian stays itself.

    It is for looking words up, not for showing: English comes out as nonsense.
    """
    if _RUSSIAN.search(text):
        return text
    if _RUR6_ONLY.fullmatch(text):
        return "".join(_RUR6.get(sign, sign) for sign in text)
    return _PIECE.sub(_russian, _NUMBER.sub("№ ", text.upper())).lower()


def _russian(match: re.Match[str]) -> str:
    return _PIECES[(match.lastindex or 1) - 1][1]
