"""Tables as files: CSV that a Russian Excel opens by itself, and Excel workbooks of any length."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from zabota.kit.money import Money, exponent
from zabota.kit.zone import ZONE

Row = Sequence[Any]
Rows = Iterable[Row]

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A_SHEET = 1_000_000  # rows of one sheet; Excel takes 1 048 576
A_PART = 500  # lines of CSV between two pieces
_CHUNK = 1 << 20
_WIDTH = 17  # of a column: "31.12.2026 23:59" fits
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_pieces(header: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """The file piece by piece: semicolons, BOM, decimal comma."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    text.write("\ufeff")
    writer.writerow(header)
    for n, row in enumerate(rows, 1):
        writer.writerow([csv_cell(cell) for cell in row])
        if n % A_PART == 0:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    written = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return written


def csv_cell(cell: Any) -> str:
    """A cell as text; words that a spreadsheet would take for a formula are made harmless."""
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return cell.plain(",")
    if isinstance(cell, datetime):
        return f"{cell.astimezone(ZONE):%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return harmless(str(cell))


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def xlsx_pieces(sheets: Iterable[tuple[str, Sequence[str], Rows]]) -> Iterator[bytes]:
    """A workbook of (title, header, rows), piece by piece; a sheet too long goes on in another."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book = Workbook(write_only=True)
        for title, header, rows in sheets:
            _write_sheets(book, title, header, rows)
        book.save(path)
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece


def _write_sheets(book: Workbook, title: str, header: Sequence[str], rows: Rows) -> None:
    sheet: Any = None
    for n, row in enumerate(rows):
        if n % A_SHEET == 0:
            sheet = _begin_sheet(book, f"{title} {n // A_SHEET + 1}" if n else title, header)
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    if sheet is None:
        _begin_sheet(book, title, header)


def _begin_sheet(book: Workbook, title: str, header: Sequence[str]) -> Any:
    """A sheet whose heads stay in sight, with columns wide enough for a moment or a sum."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    heads = []
    for number, head in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(_WIDTH, len(head) + 2)
        cell = WriteOnlyCell(sheet, head)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    return sheet


def _xlsx_cell(sheet: Any, cell: Any) -> Any:
    if isinstance(cell, Money):
        places = exponent(cell.currency)
        figure = f"#,##0.{'0' * places}" if places else "#,##0"
        return _in_format(sheet, Decimal(cell.minor).scaleb(-places), figure)
    if isinstance(cell, datetime):
        return _in_format(sheet, cell.astimezone(ZONE).replace(tzinfo=None), "dd.mm.yyyy hh:mm")
    if isinstance(cell, date):
        return _in_format(sheet, cell, "dd.mm.yyyy")
    if isinstance(cell, str):
        return harmless(cell.translate(_CONTROLS))
    return cell


def _in_format(sheet: Any, value: Any, number_format: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])  # XML knows no such letters
