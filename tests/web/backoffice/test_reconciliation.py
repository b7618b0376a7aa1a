"""Reconciliation: what a register or a statement says and we do not, with a next step."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Visitor

from tests.make.money import payment
from tests.web.backoffice.statements import OURS, credit, statement
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.connectors.bank.models import Statement, StatementLine
from zabota.connectors.inbox.models import InboundEvent
from zabota.connectors.registers.models import Register, RegisterRow
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.facts import PaymentFact
from zabota.domain.payments.models import Payment, Refund
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import noon_of, now
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
PAGE = "/office/reconciliation/"
UPLOAD = "/office/reconciliation/upload/"
DAY = "20.11.2026"
PERIOD = {"from": "2026-11-01", "to": "2026-11-24"}
HEAD = "Дата платежа;Идентификатор платежа;Сумма платежа;Комиссия;Описание заказа\n"
REFUNDS = "Идентификатор возврата;Идентификатор платежа;Сумма возврата;Дата возврата\n"


@pytest.fixture(autouse=True)
def _a_known_day(monkeypatch: Any) -> None:
    moment = noon_of(date(2026, 11, 25))
    monkeypatch.setattr("zabota.web.backoffice.views.reconciliation.now", lambda: moment)


def upload(visitor: Visitor, text: str, processor: str = "yookassa") -> Any:
    file = SimpleUploadedFile("register.csv", text.encode())
    answer = visitor.post(UPLOAD, {"register": file, "processor": processor})
    run_jobs()
    return answer


def shown(visitor: Visitor, **asked: str) -> str:
    return visitor.get(PAGE, {**PERIOD, **asked}).content.decode()


def known(world: World, number: str, minor: int) -> None:
    fact = payment(world.acme, minor, at=noon_of(date(2026, 11, 20)))
    fact = type(fact)(
        source="yookassa", external_id=number, amount_minor=minor, paid_at=fact.paid_at,
        client_id=world.acme.pk,
    )  # fmt: skip
    payments_received([fact], at=fact.paid_at)


def test_a_payment_that_only_the_register_knows_is_recorded_once(
    finance: Visitor, world: World
) -> None:
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=now())
    known(world, "p-1", 50_000)
    text = f"{HEAD}{DAY} 10:00;p-1;500,00;17,50;\n{DAY} 11:00;p-2;1000,00;35,00;{invoice.purpose}\n"
    upload(finance, text)
    page = shown(finance)
    assert page.count("Payment missing</span>") == 1
    row = RegisterRow.objects.get(external_id="p-2")
    assert f"/office/reconciliation/{row.pk}/record/" in page
    for _ in range(2):
        finance.post(f"{PAGE}{row.pk}/record/")
    found = Payment.objects.get(external_id="p-2")
    assert (found.source, found.client, found.fee_minor) == ("yookassa", world.acme, 3_500)
    assert owed(world.ivan) == 60_000
    assert "Payment missing</span>" not in shown(finance)
    assert_books_balance()


def test_sums_that_differ_and_payments_that_are_not_listed(finance: Visitor, world: World) -> None:
    known(world, "p-1", 50_000)
    known(world, "p-9", 7_000)
    upload(finance, f"{HEAD}{DAY} 10:00;p-1;400,00;0;\n")
    page = shown(finance, kind="payment_differs")
    assert "p-1" in page
    assert "p-9" not in page
    assert "p-9" in shown(finance, kind="payment_unlisted")
    assert "p-1" not in shown(finance, source="tbank")


def test_a_refund_waits_for_its_payment(finance: Visitor, world: World) -> None:
    upload(finance, f"{REFUNDS}r-1;p-1;100,00;{DAY} 12:00:00\n")
    row = RegisterRow.objects.get()
    answer = finance.post(f"{PAGE}{row.pk}/record/", follow=True)
    assert "Record the payment first" in answer.content.decode()
    known(world, "p-1", 50_000)
    finance.post(f"{PAGE}{row.pk}/record/")
    assert Refund.objects.get().amount_minor == 10_000
    assert owed(world.ivan) == 16_000
    assert_books_balance()


def test_refunds_without_a_number_of_their_own_are_known_by_their_sum(
    finance: Visitor, world: World
) -> None:
    known(world, "p-1", 50_000)
    head = "PaymentId;Сумма операции;Тип операции;Дата операции\n"
    first = f"p-1;-100,00;Возврат;{DAY} 10:00:00\n"
    upload(finance, head + first)
    row = RegisterRow.objects.get()
    finance.post(f"{PAGE}{row.pk}/record/")
    again = finance.post(f"{PAGE}{row.pk}/record/", follow=True)
    assert "This refund is known already" in again.content.decode()
    upload(finance, head + first + f"p-1;-50,00;Возврат;{DAY} 11:00:00\n")
    page = shown(finance, kind="refund_missing")
    assert page.count("Refund missing</span>") == 1
    finance.post(f"{PAGE}{RegisterRow.objects.get(amount_minor=5_000).pk}/record/")
    assert sorted(Refund.objects.values_list("amount_minor", flat=True)) == [5_000, 10_000]
    assert "Refund missing</span>" not in shown(finance)
    assert owed(world.ivan) == 14_000
    assert_books_balance()


def test_a_day_whose_sum_is_not_what_we_hold(finance: Visitor, world: World) -> None:
    raw = statement(credit(100, inn=world.acme.inn), incoming=100)
    finance.post("/office/statements/upload/", {"statements": [SimpleUploadedFile("в.txt", raw)]})
    run_jobs()
    assert "The day's sum differs</span>" not in shown(finance).replace("&#x27;", "'")
    line = StatementLine.objects.get()
    line.pk, line.key, line.amount_minor = None, "1c-pushed-and-taken-back", 700
    line.save()
    page = shown(finance, kind="day_differs").replace("&#x27;", "'")
    assert page.count("The day's sum differs</span>") == 1


def test_money_that_did_not_arrive(finance: Visitor, world: World) -> None:
    upload(finance, f"{HEAD}16.11.2026 10:00;p-1;1000,00;35,00;\n17.11.2026 10:00;p-2;500,00;0;\n")
    assert shown(finance, kind="not_arrived").count("Money not arrived</span>") == 2
    on = date(2026, 11, 17)
    words = "Возмещение по реестру платежей"
    lump = credit(96_500, purpose=words, inn="7750005725", day=on)
    file = SimpleUploadedFile("в.txt", statement(lump, incoming=96_500, day=on))
    finance.post("/office/statements/upload/", {"statements": [file]})
    run_jobs()
    assert Statement.objects.get().status == "imported"
    assert shown(finance, kind="not_arrived").count("Money not arrived</span>") == 1


def test_our_own_payments_explain_a_lump_where_no_register_was_brought(
    finance: Visitor, world: World
) -> None:
    on = date(2026, 11, 20)
    fact = PaymentFact(
        source="yookassa", external_id="p-1", amount_minor=50_000, fee_minor=1_750,
        paid_at=noon_of(on), client_id=world.acme.pk,
    )  # fmt: skip
    payments_received([fact], at=noon_of(on))
    words = "Возмещение по реестру платежей"
    lumps = [
        credit(minor, purpose=words, inn="7750005725", day=date(2026, 11, 23), number=number)
        for minor, number in ((48_250, "1"), (99_900, "2"))
    ]
    raw = statement(*lumps, incoming=148_150, day=date(2026, 11, 23))
    finance.post("/office/statements/upload/", {"statements": [SimpleUploadedFile("в.txt", raw)]})
    run_jobs()
    page = shown(finance, kind="unexplained")
    assert page.count("Settlement unexplained</span>") == 1
    assert "999" in page


def test_days_without_a_statement(finance: Visitor, world: World) -> None:
    assert "No statement</span>" not in shown(finance), "nobody has ever brought one"
    for day in (date(2026, 11, 16), date(2026, 11, 20)):
        raw = statement(credit(100, inn=world.acme.inn, day=day), incoming=100, day=day)
        file = SimpleUploadedFile("в.txt", raw)
        finance.post("/office/statements/upload/", {"statements": [file]})
    run_jobs()
    page = shown(finance, kind="days_missing", **{"from": "2026-11-16"})
    assert page.count("No statement</span>") == 2  # 17–19, and 23–24 after the weekend
    assert OURS in page


def test_a_file_that_is_no_register(finance: Visitor, world: World) -> None:
    upload(finance, "a;b\n1;2\n")
    assert "No header with a payment" in shown(finance)
    upload(finance, "Номер операции;Сумма;Дата\n1;5,00;20.11.2026\n", processor="")
    assert "choose the processor" in shown(finance)
    upload(finance, "Номер операции;Сумма;Дата\n1;5,00;20.11.2026\n", processor="robokassa")
    assert Register.objects.get().processor == "robokassa"
    assert "choose the processor" not in shown(finance)


def test_what_was_cancelled_is_counted_and_a_total_that_differs_is_told(
    finance: Visitor, world: World
) -> None:
    """An authorisation that was cancelled takes no reward back; the file's own total is held to it."""
    known(world, "p-1", 50_000)
    head = "Дата платежа;Идентификатор платежа;Сумма платежа;Статус\n"
    rows = f"{DAY} 10:00;p-1;500,00;Успешно\n{DAY} 11:00;p-1;-500,00;Отмена платежа\n"
    upload(finance, f"{head}{rows}{DAY} 11:00;p-2;90,00;Declined\nИтого;;590,00;\n")
    page = shown(finance)
    assert "Everything agrees" in page
    assert "cancelled or declined, not counted: 2" in page
    assert "Line 5: the register says 590" in page
    assert not RegisterRow.objects.filter(what="refund").exists()


