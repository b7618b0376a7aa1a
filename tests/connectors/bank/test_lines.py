"""A movement is known again however often and in whatever file it comes."""

from __future__ import annotations

from datetime import date

import pytest

from tests.connectors.bank.statements import (
    OTHER_OURS,
    OURS,
    THEIRS,
    cp1251,
    received,
    section,
    spent,
    statement,
)
from zabota.connectors.bank.facts import StatementLineFact
from zabota.connectors.bank.translate import foreign_accounts, lines_of, read_statement


def lines(text: str, own: frozenset[str] = frozenset()) -> list[StatementLineFact]:
    return lines_of(read_statement(cp1251(text)), own)


def keys(text: str, own: frozenset[str] = frozenset()) -> list[str]:
    return [line.external_key for line in lines(text, own)]


def test_a_line_tells_both_sides_and_when() -> None:
    incoming, outgoing = lines(statement(section(), received(), spent(КодНазПлатежа="1")))
    assert (incoming.direction, incoming.on, incoming.amount) == ("in", date(2026, 11, 21), 100000)
    assert (incoming.own_account, incoming.counterparty.account) == (OURS, THEIRS)
    assert (incoming.purpose, incoming.number) == ("Оплата по счету № 7", "15")
    assert (incoming.document_on, incoming.operation) == (date(2026, 11, 20), "01")
    assert (outgoing.direction, outgoing.on, outgoing.purpose_code) == (
        "out",
        date(2026, 11, 20),
        "1",
    )
    assert outgoing.counterparty.name == "ООО Ромашка"


def test_the_key_fits_its_column_and_is_stable() -> None:
    (key,) = keys(statement(received()))
    assert key == keys(statement(section(), spent(), received()))[1]
    assert len(key) <= 80
    assert key == "1c-" + key[3:43] + "-1"


def test_alike_documents_of_one_file_remain_two() -> None:
    twice = keys(statement(received(), received(), received(Номер="16")))
    assert len(set(twice)) == 3
    assert [key[-2:] for key in twice] == ["-1", "-2", "-1"]


def test_overlapping_periods_give_the_same_keys() -> None:
    monday = [received(), received(), spent()]
    tuesday = [received(ДатаПоступило="22.11.2026")]
    short, long = keys(statement(*monday)), keys(statement(*monday, *tuesday))
    assert long[:3] == short
    assert keys(statement(*tuesday, *monday)) == [long[3], *long[:3]]


@pytest.mark.parametrize(
    "changed",
    [
        {"Номер": "16"},
        {"ДатаПоступило": "22.11.2026"},
        {"Сумма": "1000.01"},
        {"ПлательщикСчет": "40702810300000000640"},
        {"НазначениеПлатежа": "Оплата по счету № 8"},
    ],
)
def test_what_makes_another_line(changed: dict[str, str]) -> None:
    assert keys(statement(received(**changed))) != keys(statement(received()))


@pytest.mark.parametrize(
    "changed",
    [
        {"Номер": "000015"},
        {"Дата": "19.11.2026"},
        {"НазначениеПлатежа": " Оплата  по счёту №7".replace("ё", "е")},
        {"Плательщик1": "ОБЩЕСТВО РОМАШКА"},
        {"ПлательщикБИК": "044525225"},
        {"Сумма": "1000"},
    ],
)
def test_what_another_export_may_write_otherwise(changed: dict[str, str]) -> None:
    assert keys(statement(received(**changed))) == keys(statement(received()))


def test_a_transfer_of_ours_is_known_from_either_side() -> None:
    own = frozenset({OURS, OTHER_OURS})
    moved = spent(ПолучательСчет=OTHER_OURS)
    (from_first,) = lines(statement(moved), own)
    assert (from_first.direction, from_first.own_account) == ("internal", OURS)
    assert from_first.counterparty.account == OTHER_OURS
    arrived = spent(ПолучательСчет=OTHER_OURS, ДатаСписано="", ДатаПоступило="20.11.2026")
    (from_second,) = lines(statement(arrived, header={"РасчСчет": OTHER_OURS}), own)
    assert (from_second.direction, from_second.own_account) == ("internal", OTHER_OURS)
    assert from_second.counterparty.account == OURS
    assert from_first.external_key != from_second.external_key


def test_the_key_does_not_change_when_the_other_account_becomes_ours() -> None:
    moved = statement(spent(ПолучательСчет=OTHER_OURS))
    assert keys(moved) == keys(moved, frozenset({OURS, OTHER_OURS}))


def test_direction_that_nothing_tells() -> None:
    (line,) = lines(statement(received(ПолучательСчет=THEIRS, ДатаПоступило="")))
    assert line.direction == "unknown"


def test_date_of_a_line() -> None:
    (debited,) = lines(statement(received(ДатаПоступило="", ДатаСписано="19.11.2026")))
    assert (debited.on, debited.date_source) == (date(2026, 11, 19), "debited")
    (receipt,) = lines(statement(received(ДатаПоступило="", Дата="", КвитанцияДата="18.11.2026")))
    assert (receipt.on, receipt.date_source, receipt.confirmed) == (
        date(2026, 11, 18),
        "receipt",
        False,
    )


def test_somebody_elses_statement_is_noticed() -> None:
    file = read_statement(cp1251(statement(section(), received(), spent())))
    assert foreign_accounts(file, {OURS}) == ()
    assert foreign_accounts(file, {OTHER_OURS}) == (OURS,)
