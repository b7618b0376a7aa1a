"""Russian words in Latin letters, for addresses; and words typed with the keys of the other language."""

from __future__ import annotations

import re

_LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya",
})  # fmt: skip
_ENGLISH_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_OTHER = str.maketrans(_ENGLISH_KEYS + _RUSSIAN_KEYS, _RUSSIAN_KEYS + _ENGLISH_KEYS)


def slug_of(text: str, *, most: int = 50) -> str:
    """The text as a part of an address: a-z, 0-9 and hyphens; empty when nothing of it is left."""
    latin = text.lower().translate(_LATIN)
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:most].rstrip("-")


def by_other_keys(text: str) -> str:
    """What the same keys write in the other language, in lower case: `,thtprf` → `березка`."""
    return text.lower().translate(_OTHER)
