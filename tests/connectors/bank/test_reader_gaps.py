"""Dates and amounts that are empty or corrupted: said, kept, and never guessed into money."""

from __future__ import annotations

from datetime import date

import pytest

from tests.connectors.bank.statements import cp1251, line_of, received, section, spent, statement
from zabota.connectors.bank.facts import StatementFile
from zabota.connectors.bank.translate import check_balances, lines_of, read_statement

GOOD = statement(section(), received(), spent())


def codes(file: StatementFile) -> list[str]:
    return [oddity.code for oddity in file.oddities]


def places(file: StatementFile) -> list[tuple[int, str]]:
    return [(oddity.line, oddity.code) for oddity in file.oddities]


def amounts(file: StatementFile) -> list[int]:
    return [document.amount for document in file.documents]


def read(text: str) -> StatementFile:
    return read_statement(cp1251(text))


@pytest.mark.parametrize("value", ["", " ", "00.00.0000", "  .  .    "])
def test_empty_dates_say_nothing(value: str) -> None:
    file = read(statement(section(), received(ДатаПоступило=value), spent()))
    assert file.documents[0].credited_on is None
    assert codes(file) == []
    (line, _) = lines_of(file)
    assert (line.on, line.date_source, line.confirmed) == (date(2026, 11, 20), "document", False)
    assert check_balances(file) == []


@pytest.mark.parametrize("value", ["23.08.201819202122", "31.02.2026", "вчера", "01.01.0202"])
def test_corrupted_dates_are_left_out(value: str) -> None:
    text = statement(
        section(), received(ДатаПоступило=value), spent(), header={"ДатаСоздания": value}
    )
    file = read(text)
    assert file.created_on is None
    assert file.documents[0].credited_on is None
    assert places(file) == [
        (5, "date_unreadable"),
        (line_of(text, "ДатаПоступило"), "date_unreadable"),
    ]
    assert file.oddities[0].params == {"key": "ДатаСоздания"}
    assert amounts(file) == [100000, 40000]


def test_document_without_any_date_goes_by_the_period_with_a_key_of_its_own() -> None:
    dateless = received(ДатаПоступило="", Дата="")
    (one,) = lines_of(read(statement(dateless)))
    (other,) = lines_of(read(statement(dateless, header={"ДатаКонца": "30.11.2026"})))
    assert (one.on, one.date_source) == (date(2026, 11, 21), "period")
    assert other.on == date(2026, 11, 30)
    assert one.external_key == other.external_key


def test_document_without_any_date_in_a_file_without_any_is_set_aside() -> None:
    file = read(received(ДатаПоступило="-", Дата="-") + "\n" + spent())
    assert amounts(file) == [40000]
    assert [left.code for left in file.unreadable] == ["date_missing"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "amount_missing"),
        ("=", "amount_unreadable"),
        ("сто рублей", "amount_unreadable"),
        ("12.345", "amount_unreadable"),
        ("-1000.00", "amount_negative"),
        ("1" * 18, "amount_too_large"),
    ],
)
def test_document_with_a_broken_amount_is_set_aside_whole(written: str, code: str) -> None:
    text = statement(section(), received(Сумма=written), spent())
    file = read(text)
    assert amounts(file) == [40000]
    (left,) = file.unreadable
    assert (left.code, left.text, left.line) == (code, written, line_of(text, "СекцияДокумент"))
    assert left.raw["НазначениеПлатежа"] == "Оплата по счету № 7"
    assert places(file) == [(line_of(text, "Сумма"), code)]
    assert file.oddities[0].severity == "error"
    assert [fault.code for fault in check_balances(file)] == ["incoming"]


def test_document_without_the_field_of_amount() -> None:
    file = read(statement(received(Сумма="-")))
    assert [left.code for left in file.unreadable] == ["amount_missing"]


def test_document_of_nought_makes_no_line() -> None:
    file = read(statement(received("0.00"), spent()))
    assert amounts(file) == [0, 40000]
    assert len(lines_of(file)) == 1
    assert codes(file) == ["amount_zero"]


def test_broken_balance_is_said_and_the_rest_is_checked() -> None:
    file = read(statement(section(opening="много"), received(), spent()))
    assert file.accounts[0].opening is None
    assert codes(file) == ["figure_unreadable"]
    assert check_balances(file) == []
