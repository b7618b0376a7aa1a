"""Registers as they are in the wild: zones, cancelled rows, signs and marks, totals, odd columns."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from zabota.connectors.registers.facts import Entry, RegisterFile
from zabota.connectors.registers.translate.amounts import read_amount
from zabota.connectors.registers.translate.reading import MOSCOW, read_register


def told(text: str, processor: str = "yookassa", encoding: str = "utf-8") -> RegisterFile:
    return read_register(text.encode(encoding), processor=processor)


def one(row: str, head: str = "Идентификатор платежа;Сумма;Дата;Статус", **how: str) -> Entry:
    [entry] = told(f"{head}\n{row}\n", **how).entries
    return entry


@pytest.mark.parametrize(
    ("written", "day", "hour"),
    [
        ("2026-03-01T23:30:00+00:00", 2, 2),
        ("2026-03-01T23:30:00Z", 2, 2),
        ("2026-03-01 23:30:00.123 UTC", 2, 2),
        ("2026-03-01T23:30:00.123+0300", 1, 23),
        ("2026-03-02T01:30:00+05:00", 1, 23),
        ("01.03.2026 23:30:00", 1, 23),
        ("01.03.2026, 23:30", 1, 23),
        ("01.03.2026 23:30 МСК", 1, 23),
        ("01.03.2026 23:30:00 (UTC+5)", 1, 21),
        ("01-03-2026", 1, 0),
        ("46082.979167", 1, 23),
    ],
)
def test_a_moment_keeps_its_zone(written: str, day: int, hour: int) -> None:
    at = one(f"p-1;100,00;{written};").at
    assert (at.tzinfo, at.day, at.hour) == (MOSCOW, day, hour)


@pytest.mark.parametrize(
    ("head", "processor", "hour"),
    [
        ("Payment ID,Amount,Created (UTC)", "cloudpayments", 2),
        ("Payment ID,Amount,Created", "stripe", 2),
        ("Payment ID,Amount,Created", "yookassa", 23),
        ("Payment ID,Amount,Дата операции (МСК)", "stripe", 23),
        ("Payment ID,Amount,Дата (UTC+2)", "tbank", 0),
    ],
)
def test_a_moment_without_a_zone_is_the_registers(head: str, processor: str, hour: int) -> None:
    assert one("p-1,100.00,2026-03-01 23:30:00", head, processor=processor).at.hour == hour


def test_day_and_time_may_stand_apart() -> None:
    head = "Идентификатор платежа;Сумма;Дата платежа;Время платежа"
    assert one("p-1;100,00;01.03.2026;23:30:05", head).at == datetime(
        2026, 3, 1, 23, 30, 5, tzinfo=MOSCOW
    )


NOTHING = [
    "Отмена платежа", "Отменён", "Cancelled", "canceled", "Void", "Declined", "Отклонена",
    "Авторизована", "Authorized", "REVERSED", "Rejected", "Возврат отклонён", "Refund failed",
    "DEADLINE_EXPIRED", "Ожидает подтверждения", "Холдирование", "Аннулирован", "Отказ",
    "NEW", "CONFIRMING",
]  # fmt: skip


@pytest.mark.parametrize("words", NOTHING)
@pytest.mark.parametrize("column", ["Статус", "Тип операции"])
def test_what_came_to_nothing_is_counted_and_no_refund(words: str, column: str) -> None:
    head = f"Идентификатор платежа;Сумма;Дата;{column}"
    rows = f"p-1;100,00;01.03.2026;{words}\np-2;-50,00;01.03.2026;{words}\np-3;1,00;01.03.2026;\n"
    file = told(f"{head}\n{rows}")
    assert [entry.external_id for entry in file.entries] == ["p-3"]
    assert (file.cancelled, file.left_out, file.unreadable) == (2, 2, ())


@pytest.mark.parametrize(
    ("type_", "status", "what"),
    [
        ("Оплата", "Успешно", "payment"), ("Возврат", "Завершена", "refund"),
        ("Refund", "Completed", "refund"), ("Payment", "CONFIRMED", "payment"),
        ("Оплата", "Возвращён", "payment"), ("", "Возврат", "refund"),
        ("Payment", "REFUNDED", "payment"), ("Отмена/возврат", "", "refund"),
        ("Чарджбэк", "", "refund"), ("Подтверждение авторизации", "", "payment"),
    ],
)  # fmt: skip
def test_what_a_row_is(type_: str, status: str, what: str) -> None:
    head = "Идентификатор платежа;Сумма;Дата;Тип операции;Статус"
    assert one(f"p-1;100,00;01.03.2026;{type_};{status}", head).what == what


@pytest.mark.parametrize("type_", ["Выплата", "Комиссия за платёж", "Payout", "Перечисление"])
def test_what_is_neither_payment_nor_refund_is_left_out(type_: str) -> None:
    head = "Идентификатор платежа;Сумма;Дата;Тип операции"
    rows = f"p-1;-100,00;01.03.2026;{type_}\np-2;5,00;01.03.2026;Оплата\n"
    file = told(f"{head}\n{rows}")
    assert [entry.external_id for entry in file.entries] == ["p-2"]
    assert (file.left_out, file.cancelled) == (1, 0)


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("1,234.50", 123_450), ("1 234,50", 123_450), ("1.234,50", 123_450),
        ("−12,00", -1_200), ("(12.00)", -1_200), ("12.00-", -1_200), ("–1\u202f234,5", -123_450),
        ("1\u00a0234\u00a0567,89 ₽", 123_456_789), ("1'234.50", 123_450), ("RUB 12.5", 1_250),
        ("-12,00 руб.", -1_200), ("1,234,567", 123_456_700), ("1.234.567,8", 123_456_780),
        ("100", 10_000), ("96.1000", 9_610), ("$1,000.00", 100_000),
    ],
)  # fmt: skip
def test_a_sum_is_read_however_it_is_written(written: str, minor: int) -> None:
    assert read_amount(written, "RUB") == minor


@pytest.mark.parametrize("text", ["1,234", "1.234", "1,2,3", "1.2.3,4", "12,345.6,7", "", "—", "NaN",
                                  "1 500,505", "12,34,567", "++1"])  # fmt: skip
def test_a_sum_that_may_be_two_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_amount(text, "RUB")


def test_a_currency_without_parts_has_only_thousands() -> None:
    assert (read_amount("1,234", "JPY"), read_amount("1.234", "JPY")) == (1234, 1234)
    assert read_amount("1234.00", "JPY") == 1234


def test_a_share_beside_the_sums_tells_nothing_of_their_marks() -> None:
    head = "Идентификатор платежа;Сумма;Дата;Удержано"
    file = told(f"{head}\np-1;1,234.50;01.03.2026;3.5\np-2;2,000;01.03.2026;2,9%\n")
    assert [entry.amount_minor for entry in file.entries] == [123_450]
    assert file.unreadable == ((3, "fee: 2,9%"),)


def test_a_payment_that_speaks_of_a_total_is_a_payment() -> None:
    head = "Описание;Идентификатор платежа;Сумма;Дата"
    rows = "Итоговый платёж за год;p-1;100,00;01.03.2026\nВсего;;100,00;\n"
    file = told(f"{head}\n{rows}")
    assert [entry.external_id for entry in file.entries] == ["p-1"]
    assert file.totals == ()


@pytest.mark.parametrize("number", ['="000123"', "'000123"])
def test_a_number_kept_from_being_counted(number: str) -> None:
    raw = f"Идентификатор платежа\tСумма\tДата\n{number}\t1,00\t01.03.2026\n"
    assert told(raw).entries[0].external_id == "000123"


def test_moments_of_cloudpayments_api_are_utc() -> None:
    head = "TransactionId,InvoiceId,AccountId,Amount,Currency,ConfirmDateIso,Status,Type"
    row = "455,INV-1,acme,100.00,RUB,2026-03-01T23:30:00,Completed,Payment"
    assert one(row, head, processor="").at.day == 2


def test_the_column_tells_what_its_marks_mean() -> None:
    head = "Идентификатор платежа;Сумма;Дата"
    english = told(f"{head}\np-1;1,234;01.03.2026\np-2;5.50;01.03.2026\n")
    german = told(f"{head}\np-1;1.234;01.03.2026\np-2;5,50;01.03.2026\n")
    assert [e.amount_minor for e in english.entries] == [123_400, 550]
    assert [e.amount_minor for e in german.entries] == [123_400, 550]


@given(
    st.integers(-(10**11), 10**11),
    st.sampled_from([("", "."), ("", ","), (" ", ","), (",", "."), (".", ",")]),
)
def test_every_sum_reads_back(minor: int, style: tuple[str, str]) -> None:
    thousands, point = style
    whole = f"{abs(minor) // 100:,}".replace(",", thousands)
    text = f"{'-' if minor < 0 else ''}{whole}{point}{abs(minor) % 100:02d}"
    assert read_amount(text, "RUB") == minor


TOTALS = """Идентификатор платежа;Сумма платежа;Дата платежа
p-1;1000,00;01.03.2026 10:00:00
p-2;500,50;01.03.2026 11:00:00
{}
"""


@pytest.mark.parametrize(
    "line",
    ["Итого;1500,50;", "Total;1,500.50;", "ИТОГО:;1 500,50;;", ";;Всего", "Итого за день: 1500,50",
     "Сумма принятых платежей: 1500.50", "Число платежей: 2", "Сумма комиссии: 3.00",
     "Итого: 2 операции"],
)  # fmt: skip
def test_totals_are_no_rows_and_agree(line: str) -> None:
    file = told(TOTALS.format(line))
    assert (len(file.entries), file.unreadable, file.totals) == (2, (), ())


def test_a_total_that_does_not_agree_is_told() -> None:
    file = told(TOTALS.format("Итого;1600,50;"))
    [total] = file.totals
    assert (total.line, total.stated_minor, total.counted_minor) == (4, 160_050, 150_050)


def test_totals_of_each_day_and_of_all() -> None:
    head, day = "Идентификатор платежа;Сумма;Дата\n", "p-{0};100,00;0{0}.03.2026\nИтого;100,00;\n"
    assert told(head + day.format(1) + day.format(2) + "Всего;200,00;\n").totals == ()


def test_a_register_of_yookassa_by_letter() -> None:
    """Text lines with commas above, the sum less the fee, totals in words below."""
    text = """РЕЕСТР ПЛАТЕЖЕЙ В ООО "Ромашка, Лютик и Ко". № 17
