"""The search of a site: one answer as a page, the same as a region for the dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zabota.kit.latin import by_other_keys
from zabota.ui.parts import Hit, Hits, NavItem

LEAST = 2  # letters from which the database is asked; pages answer from the first
MOST = 5  # hits of a kind


def found_pages(asked: str, items: Iterable[NavItem], *, label: str) -> list[Hits]:
    """Pages of the navigation whose name holds the words; all of them when nothing is asked."""
    said = asked.casefold()
    hits = [
        Hit(str(item.label), item.url, str(item.group))
        for item in items
        if said in str(item.label).casefold()
    ]
    return [Hits(label, "book", hits[: MOST if said else 8])] if hits else []


def filled(groups: Iterable[Hits]) -> list[Hits]:
    """Only the groups in which something was found."""
    return [group for group in groups if group.hits]


def found_by_keys(asked: str, find: Callable[[str], list[Hits]]) -> list[Hits]:
    """What is found for the words, or else for what their keys write in the other language."""
    return find(asked) or find(by_other_keys(asked))