def test_a_payment_before_midnight_in_london_is_of_the_next_day(
    finance: Visitor, world: World
) -> None:
    rows = "p-1;500,00;2026-11-19T21:30:00+00:00\n"
    upload(finance, f"Идентификатор платежа;Сумма;Дата платежа\n{rows}")
    register = Register.objects.get()
    assert (register.period_from, register.period_to) == (date(2026, 11, 20), date(2026, 11, 20))
    known(world, "p-1", 50_000)
    assert "Everything agrees" in shown(finance)


def test_a_register_of_another_processor_is_taken_out_and_read_anew(
    finance: Visitor, world: World
) -> None:
    text = f"{HEAD}{DAY} 10:00;p-1;400,00;0;\n"
    upload(finance, text, processor="tbank")
    upload(finance, f"{text}{DAY} 11:00;p-2;1,00;0;\n", processor="tbank")
    first = Register.objects.order_by("pk")[0]
    assert finance.post(f"{PAGE}{first.pk}/take-out/").status_code == 302
    assert sorted(RegisterRow.objects.values_list("external_id", flat=True)) == ["p-1", "p-2"]
    assert "taken out by hand" not in shown(finance)
    upload(finance, text, processor="yookassa")
    assert RegisterRow.objects.filter(source="yookassa").count() == 1


