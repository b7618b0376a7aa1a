"""Tables and archives of any length, piece by piece."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from zabota.kit import sheets
from zabota.kit.money import Money
from zabota.kit.sheets import csv_pieces, xlsx_pieces
from zabota.kit.zipping import GrowingZip, zip_pieces

ROW = [Money(-123_450), date(2026, 10, 31), None, "=1+1", "Акме"]
AT = datetime(2026, 11, 1, tzinfo=UTC)


def test_csv_as_a_russian_excel_reads_it() -> None:
    text = b"".join(csv_pieces(["a", "b", "c", "d", "e"], [ROW])).decode()
    assert text == "\ufeffa;b;c;d;e\r\n-1234,50;31.10.2026;;'=1+1;Акме\r\n"


def test_excel_has_numbers_and_days_and_no_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "A_SHEET", 2)
    rows = [ROW, ["\x00\x0bключ"], ["третья"]]
    book = load_workbook(
        BytesIO(b"".join(xlsx_pieces([("Лист", ["a"], rows), ("Пусто", ["b"], [])])))
    )
    assert book.sheetnames == ["Лист", "Лист 2", "Пусто"]
    first = [cell.value for cell in book["Лист"][2]]
    assert (first[0], first[1].date(), first[3]) == (-1234.5, date(2026, 10, 31), "'=1+1")
    assert [cell.number_format for cell in book["Лист"][2][:2]] == ["#,##0.00", "dd.mm.yyyy"]
    assert book["Лист 2"].freeze_panes == "A2", "The heads stay in sight."
    assert book["Лист"]["A3"].value == "ключ"
    assert book["Лист 2"]["A2"].value == "третья"


def test_an_archive_grows_and_is_whole() -> None:
    growing = GrowingZip(at=AT)
    pieces = [*growing.put("один.txt", [b"a" * 10, b"b"]), *growing.end()]
    assert [(one.name, one.size) for one in growing.packed] == [("один.txt", 11)]
    assert ZipFile(BytesIO(b"".join(pieces))).read("один.txt") == b"a" * 10 + b"b"
    same = [b"".join(zip_pieces([("x.pdf", b"1")], at=AT)) for _ in range(2)]
    assert same[0] == same[1]
