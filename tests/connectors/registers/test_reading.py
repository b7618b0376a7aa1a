"""Registers as processors export them: rows to the kopeck, or a reason a person can act on."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from zabota.connectors.registers.facts import REASONS, NotARegister
from zabota.connectors.registers.translate.reading import MOSCOW, read_register
from zabota.connectors.registers.translate.settling import Lump, match_lumps

YOOKASSA = """Реестр платежей ЮKassa
Период: 20.11.2026
Дата платежа;Идентификатор платежа;Сумма платежа;Валюта платежа;Комиссия;Сумма к зачислению;Описание заказа
20.11.2026 10:15:01;2f1c-1;1 500,50;RUB;52,52;1447,98;Счёт СЧ-26-000001-3
20.11.2026 11:00:00;2f1c-2;300,00;RUB;10,50;289,50;
Итого;;1800,50;;63,02;1737,48;
"""
CLOUD = """TransactionId,Amount,Currency,DateTime,Status,InvoiceId,AccountId,Type,TotalFee
455,100.00,RUB,2026-11-20 10:00:00,Completed,INV-1,acme,Payment,3.90
456,50.00,RUB,2026-11-20 11:00:00,Declined,INV-2,acme,Payment,0
457,100.00,RUB,2026-11-20 12:00:00,Completed,INV-1,acme,Refund,0
"""
ROBO = "InvId\tOutSum\tIncSum\tДата\tСтатус\n7\t100.00\t96.10\t20.11.2026 10:00\tОплачен\n"
TBANK = """PaymentId;OrderId;Сумма операции;Тип операции;Дата операции;Комиссия банка
123;A-1;2500,00;Оплата;20.11.2026 09:00:00;62,50
124;A-1;-500,00;Возврат;20.11.2026 10:00:00;0
125;A-2;10,00;Отмена;20.11.2026 10:00:00;0
"""


def test_yookassa() -> None:
    file = read_register(YOOKASSA.encode("cp1251"))
    assert (file.processor, file.left_out, file.unreadable) == ("yookassa", 1, ())
    first, second = file.entries
    assert (first.external_id, first.amount_minor, first.fee_minor) == ("2f1c-1", 150_050, 5_252)
    assert first.at == datetime(2026, 11, 20, 10, 15, 1, tzinfo=MOSCOW)
    assert first.order == "Счёт СЧ-26-000001-3"
    assert second.line == 5


def test_refunds_of_yookassa() -> None:
    text = (
        "Идентификатор возврата;Идентификатор платежа;Сумма возврата;Дата возврата\n"
        "r-1;2f1c-1;500,00;20.11.2026 12:00:00\n"
    )
    [entry] = read_register(text.encode()).entries
    assert (entry.what, entry.external_id, entry.payment_external_id, entry.amount_minor) == (
        "refund", "r-1", "2f1c-1", 50_000,
    )  # fmt: skip


def test_the_others() -> None:
    cloud = read_register(CLOUD.encode())
    assert (cloud.processor, cloud.left_out) == ("cloudpayments", 1)
    assert [(one.what, one.external_id, one.fee_minor) for one in cloud.entries] == [
        ("payment", "455", 390), ("refund", "457", 0),
    ]  # fmt: skip
    [robo] = read_register(ROBO.encode()).entries
    assert (robo.external_id, robo.amount_minor, robo.fee_minor) == ("7", 10_000, 390)
    tbank = read_register(TBANK.encode("utf-8-sig"))
    assert (tbank.processor, tbank.left_out) == ("tbank", 1)
    assert [(one.what, one.amount_minor) for one in tbank.entries] == [
        ("payment", 250_000), ("refund", 50_000),
    ]  # fmt: skip


def test_excel() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Реестр платежей ЮKassa"])
    sheet.append(["Дата платежа", "Идентификатор платежа", "Сумма платежа, руб."])
    sheet.append([datetime(2026, 11, 20, 10, 15), "2f1c-1", 1500.5])
    out = io.BytesIO()
    book.save(out)
    [entry] = read_register(out.getvalue()).entries
    assert (entry.amount_minor, entry.at.hour) == (150_050, 10)


def test_a_row_that_cannot_be_read_does_not_take_the_others() -> None:
    text = YOOKASSA.replace("1 500,50;RUB", "1 500,505;RUB")
    file = read_register(text.encode())
    assert [one.external_id for one in file.entries] == ["2f1c-2"]
    assert file.unreadable == ((4, "amount: 1 500,505"),)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"PK\x03\x04nothing", "broken_excel"),
        (b"a;b\n1;2\n", "columns"),
        ("Номер операции;Сумма;Дата\n1;5,00;20.11.2026\n".encode(), "processor"),
        (YOOKASSA.split("20.11.2026 10")[0].encode(), "nothing"),
    ],
)
def test_refused_with_a_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(NotARegister) as refused:
        read_register(raw)
    assert refused.value.reason == reason


def test_a_person_says_whose_it_is() -> None:
    raw = "Номер операции;Сумма;Дата\n1;5,00;20.11.2026\n".encode()
    assert read_register(raw, processor="robokassa").processor == "robokassa"


@given(st.sampled_from([YOOKASSA, CLOUD, ROBO, TBANK]), st.data())
def test_nothing_crashes_the_reader(sample: str, data: st.DataObject) -> None:
    raw = sample.encode()
    start = data.draw(st.integers(0, len(raw)))
    cut = raw[:start] + data.draw(st.binary(max_size=12)) + raw[start + 5 :]
    try:
        file = read_register(cut)
    except NotARegister as refused:
        reason = refused.reason
    else:
        reason = REASONS[0]
        assert all(entry.amount_minor > 0 for entry in file.entries)
    assert reason in REASONS


def day(n: int) -> date:
    return date(2026, 11, n)


def test_lumps_pay_for_the_days_that_add_up() -> None:
    days = {day(16): 100, day(17): 200, day(20): 50, day(21): 60, day(22): 70, day(24): 10}
    lumps = [
        Lump(1, day(17), 100), Lump(2, day(18), 200), Lump(3, day(23), 180), Lump(4, day(24), 999),
    ]  # fmt: skip
    assert match_lumps(days, lumps) == ({day(24): 10}, [Lump(4, day(24), 999)])


def test_a_day_may_be_paid_by_two_transfers_on_two_days() -> None:
    days = {day(16): 1000, day(17): 300, day(18): 70}
    lumps = [
        Lump(1, day(17), 600), Lump(2, day(18), 400), Lump(3, day(18), 100), Lump(4, day(18), 150),
        Lump(5, day(19), 50), Lump(6, day(24), 70),
    ]  # fmt: skip
    assert match_lumps(days, lumps) == ({}, [])
    apart = [Lump(1, day(17), 600), Lump(2, day(20), 400)]
    assert match_lumps({day(16): 1000}, apart) == ({day(16): 1000}, apart)


@given(st.dictionaries(st.integers(1, 28).map(day), st.integers(1, 10**6), max_size=12))
def test_a_lump_a_day_leaves_nothing_open(days: dict[date, int]) -> None:
    lumps = [Lump(n, on, net) for n, (on, net) in enumerate(sorted(days.items()))]
    assert match_lumps(days, lumps) == ({}, [])