Дата платежей: 01.03.2026

Идентификатор платежа;Сумма платежа;Валюта платежа;Сумма платежа за вычетом комиссии магазина;Время создания платежа;Время платежа;Тип платежа;Номер заказа;Описание
2f1c-1;1500.50;RUB;1447.98;01.03.2026 23:59:58;02.03.2026 00:00:03;Банковская карта;A-1;Лицензия, на год; "про"
2f1c-2;300.00;RUB;289.50;02.03.2026 11:00:00;02.03.2026 11:00:07;SberPay;A-2;

Сумма принятых платежей: 1800.50
Число платежей: 2
"""
    file = read_register(text.replace("ООО", "ЮKassa для ООО").encode("cp1251"))
    assert (file.processor, file.totals, file.unreadable) == ("yookassa", (), ())
    first, _second = file.entries
    assert (first.amount_minor, first.fee_minor, first.order) == (150_050, 5_252, "A-1")
    assert first.at == datetime(2026, 3, 2, 0, 0, 3, tzinfo=MOSCOW)


def test_refunds_of_yookassa_with_the_payments_sum_beside() -> None:
    head = ("Идентификатор возврата;Сумма возврата;Валюта возврата;Время возврата;"
            "Идентификатор платежа;Сумма платежа;Время платежа")  # fmt: skip
    refund = one("r-1;500.00;RUB;03.03.2026 12:00:00;p-1;1500.50;01.03.2026 10:00:00", head)
    assert (refund.what, refund.external_id, refund.payment_external_id) == ("refund", "r-1", "p-1")
    assert (refund.amount_minor, refund.at.day) == (50_000, 3)


def test_old_refunds_of_yookassa_without_a_number_of_their_own() -> None:
    head = "Номер транзакции;Сумма возврата;Валюта платежа;Время зачисления возврата на счет плательщика;Номер заказа"
    refund = one("25700;100.00;RUB;03.03.2026 12:00:00;A-1", head)
    assert (refund.what, refund.payment_external_id) == ("refund", "25700")


def test_yookassa_in_english() -> None:
    head = "Payment ID;Payment amount;Payment currency;Amount less commission;Time of payment"
    entry = one("p-1;100.00;RUB;96.50;01.03.2026 10:00:00", head)
    assert (entry.amount_minor, entry.fee_minor) == (10_000, 350)


STRIPE = """balance_transaction_id,created_utc,created,currency,gross,fee,net,reporting_category,source_id,description,charge_id,payment_intent_id,invoice_id
txn_1,2026-03-01 23:30:00,2026-03-02 00:30:00,eur,120.00,3.73,116.27,charge,ch_1,Subscription,ch_1,pi_1,in_1
txn_2,2026-03-01 23:31:00,2026-03-02 00:31:00,eur,50.00,1.70,48.30,charge,ch_2,,ch_2,pi_2,
txn_3,2026-03-02 09:00:00,2026-03-02 10:00:00,eur,-20.00,0.00,-20.00,refund,re_1,,ch_1,pi_1,in_1
txn_4,2026-03-02 09:00:00,2026-03-02 10:00:00,eur,-50.00,15.00,-65.00,dispute,du_1,,ch_2,pi_2,
txn_5,2026-03-03 00:00:00,2026-03-03 01:00:00,eur,-79.57,0.00,-79.57,payout,po_1,STRIPE PAYOUT,,,
txn_6,2026-03-03 00:00:00,2026-03-03 01:00:00,eur,-2.00,0.00,-2.00,fee,,Radar,,,
txn_7,2026-03-03 00:00:00,2026-03-03 01:00:00,eur,0.00,0.25,-0.25,charge_failure,ch_3,,ch_3,pi_3,
"""


def test_a_balance_report_of_stripe() -> None:
    """Keys are those our own road records: the invoice, else the payment intent."""
    file = read_register(STRIPE.encode())
    assert (file.processor, file.left_out, file.cancelled) == ("stripe", 3, 1)
    assert [(e.what, e.external_id, e.payment_external_id, e.amount_minor) for e in file.entries] == [
        ("payment", "in_1", "", 12_000),
        ("payment", "pi_2", "", 5_000),
        ("refund", "in_1:20260302120000:2000", "in_1", 2_000),
        ("refund", "du_1", "pi_2", 5_000),
    ]  # fmt: skip
    first = file.entries[0]
    assert (first.at, first.currency, first.fee_minor) == (
        datetime(2026, 3, 1, 23, 30, tzinfo=UTC), "EUR", 373,
    )  # fmt: skip


def test_payments_exported_from_stripes_dashboard() -> None:
    text = """id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,PaymentIntent ID,Invoice ID
