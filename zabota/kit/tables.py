"""CSV and XLSX → a table of text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from openpyxl import load_workbook

MOST_ROWS = 200_000
_MOST_UNPACKED = 400 * 1024 * 1024
_ENCODINGS = ("utf-8-sig", "cp1251")
_DELIMITERS = (";", "\t", ",", "|")


class NotATable(ValueError):
    """These bytes are no table we can read; the message is a reason code."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text: the header, and every row with its number in the file (from 1)."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(raw: bytes) -> Table:
    """The first sheet of a workbook, or a CSV in any usual encoding and delimiter.

    Raises NotATable: `empty`, `old_excel`, `broken_excel`, `not_text`, `too_long`.
    """
    (_, header), *rows = read_lines(raw)
    width = len(header)
    return Table(header, [(n, (cells + [""] * width)[: max(width, 1)]) for n, cells in rows])


def read_lines(raw: bytes) -> list[tuple[int, list[str]]]:
    """Every line that is not empty, as wide as it is, with its number; raises NotATable as well."""
    return read_sheets(raw, most=1)[0]


def read_sheets(raw: bytes, *, most: int = 20) -> list[list[tuple[int, list[str]]]]:
    """The lines of every sheet that holds any; a CSV is one sheet. Raises NotATable as well."""
    if not raw.strip():
        raise NotATable("empty")
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotATable("old_excel")
    sheets = _workbook(raw, most) if raw.startswith(b"PK") else [_csv(raw)]
    filled = [
        lines
        for sheet in sheets
        if (lines := [(n, cells) for n, cells in enumerate(sheet, 1) if any(cells)])
    ]
    if sum(map(len, filled)) > MOST_ROWS + 1:
        raise NotATable("too_long")
    if not filled:
        raise NotATable("empty")
    return filled


def _workbook(raw: bytes, most: int) -> list[list[list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED:
                raise NotATable("too_long")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        return [_sheet(sheet) for sheet in book.worksheets[:most]]
    except NotATable:
        raise
    except Exception as broken:  # a stranger's workbook breaks in ways that nobody has counted
        raise NotATable("broken_excel") from broken


def _sheet(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # some programs state a size of one cell, whatever is there
    rows = islice(sheet.iter_rows(values_only=True), MOST_ROWS + 2)
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Any) -> str:
    """A cell of Excel as a person would type it: an ИНН is a number there, a day a moment."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(round(cell, 6))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def _csv(raw: bytes) -> list[list[str]]:
    text = _decoded(raw)
    if "\x00" in text:
        raise NotATable("not_text")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as broken:
        raise NotATable("not_text") from broken


def _delimiter(text: str) -> str:
    """The mark that divides most lines into equally many cells; a title above has commas, too."""
    lines = [line for line in text[:100_000].splitlines()[:60] if line.strip()]

    def evenness(mark: str) -> tuple[int, int]:
        counts = Counter(line.count(mark) for line in lines)
        return max(((lines, cells) for cells, lines in counts.items() if cells), default=(0, 0))

    return max(_DELIMITERS, key=evenness)


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATable("not_text")
