"""What one text of the offer changes in another, as people read texts: by paragraphs, then by words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, NamedTuple

from zabota.kit.markdown import to_blocks

ALIKE = 0.5  # paragraphs more alike than this are one paragraph that was mended
LONGEST = 20_000  # letters; a longer paragraph is not compared by words
FOLDED = 3  # so many unchanged paragraphs in a row are folded away


class Piece(NamedTuple):
    """Words; `kind` is "same", "new" or "gone"."""

    text: str
    kind: str = "same"


class Row(NamedTuple):
    """A paragraph of either text; `shape` is "heading", "words", "item" or "code"."""

    shape: str
    kind: str
    pieces: list[Piece]


class Stretch(NamedTuple):
    """Rows that follow each other; folded ones are of no interest until somebody asks."""

    rows: list[Row]
    is_folded: bool


def compare_texts(before: str, after: str) -> list[Stretch]:
    """Both Markdown texts as one, in stretches: unchanged ones folded, changes word by word.

    Nothing when both read the same.
    """
    rows = list(_rows(list(_flat(to_blocks(before))), list(_flat(to_blocks(after)))))
    if all(row.kind == "same" for row in rows):
        return []
    stretches = (
        (same, list(found)) for same, found in groupby(rows, lambda row: row.kind == "same")
    )
    return [Stretch(found, same and len(found) >= FOLDED) for same, found in stretches]


Flat = tuple[str, str]


def _flat(blocks: Sequence[dict[str, Any]], mark: str = "") -> Iterator[Flat]:
    """Blocks as one list of (shape, plain text)."""
    shape = "item" if mark else "words"
    for block in blocks:
        kind = block["kind"]
        if kind == "heading":
            yield "heading", _plain(block["runs"])
        elif kind == "paragraph":
            yield shape, mark + _plain(block["runs"])
        elif kind == "list":
            for number, item in enumerate(block["items"], block["first"] or 0):
                yield from _flat(item, f"{number}. " if block["first"] is not None else "– ")
        elif kind == "quote":
            yield from _flat(block["blocks"], mark)
        elif kind == "table":
            for cells in block["rows"]:
                yield shape, " · ".join(_plain(cell) for cell in cells)
        elif kind == "code":
            yield "code", block["text"].rstrip()


def _plain(runs: Sequence[dict[str, Any]]) -> str:
    """Words without formatting; where a link leads is a part of what is agreed."""
    told = (run["text"] + (f" ({run['link']})" if run.get("link") else "") for run in runs)
    return " ".join("".join(told).split())


def _rows(before: list[Flat], after: list[Flat]) -> Iterator[Row]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            yield from (_whole(one, "same") for one in before[a1:a2])
        else:
            yield from _replaced(before[a1:a2], after[b1:b2])


def _whole(one: Flat, kind: str) -> Row:
    return Row(one[0], kind, [Piece(one[1], kind)])


def _replaced(gone: list[Flat], come: list[Flat]) -> Iterator[Row]:
    start = 0
    for new in come:
        mended = next((n for n in range(start, len(gone)) if _are_alike(gone[n], new)), None)
        if mended is None:
            yield _whole(new, "new")
            continue
        yield from (_whole(old, "gone") for old in gone[start:mended])
        yield Row(new[0], "mended", list(_pieces(gone[mended][1], new[1])))
        start = mended + 1
    yield from (_whole(old, "gone") for old in gone[start:])


def _are_alike(old: Flat, new: Flat) -> bool:
    if old[0] != new[0] or max(len(old[1]), len(new[1])) > LONGEST:
        return False
    matcher = SequenceMatcher(a=_words(old[1]), b=_words(new[1]), autojunk=False)
    return matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


def _words(text: str) -> list[str]:
    """Words with what follows them: neighbours that change stay together."""
    return re.findall(r"\S+\s*", text)


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("".join(before[a1:a2]))
            continue
        if a1 < a2:
            yield Piece("".join(before[a1:a2]), "gone")
        if b1 < b2:
            yield Piece("".join(after[b1:b2]), "new")
