"""Cuts the text of a statement into its header, account sections and documents.

Every way in which banks break the format is mended here and reported, so that what comes after
sees only blocks of fields. One pass, a constant amount of work per line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from zabota.connectors.bank.translate import keys
from zabota.connectors.bank.translate.oddities import Oddities

_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(slots=True)
class Block:
    """Fields between a beginning and an end; `places` tells at which line each field stands."""

    section: str
    title: str
    line: int
    part: int
    begun: bool = True
    cut_off: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    tails: dict[str, list[str]] = field(default_factory=dict)

    def place_of(self, key: str) -> int:
        """The line of a field, or of the block when it has no such field."""
        return self.places.get(key, self.line)


class Sections:
    """Reads a text line by line; documents are handed over as they end, the rest is kept."""

    def __init__(self, oddities: Oddities, on_document: Callable[[Block], None]) -> None:
        self.accounts: list[Block] = []
        self.headers = [Block(keys.HEADER, "", 1, 0)]
        self.header_accounts: list[str] = []
        self.headed = False
        self.complete = False
        self._oddities = oddities
        self._on_document = on_document
        self._recognized = 0
        self._strays = 0
        self._open: Block | None = None
        self._last_key = ""
        self._spelled: dict[str, str] = {}
        self._met: set[str] = set()
        self._values: dict[str, str] = {}
        self._line = 0

    @property
    def looks_garbled(self) -> bool:
        """Whether the first line is right and not a single word after it."""
        return self._recognized == 1 and self.headed and bool(self._strays)

    @property
    def found_anything(self) -> bool:
        """Whether at least one word of the format was met in its place."""
        return self._recognized > 0

    def read(self, text: str) -> None:
        """Take in a whole text."""
        spelled, values = self._spelled, self._values
        for number, raw in enumerate(io.StringIO(text, newline=None), 1):
            line = raw.strip()
            if not line:
                continue
            self._line = number
            key, equals, value = line.partition("=")
            name = spelled.get(key)
            block = self._open
            # The road of nearly all lines: a field of an open section, the first of its name.
            if (
                name
                and equals
                and block is not None
                and name not in keys.MARKS
                and name not in block.fields
            ):
                value = value.strip()
                block.fields[name] = values.setdefault(value, value)
                block.places[name] = number
                self._last_key = name
                continue
            if name is None:
                name = self._spelling(key, has_value=bool(equals))
            if name in keys.MARKS:
                self._mark(name, value.strip(), line)
            elif name and equals:
                self._field(name, value.strip())
            else:
                self._loose(line)
        self._finish()

    def _spelling(self, key: str, *, has_value: bool) -> str:
        """The format's own spelling of a key, the key itself when unknown, "" when it is none."""
        known = keys.BY_FOLDED.get(keys.folded(key))
        stripped = key.strip()
        if known:
            self._spelled[key] = known
            if stripped != known:
                self._note_once("key_spelling", stripped, known)
            return known
        if not has_value or not _NAME.fullmatch(stripped):
            return ""
        self._spelled[key] = stripped
        self._note_once("key_unknown", stripped, stripped)
        return stripped

    def _note_once(self, code: str, text: str, key: str) -> None:
        if text not in self._met:
            self._met.add(text)
            self._oddities.add(self._line, code, text, key=key)

    def _mark(self, name: str, value: str, line: str) -> None:
        if name == keys.HEADER:
            self._begin_part()
        elif name == keys.FILE_END:
            self._close(ended=False)
            self.complete = True
        elif name == keys.DOCUMENT_BEGIN:
            self._begin(name, value)
        elif name == keys.ACCOUNT_BEGIN:
            self._begin(name, "")
            if value:
                self._field("РасчСчет", value)
        elif name == keys.DOCUMENT_END:
            self._end(keys.DOCUMENT_BEGIN, line)
        else:
            self._end(keys.ACCOUNT_BEGIN, line)
        self._recognized += 1

    def _begin_part(self) -> None:
        """The first line of a file; met again, it begins a part glued behind the first."""
        self._close(ended=False)
        if self._recognized:
            self._oddities.add(self._line, "header_repeated", keys.HEADER)
            self.headers.append(Block(keys.HEADER, "", self._line, len(self.headers)))
        else:
            self.headed = True
        self.complete = False

    def _begin(self, section: str, title: str) -> None:
        self._note_text_after_end(section)
        self._close(ended=False)
        self._open = Block(section, title, self._line, len(self.headers) - 1)

    def _end(self, section: str, line: str) -> None:
        if self._open is not None and self._open.section == section:
            self._close(ended=True)
        else:
            self._oddities.add(self._line, "section_unopened", line, section=section)

    def _close(self, *, ended: bool, cut_off: bool = False) -> None:
        block, self._open, self._last_key = self._open, None, ""
        if block is None:
            return
        if not ended:
            self._oddities.add(block.line, "section_unclosed", block.title, section=block.section)
        block.cut_off = cut_off
        for key, pieces in block.tails.items():
            block.fields[key] = " ".join(piece for piece in (block.fields[key], *pieces) if piece)
        if block.section == keys.ACCOUNT_BEGIN:
            self.accounts.append(block)
        elif block.begun or "Сумма" in block.fields:
            self._recognized += 1
            self._on_document(block)
        else:
            for key, value in block.fields.items():
                self._oddities.add(block.place_of(key), "key_misplaced", value, key=key)

    def _field(self, name: str, value: str) -> None:
        block = self._open or self._block_for(name)
        self._last_key = name
        if name not in block.fields:
            block.fields[name] = self._values.setdefault(value, value)
            block.places[name] = self._line
            if name == "РасчСчет" and block.section == keys.HEADER:
                self.header_accounts.append(value)
        elif value and value != block.fields[name]:
            self._repeated(block, name, value)

    def _block_for(self, name: str) -> Block:
        """Where a field belongs that stands in no section: to the header, or a lost beginning."""
        if name in keys.BALANCE_KEYS:
            section = keys.ACCOUNT_BEGIN
        elif name in keys.DOCUMENT_KEYS and name not in keys.HEADER_KEYS:
            section = keys.DOCUMENT_BEGIN
        else:
            self._recognized += name in keys.HEADER_KEYS and self.headed
            self._note_text_after_end(name)
            return self.headers[-1]
        self._oddities.add(self._line, "section_unopened", name, section=section)
        self._begin(section, "")
        assert self._open is not None
        self._open.begun = False
        return self._open

    def _repeated(self, block: Block, name: str, value: str) -> None:
        if block.section == keys.HEADER and name in ("РасчСчет", "Документ"):
            if name == "РасчСчет":
                self.header_accounts.append(value)
            return
        if not block.fields[name]:
            block.fields[name] = value
            return
        if name == keys.PURPOSE:
            block.tails.setdefault(name, []).append(value)
        else:
            block.fields[f"{name}#{self._line}"] = value
        self._oddities.add(self._line, "key_repeated", value, key=name)

    def _loose(self, line: str) -> None:
        """A line without a key: the next line of a long field, or something that strayed in."""
        block = self._open
        if block is not None and self._last_key in keys.WRAPPED:
            block.tails.setdefault(self._last_key, []).append(line)
            self._oddities.add(self._line, "continuation", line, key=self._last_key)
            return
        self._strays += 1
        if not self._note_text_after_end(line):
            self._oddities.add(self._line, "stray_line", line)

    def _note_text_after_end(self, text: str) -> bool:
        if self.complete:
            self._oddities.add(self._line, "text_after_end", text)
        return self.complete

    def _finish(self) -> None:
        self._close(ended=False, cut_off=True)