ch_1,2026-03-01 23:30:00,"1,200.00",0.00,eur,true,Paid,pi_1,in_1
ch_2,2026-03-01 23:40:00,50.00,50.00,eur,true,Refunded,pi_2,
ch_3,2026-03-01 23:50:00,70.00,0.00,eur,false,Failed,pi_3,
"""
    file = read_register(text.encode())
    assert file.processor == "stripe"
    assert [(e.what, e.external_id, e.amount_minor, e.at.day) for e in file.entries] == [
        ("payment", "in_1", 120_000, 2), ("payment", "pi_2", 5_000, 2),
    ]  # fmt: skip


def test_a_workbook_with_days_as_numbers_and_refunds_on_a_second_sheet() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Отчёт CloudPayments за 01.03.2026"])
    sheet.append([])
    sheet.append(
        ["Номер транзакции", "Дата", "Время", "Сумма", "Валюта", "Статус", "Тип", "Комиссия"]
    )
    sheet.append([455, 46082, time(23, 30, 5), 1234.5, "RUB", "Завершена", "Оплата", 48.1458])
    sheet.append([456, 46082.979167, None, 50, "RUB", "Отклонена", "Оплата", 0])
    sheet.append(["Итого", None, None, 1234.5])
    back = book.create_sheet("Возвраты")
    back.append(["Номер транзакции", "Дата", "Сумма", "Тип", "Номер оригинальной транзакции"])
    back.append([457, datetime(2026, 3, 2, 10, 0), -100, "Возврат", 455])
    book.create_sheet("Пусто")
    out = io.BytesIO()
    book.save(out)
    file = read_register(out.getvalue())
    assert (file.processor, file.cancelled, file.unreadable, file.totals) == (
        "cloudpayments",
        1,
        (),
        (),
    )
    paid, refunded = file.entries
    assert (paid.external_id, paid.amount_minor, paid.fee_minor) == ("455", 123_450, 4_815)
    assert paid.at == datetime(2026, 3, 1, 23, 30, 5, tzinfo=MOSCOW)
    assert (refunded.what, refunded.external_id, refunded.payment_external_id) == (
        "refund",
        "457",
        "455",
    )


def test_rows_told_twice_are_one_and_those_that_contradict_are_told() -> None:
    head = "Идентификатор платежа;Сумма;Дата"
    row = "p-1;100,00;01.03.2026\n"
    file = told(f"{head}\n{row}{row}p-1;90,00;01.03.2026\n")
    assert [entry.amount_minor for entry in file.entries] == [10_000]
    assert file.unreadable == ((4, "twice: p-1"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("mark", [";", "\t", ",", "|"])
def test_every_writing_of_a_table(encoding: str, mark: str) -> None:
    cells = [["Выписка по терминалу T-Bank", "", "", ""], ["PaymentId", "OrderId", "Сумма", "Дата операции"],
             ["123", "A-1", "2500.00", "01.03.2026 09:00:00"]]  # fmt: skip
    text = "\r\n".join(mark.join(row) for row in cells)
    file = read_register(text.encode(encoding))
    assert file.processor == "tbank"
    assert [(e.external_id, e.amount_minor) for e in file.entries] == [("123", 250_000)]
