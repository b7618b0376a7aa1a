"""Who may enter, who is named, which signs there are. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import timedelta

GATED = "gated"
OPEN = "open"
DIRECT = "direct"

SIGNS = ("👍", "❤️", "🔥", "👏", "🤝", "😄", "🤔")
MOST_LETTERS = 4000
MOST_FILES = 5
MAY_EDIT_FOR = timedelta(hours=24)
_CASE = re.compile(r"(?<=[а-яё]л)(?:ы|а|у|ом|е|ов|ам|ами|ах)$", re.I)
_NAME = re.compile(r"@([\w«»\"'().&\- ]{2,60})")


def may_enter(kind: str, *, admitted: bool, own: bool, staff: bool, left: bool = False) -> bool:
    """Staff enter every room; a partner an open one, his own line, and where he was admitted.

    Who has left the programme keeps his own line only.
    """
    if staff:
        return True
    if left:
        return own
    return {OPEN: True, DIRECT: own, GATED: admitted}.get(kind, False)


def find_mentions(
    text: str, people: Mapping[int, str], *, chosen: Collection[int] = ()
) -> set[int]:
    """Ids of people whose whole name follows an @ in the text; the longest name wins.

    Of namesakes those are meant whom the author chose; if he chose none, all of them.
    """
    names: dict[str, set[int]] = {}
    for pk, name in people.items():
        names.setdefault(name.casefold(), set()).add(pk)
    by_length = sorted((name for name in names if name), key=len, reverse=True)
    found: set[int] = set()
    for match in _NAME.finditer(text):
        said = match.group(1).casefold()
        name = next((name for name in by_length if said.startswith(name)), "")
        namesakes = names.get(name, set()) if name else set()
        found |= namesakes.intersection(chosen) or namesakes
    return found


def forms_of(word: str) -> set[str]:
    """Forms by which a word is looked for, so that all of its forms are found.

    PostgreSQL takes the л of «канал» for the end of a verb, and finds no «каналы» by it.
    """
    bare = _CASE.sub("", word)
    return {word, bare, bare + "ы"} if bare.casefold().endswith("л") else {word}