def test_csv_and_empty_states(finance: Visitor, world: World) -> None:
    assert "Everything agrees" in shown(finance)
    upload(finance, f"{HEAD}{DAY} 10:00;p-1;500,00;0;\n")
    text = finance.get(PAGE, {**PERIOD, "as": "csv"}).content.decode("utf-8-sig")
    assert "Payment missing;YooKassa;p-1;;500,00" in text
    assert finance.get(PAGE, {"from": "nonsense", "to": "9999-99-99"}).status_code == 200


def test_who_may(support: Visitor, keeper: Visitor, member: Visitor, world: World) -> None:
    assert support.get(PAGE).status_code == 200
    for visitor in (support, keeper, member):
        assert visitor.post(UPLOAD).status_code == 403
        assert visitor.post(f"{PAGE}1/record/").status_code == 403
        assert visitor.post(f"{PAGE}1/take-out/").status_code == 403
        assert visitor.post(f"{PAGE}files/1/dismiss/").status_code == 403
    assert member.get(PAGE).status_code == 403
    assert Visitor().get(PAGE).status_code == 302


def test_registers_come_several_at_once_and_in_a_zip(finance: Visitor) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("ноябрь/оплаты.csv", f"{HEAD}{DAY} 10:00;p-1;1000,00;35,00;\n")
        archive.writestr("ноябрь/возвраты.csv", f"{REFUNDS}r-1;p-1;100,00;{DAY} 12:00:00\n")
        archive.writestr("__MACOSX/._оплаты.csv", b"\x00")
    files = [
        SimpleUploadedFile("реестры.zip", packed.getvalue()),
        SimpleUploadedFile("ещё.csv", f"{HEAD}{DAY} 11:00;p-2;500,00;0;\n".encode()),
    ]
    finance.post(UPLOAD, {"register": files, "processor": "yookassa"})
    run_jobs()
    assert set(RegisterRow.objects.values_list("external_id", flat=True)) == {"p-1", "r-1", "p-2"}
    names = set(Register.objects.values_list("event__name", flat=True))
    assert names == {"реестры.zip/оплаты.csv", "реестры.zip/возвраты.csv", "ещё.csv"}


def test_a_zip_without_a_register_says_so(finance: Visitor) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("пусто/", b"")
    file = SimpleUploadedFile("пусто.zip", packed.getvalue())
    finance.post(UPLOAD, {"register": [file], "processor": "yookassa"})
    run_jobs()
    assert not Register.objects.exists()
    assert "an archive with no register inside" in shown(finance)


def test_a_file_that_is_no_register_is_put_aside(finance: Visitor) -> None:
    upload(finance, "a;b\n1;2\n")
    (event,) = InboundEvent.objects.filter(source="registers")
    assert "No header with a payment" in shown(finance)
    assert finance.post(f"{PAGE}files/{event.pk}/dismiss/").status_code == 302
    assert "No header with a payment" not in shown(finance)
    assert finance.post(f"{PAGE}files/{event.pk + 1}/dismiss/").status_code == 404


def test_rows_that_were_not_read_stand_with_their_reasons(finance: Visitor) -> None:
    rows = f"{DAY} 10:00;p-1;500,00;0;\n{DAY} 11:00;p-2;сто;0;\nвчера;p-3;1,00;0;\n"
    upload(finance, f"{HEAD}{rows}{DAY} 10:00;p-1;600,00;0;\n")
    page = shown(finance)
    assert "rows not read: 3" in page
    assert "Line 3: the amount “сто” is not clear." in page
    assert "Line 4: the date “вчера” is not clear." in page
    assert "Line 5: the number p-1 stands there twice with different amounts." in page


def test_a_day_that_lacks_a_line_not_read_says_so(finance: Visitor, world: World) -> None:
    good = credit(100_000, inn=world.acme.inn, number="1")
    bad = credit(50_000, inn=world.acme.inn, number="2").replace("500.00", "пятьсот")
    raw = statement(good, bad, incoming=150_000)
    finance.post("/office/statements/upload/", {"statements": [SimpleUploadedFile("в.txt", raw)]})
    run_jobs()
    assert "upload these days in another format" in shown(finance)
