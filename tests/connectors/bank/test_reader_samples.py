"""Statements that banks wrote: read to the kopeck, in every encoding."""

from __future__ import annotations

from datetime import date

import pytest

from tests.connectors.bank.statements import PAYLOADS
from zabota.connectors.bank.facts import AccountSection
from zabota.connectors.bank.translate import check_balances, lines_of, read_statement

DAY = date(2016, 1, 11)
OWN = "40702810200000000001"
# (number, direction, kopecks), by hand from the file
ONE_DAY = [
    ("697162", "out", 8323),
    ("697140", "out", 19974),
    ("697149", "out", 27187),
    ("697160", "out", 56177),
    ("697129", "out", 134826),
    ("697147", "out", 183513),
    ("1", "out", 276280),
    ("3", "out", 1000000),
    ("2", "out", 1000000),
    ("4", "out", 1412120),
    ("5", "in", 600000),
    ("6", "in", 1400000),
    ("1", "in", 2000000),
]


def raw(name: str) -> bytes:
    return (PAYLOADS / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "encoding", "oddities"),
    [
        ("one_day.txt", "cp1251", []),
        ("one_day_utf8.txt", "utf-8", [(3, "encoding_differs")]),
    ],
)
def test_one_day_of_a_bank(name: str, encoding: str, oddities: list[tuple[int, str]]) -> None:
    file = read_statement(raw(name))
    assert file.encoding == encoding
    assert file.declared_encoding == "Windows"
    assert file.version == "1.02"
    assert file.sender == "Банк Клиент Онлайн"
    assert file.recipient == "1С:Предприятие"
    assert (file.created_on, file.period_from, file.period_to) == (date(2016, 1, 12), DAY, DAY)
    assert file.accounts == (
        AccountSection(OWN, DAY, DAY, 4532991, 4000000, 4118400, 4414591, line=11),
    )
    assert file.complete
    assert file.unreadable == ()
    assert [(oddity.line, oddity.code) for oddity in file.oddities] == oddities
    lines = lines_of(file)
    assert [(line.number, line.direction, line.amount) for line in lines] == ONE_DAY
    assert {line.on for line in lines} == {DAY}
    assert {line.own_account for line in lines} == {OWN}
    assert all(line.confirmed for line in lines)
    assert sum(line.amount for line in lines if line.direction == "in") == 4000000
    assert sum(line.amount for line in lines if line.direction == "out") == 4118400
    assert check_balances(file) == []


def test_a_document_keeps_every_field() -> None:
    file = read_statement(raw("one_day.txt"))
    last = file.documents[-1]
    assert last.line == 392
    assert last.kind == "Платежное поручение"
    assert last.operation == "01"
    assert last.priority == "5"
    assert last.receipt_on == DAY
    assert last.receipt_text == "статус документа: Внешний"
    assert last.payer.kpp == "123123123"
    assert last.payer.bank == "ПАО СБЕРБАНК"
    assert last.payer.city == "Г МОСКВА"
    assert last.payer.bic == "044525225"
    assert last.payer.corr_account == "30101810400000000225"
    assert last.payer.account == "12312312312312312"
    assert last.payee.account == OWN
    assert last.purpose == "Some random string"
    assert last.raw["КвитанцияВремя"] == "00:00:00"
    assert list(last.raw)[:3] == ["Номер", "Дата", "Сумма"]
    assert list(last.raw)[-1] == "ПолучательКПП"


def test_demo_statement() -> None:
    file = read_statement(raw("demo-1c.txt"))
    assert (file.encoding, file.oddities, check_balances(file)) == ("cp1251", (), [])
    spent, received = lines_of(file)
    assert (spent.direction, spent.amount, spent.on) == ("out", 1500000, date(2018, 1, 25))
    assert spent.purpose == "Оплата по счёту №1 за услуги. Без НДС."
    assert (spent.counterparty.name, spent.counterparty.inn) == ("ООО Ромашка", "7700000002")
    assert spent.budget
    assert (received.direction, received.amount, received.on) == ("in", 2000000, date(2018, 1, 26))
    assert received.counterparty.account == "40702810000000000888"
    assert not received.budget


def test_the_same_statement_has_the_same_keys_in_any_encoding() -> None:
    text = raw("one_day.txt").decode("cp1251")
    expected = [line.external_key for line in lines_of(read_statement(raw("one_day.txt")))]
    assert len(set(expected)) == 13
    for encoding in ("utf-8", "utf-8-sig", "cp866", "utf-16", "utf-16-le", "utf-16-be", "koi8-r"):
        file = read_statement(text.encode(encoding))
        assert [line.external_key for line in lines_of(file)] == expected, encoding
        assert [line.on for line in lines_of(file)] == [DAY] * 13


@pytest.mark.parametrize("name", ["one_day.txt", "one_day_utf8.txt", "demo-1c.txt"])
def test_any_cut_of_a_real_file_is_survived(name: str) -> None:
    whole = raw(name)
    expected = {line.external_key for line in lines_of(read_statement(whole))}
    for end in range(200, len(whole), 97):
        file = read_statement(whole[:end])
        assert {line.external_key for line in lines_of(file)} <= expected
        assert len(file.documents) + len(file.unreadable) <= len(expected)
        missing = len(expected) - len(file.documents)
        if file.accounts and missing:
            assert check_balances(file) or not file.accounts[0].incoming
