"""Tables as people save them: encodings, delimiters, Excel, headings, dates, amounts."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from zabota.connectors.spreadsheet.facts import Fault, Kind, Row
from zabota.connectors.spreadsheet.translate.columns import guess_columns, missing_fields
from zabota.connectors.spreadsheet.translate.rows import read_moment, read_row
from zabota.kit.tables import NotATable, read_table

PAYMENTS = "№;Клиент;Сумма;Дата оплаты\r\n17;7701000017;1 234,50;03.11.2026\r\n;;;\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_in_any_usual_dress(encoding: str, delimiter: str) -> None:
    text = PAYMENTS.replace("1 234,50", "1234.50").replace(";", delimiter)
    table = read_table(text.encode(encoding))
    assert table.header == ["№", "Клиент", "Сумма", "Дата оплаты"]
    assert table.rows == [(2, ["17", "7701000017", "1234.50", "03.11.2026"])]


def test_a_workbook_where_an_inn_is_a_number_and_a_day_a_day() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Клиент", "Сумма", "Дата"])
    sheet.append([17, 7701000017.0, 1234.5, date(2026, 11, 3)])
    sheet.append([18, "7701000017", 0.1 + 0.2, datetime(2026, 11, 3, 14, 5)])
    raw = io.BytesIO()
    book.save(raw)

    table = read_table(raw.getvalue())
    assert table.rows[0] == (2, ["17", "7701000017", "1234.5", "2026-11-03"])
    assert table.rows[1] == (3, ["18", "7701000017", "0.3", "2026-11-03 14:05:00"])


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b";;\r\n;;", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"PK\x03\x04not really", "broken_excel"),
        (b"a;b\r\n\x00\x01;2", "not_text"),
    ],
)
def test_what_is_no_table_is_told_by_name(raw: bytes, reason: str) -> None:
    with pytest.raises(NotATable, match=reason):
        read_table(raw)


def test_columns_are_guessed_from_headings_people_use() -> None:
    header = ["№ платежа", "ИНН клиента", "Сумма, руб.", "Дата оплаты", "Назначение платежа"]
    mapping = guess_columns(header, Kind.PAYMENTS)
    assert mapping == {"external_id": 0, "client": 1, "amount": 2, "paid_at": 3, "purpose": 4}
    assert missing_fields({"client": 0}, Kind.PAYMENTS) == ["external_id", "amount", "paid_at"]


def test_one_column_serves_one_field() -> None:
    mapping = guess_columns(["Название", "ИНН", "Промокод", "E-mail", "Дата"], Kind.PARTNERS)
    assert sorted(mapping.values()) == [0, 1, 2, 3, 4]


def test_a_good_row() -> None:
    mapping = {"external_id": 0, "client": 1, "amount": 2, "paid_at": 3}
    row = read_row(
        2, ["17", "7701", "1 234,50 ₽", "03.11.2026"], kind=Kind.PAYMENTS, mapping=mapping
    )
    assert isinstance(row, Row)
    assert (row.key, row.amount_minor) == ("17", 123_450)
    assert row.at == datetime(2026, 11, 3, 9, tzinfo=UTC)


def test_every_fault_of_a_row_is_told() -> None:
    mapping = {"external_id": 0, "client": 1, "amount": 2, "paid_at": 3}
    faults = read_row(2, ["", "7701", "-5", "вчера"], kind=Kind.PAYMENTS, mapping=mapping)
    assert faults == [
        Fault("external_id", "empty"),
        Fault("amount", "amount_not_above_zero"),
        Fault("paid_at", "date"),
    ]


@pytest.mark.parametrize(
    "text",
    ["03.11.2026", "2026-11-03", "03.11.26", "2026-11-03 12:00:00", "2026-11-03T09:00:00+00:00"],
)
def test_moments_as_people_and_programs_write_them(text: str) -> None:
    assert read_moment(text) == datetime(2026, 11, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize("text", ["31.02.2026", "1.1.1899", "завтра", "45964"])
def test_no_moment_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        read_moment(text)
