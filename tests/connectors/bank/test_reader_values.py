"""Amounts, dates and sides as banks write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.connectors.bank.statements import OURS, THEIRS, cp1251, received, spent, statement
from zabota.connectors.bank.facts import Side
from zabota.connectors.bank.translate import lines_of, read_statement
from zabota.connectors.bank.translate.amounts import (
    LARGEST,
    AmountUnreadable,
    DateUnreadable,
    read_amount,
    read_date,
    written_amount,
)

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("written", "kopecks"),
    [
        ("1234.50", 123450),
        ("1234,50", 123450),
        ("1234-50", 123450),
        ("1234=50", 123450),
        ("1234=", 123400),
        ("465000=", 46500000),
        ("840", 84000),
        ("1,5", 150),
        ("1.5", 150),
        ("1 234.50", 123450),
        (f"1{NBSP}234{NBSP}567,05", 123456705),
        ("1'234.50", 123450),
        ("1\u202f234,50", 123450),
        ("1,234.56", 123456),
        ("1.234,56", 123456),
        ("1,234,567.8", 123456780),
        ("0.01", 1),
        (".50", 50),
        ("5.", 500),
        ("007.10", 710),
        ("0.00", 0),
        ("-1234.50", -123450),
        ("\u22121234,50", -123450),
        ("- 1 234,50", -123450),
        ("+10", 1000),
        ("100.000000", 10000),
        ("1000.00000", 100000),
        ("1000,50000", 100050),
        ("1,234.50000", 123450),
        ("1.234.567,50000", 123456750),
        ("12345.000", 1234500),
        ("0.500", 50),
        ("100 руб.", 10000),
        ("100,00 RUB", 10000),
        ("100₽", 10000),
        ("10000000000000.00", LARGEST),
    ],
)
def test_amount(written: str, kopecks: int) -> None:
    assert read_amount(written) == kopecks


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "amount_missing"),
        (" \u00a0 ", "amount_missing"),
        ("1.234", "amount_unreadable"),
        ("1,000", "amount_unreadable"),
        ("1234.567", "amount_unreadable"),
        ("100-", "amount_unreadable"),
        ("1-2-3", "amount_unreadable"),
        ("12.34.56", "amount_unreadable"),
        ("1,23,456.00", "amount_unreadable"),
        ("1e5", "amount_unreadable"),
        ("0x10", "amount_unreadable"),
        ("٣٤", "amount_unreadable"),
        ("--5", "amount_unreadable"),
        (".", "amount_unreadable"),
        ("-", "amount_unreadable"),
        ("NaN", "amount_unreadable"),
        ("9" * 5000, "amount_too_large"),
        ("10000000000000.01", "amount_too_large"),
    ],
)
def test_what_is_no_amount(written: str, code: str) -> None:
    with pytest.raises(AmountUnreadable) as refusal:
        read_amount(written)
    assert refusal.value.code == code


@given(st.integers(-LARGEST, LARGEST))
def test_written_amount_is_read_back(minor: int) -> None:
    assert read_amount(written_amount(minor)) == minor


@pytest.mark.parametrize(
    "written",
    [
        *("11.01.2016", "11.1.2016", "11/01/2016", "11-01-2016", "11.01.16"),
        *("2016-01-11", "2016.01.11", "20160111", " 11.01.2016 ", "11.01.2016 10:03:13"),
        *("2016-01-11T10:03:13", "11.01.2016 0:00"),
    ],
)
def test_date(written: str) -> None:
    assert read_date(written) == date(2016, 1, 11)


@pytest.mark.parametrize("written", ["", "  ", "00.00.0000", ".  .", "0"])
def test_no_date(written: str) -> None:
    assert read_date(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "31.02.2016",
        "13.13.2016",
        "11.01.216",
        "23.08.201819202122",
        "завтра",
        "01.01.1899",
        "٠١.٠١.٢٠١٦",
    ],
)
def test_what_is_no_date(written: str) -> None:
    with pytest.raises(DateUnreadable):
        read_date(written)


def payer(**changed: str) -> Side:
    file = read_statement(cp1251(statement(received(**changed))))
    return file.documents[0].payer


@pytest.mark.parametrize(
    ("fields", "name", "inn", "kpp"),
    [
        ({}, "ООО Ромашка", "7707083893", ""),
        ({"Плательщик": "ИНН 7707083893 ООО Ромашка"}, "ООО Ромашка", "7707083893", ""),
        (
            {"Плательщик1": "-", "Плательщик": "ИНН 3811185573/381101001 ООО Лютик", "ПлательщикИНН": "-"},
            "ООО Лютик", "3811185573", "381101001",
        ),
        (
            {"Плательщик1": "-", "Плательщик": "ИНН 3811185573 КПП 381101001 ООО Лютик", "ПлательщикИНН": ""},
            "ООО Лютик", "3811185573", "381101001",
        ),
        (
            {"Плательщик1": "-", "Плательщик": "7777777777, ООО Лютик", "ПлательщикИНН": "-"},
            "ООО Лютик", "7777777777", "",
        ),
        ({"Плательщик1": "7707083893, ООО Лютик"}, "ООО Лютик", "7707083893", ""),
        (
            {"Плательщик1": "-", "Плательщик": "ИНН 3811185573 ООО Лютик"},
            "ООО Лютик", "7707083893", "",
        ),
        ({"Плательщик1": "7777777777, ООО Лютик"}, "7777777777, ООО Лютик", "7707083893", ""),
        ({"ПлательщикИНН": "7707083893/770701001"}, "ООО Ромашка", "7707083893", "770701001"),
        ({"ПлательщикИНН": "0", "ПлательщикКПП": "0"}, "ООО Ромашка", "", ""),
        ({"ПлательщикИНН": " 7707 083893"}, "ООО Ромашка", "7707083893", ""),
        ({"Плательщик1": "  ООО Ромашка"}, "ООО Ромашка", "7707083893", ""),
        (
            {"Плательщик1": "ООО Рома", "Плательщик": "ИНН 7707083893 ООО Ромашка"},
            "ООО Ромашка", "7707083893", "",
        ),
        (
            {"Плательщик1": "Иванов Иван//г Москва//", "ПлательщикИНН": "770012345606"},
            "Иванов Иван//г Москва//", "770012345606", "",
        ),
        ({"Плательщик1": "-", "ПлательщикИНН": "-"}, "", "", ""),
        ({"Плательщик1": "ИНН 7707083893"}, "ИНН 7707083893", "7707083893", ""),
        ({"Плательщик1": "1000 мелочей ООО"}, "1000 мелочей ООО", "7707083893", ""),
    ],
)  # fmt: skip
def test_name_and_inn(fields: dict[str, str], name: str, inn: str, kpp: str) -> None:
    side = payer(**fields)
    assert (side.name, side.inn, side.kpp) == (name, inn, kpp)


def test_inn_out_of_the_name_is_said() -> None:
    text = statement(received(Плательщик1="ИНН 3811185573 ООО Лютик", ПлательщикИНН=""))
    (oddity,) = read_statement(cp1251(text)).oddities
    assert (oddity.code, oddity.params) == ("inn_from_name", {"inn": "3811185573"})


def test_inn_of_impossible_length_is_said() -> None:
    (oddity,) = read_statement(cp1251(statement(received(ПлательщикИНН="770708389")))).oddities
    assert (oddity.code, oddity.severity) == ("inn_odd", "warning")


@pytest.mark.parametrize(
    ("fields", "account", "other"),
    [
        ({}, THEIRS, ""),
        ({"ПлательщикРасчСчет": THEIRS}, THEIRS, ""),
        ({"ПлательщикСчет": "-", "ПлательщикРасчСчет": THEIRS}, THEIRS, ""),
        ({"ПлательщикСчет": "40702 810 2 9999 3174021"}, THEIRS, ""),
        (
            {"ПлательщикСчет": "30101810400000000225", "ПлательщикРасчСчет": THEIRS},
            THEIRS,
            "30101810400000000225",
        ),
    ],
)
def test_account_of_a_side(fields: dict[str, str], account: str, other: str) -> None:
    side = payer(**fields)
    assert (side.account, side.other_account) == (account, other)


def test_our_account_is_known_by_either_of_its_fields() -> None:
    text = statement(
        spent(ПлательщикСчет="40702810000000000555", ПлательщикРасчСчет=OURS, ДатаСписано="")
    )
    (line,) = lines_of(read_statement(cp1251(text)))
    assert (line.direction, line.own_account) == ("out", OURS)
