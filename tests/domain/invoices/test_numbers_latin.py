"""Invoice numbers in purposes that went through a bank's Latin letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.connectors.bank.translate.pain_text import latin
from zabota.domain.invoices.rules import (
    Reference,
    find_invoice_numbers,
    find_references,
    make_reference,
)

RUR6 = dict(
    zip("АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ№", "ABVGDEoJZIiKLMNOPRSTUFHCcQqxYXeuan", strict=True)
)
GOST = dict(
    zip(
        "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ№",
        ["A", "B", "V", "G", "D", "E", "YO", "ZH", "Z", "I", "J", "K", "L", "M", "N", "O", "P", "R",
         "S", "T", "U", "F", "KH", "C", "CH", "SH", "SHH", "", "Y", "'", "E", "YU", "YA", "N "],
        strict=True,
    )
)  # fmt: skip


def swift(text: str) -> str:
    """By SWIFT's own table for Russian, which has one sign for each letter."""
    return "".join(RUR6.get(sign, sign) for sign in text.upper())


def gost(text: str) -> str:
    return "".join(GOST.get(sign, sign) for sign in text.upper())


def iso(text: str) -> str:
    """ISO 9 without its marks: Ч is C."""
    return "".join({**RUR6, "Ч": "C", "№": "N"}.get(sign, sign) for sign in text.upper()).upper()


TABLES: list[Callable[[str], str]] = [latin, swift, lambda text: swift(text).upper(), gost, iso]
tables = st.sampled_from(TABLES)


@given(tables, st.integers(0, 99), st.integers(1, 999_999), st.sampled_from(["№ ", "№", "", "N "]))
def test_our_number_comes_back_through_any_table(
    table: Callable[[str], str], year: int, seq: int, mark: str
) -> None:
    number = make_reference(year=year, seq=seq)
    text = table(f"Оплата по счету {mark}{number} от 05.11.2026. НДС не облагается")
    assert find_references(text) == [Reference(year=year, seq=seq)]


@given(tables, st.integers(1, 9_999_999), st.sampled_from(["счету", "счёту", "счета", "счет"]))
def test_any_number_comes_back_through_any_table(
    table: Callable[[str], str], number: int, word: str
) -> None:
    text = table(f"Оплата по {word} № {number} от 05.11.2026")
    assert find_invoice_numbers(text) == [str(number)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("OPLATA PO SCHETU № 15 OT 01.11.2026", ["15"]),
        ("OPLATA PO SCHETU N 15", ["15"]),
        ("SCHETU N 15", ["15"]),
        ("SCETU N 15 OT 01.11.2026", ["15"]),
        ("SCET 15", ["15"]),
        ("OPLATA S4ETA 15", ["15"]),
        ("Oplata po schyotu No. 15", ["15"]),
        ("OPLATA PO SCHETAM N 12, 13 I 15 OT 01.11.2026", ["12", "13", "15"]),
        ("PO SCH. 15 BEZ NDS", ["15"]),
        ("SCHET NA OPLATU N 15", ["15"]),
        ("SCHET-DOGOVOR N 7", ["7"]),
        ("PO SCHETU N15OT01.11.2026", ["15"]),
        ("nSC-26-000123", ["СЧ-26-000123"]),
        ("OPLATA PO SCHETU SCH-26-000123", ["СЧ-26-000123"]),
        ("OPLATA PO SCHETU OT 01.11.2026 N 15", ["15"]),
        ("Rechnung Nr. 15 vom 01.11.2026", ["15"]),
        ("Rechnungen 12, 13 und 15", ["12", "13", "15"]),
        ("Invoice Nr 15/A", ["15/A"]),
        ("INV 55/A DATED 01.11.2026", ["55/A"]),
        ("PMT INV.NO. 55", ["55"]),
        ("FACTUUR 55", ["55"]),
    ],
)
def test_a_number_in_latin_letters_is_found(text: str, numbers: list[str]) -> None:
    assert find_invoice_numbers(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "SCHET ZAKRYT",
        "RASCHETNYY SCHET 40702810",
        "OPLATA PO DOGOVORU N 15",
        "SCHET-FAKTURA N 15 OT 01.11.2026",
        "R/SCHET 12345",
        "OPLATA SCHETA NA SUMMU 15000",
        "SCHEMA 15",
        "SCHOOL 15",
        "SCENT 15",
        "INVENTORY 15",
        "INV OF OCTOBER",
    ],
)
def test_what_is_no_number_in_latin_letters(text: str) -> None:
    assert find_invoice_numbers(text) == []


def test_our_own_number_behind_an_invoice_for_vat() -> None:
    number = make_reference(year=26, seq=123)
    assert find_references(latin(f"Счет-фактура № {number}"))[0].number == number


@pytest.mark.parametrize("piece", ["SCH", "SCHET N ", "SCHETAM 1,", "nSC-26-", " I 1", "S4"])
def test_a_latin_purpose_made_to_be_slow_ends(piece: str) -> None:
    assert find_invoice_numbers("SCHET 77 " + piece * 100_000)[0] == "77"
