"""One movement told by several sources, in any order: counted once, to the kopeck."""

from __future__ import annotations

from io import BytesIO
from itertools import permutations
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.connectors.bank.camt import (
    OUR_IBAN,
    balance,
    camt,
    charge,
    charges,
    details,
    entry,
    record,
)
from tests.make.money import NOON
from tests.world import World, assert_books_balance
from zabota.connectors.bank.models import LineEcho, Statement, StatementLine, StatementStatus
from zabota.connectors.bank.operations import (
    import_statement,
    receive_statement,
    receive_statements,
)
from zabota.connectors.inbox.models import InboundEvent
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.ledger.queries import get_account_balance
from zabota.domain.payments.models import MatchedBy, Payment, Refund
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def account_abroad(settings: Any) -> None:
    """The vendor has an account in euros besides his own in roubles."""
    accounts = [*settings.VENDOR["accounts"], "DE89 3704 0044 0532 0130 00"]
    settings.VENDOR = {**settings.VENDOR, "accounts": accounts}


def bring(raw: bytes) -> Statement:
    event, _ = receive_statement(raw, name="camt.xml", at=NOON, by="Ольга")
    read = import_statement(event.pk, at=NOON)
    assert read is not None, InboundEvent.objects.get(pk=event.pk).error
    return read


def counted() -> list[int]:
    return sorted(Payment.objects.values_list("amount_minor", flat=True))


def one(amount: str = "100.00", *, ref: str = "", text: str = "Rechnung", **more: str) -> str:
    return entry(amount, details(text=text, ref=ref), **more)


def day(*entries: str, total: int) -> bytes:
    ends = balance("OPBD", "0.00"), balance("CLBD", f"{total}.00")
    return camt(record(ends[0], *entries, ends[1]))


@pytest.mark.parametrize("order", list(permutations(range(3)))[::2])
@pytest.mark.parametrize("ref", ["BANKREF-1", ""])
def test_intraday_notification_and_statement_count_once(
    world: World, order: tuple[int, ...], ref: str
) -> None:
    files = [
        camt(record(one(ref=ref, text="Rechn."), name="R"), kind="052"),
        camt(record(one(ref=ref), name="N"), kind="054"),
        day(one(ref=ref), total=100),
    ]
    for place in order:
        bring(files[place])
    assert counted() == [10_000]
    assert (StatementLine.objects.count(), LineEcho.objects.count()) == (1, 2)
    for raw in files:  # each once more, in other words of the message
        assert bring(raw.replace(b"M-1", b"M-2")).recorded == 0
    assert counted() == [10_000]
    assert_books_balance()


def test_twins_of_one_day_stay_two(world: World) -> None:
    bring(camt(record(one(), name="N1"), kind="054"))
    bring(day(one(), one(), total=200))
    assert counted() == [10_000, 10_000]
    week = camt(record(one(), one(), one("7.00"), name="week"))
    bring(week)
    assert counted() == [700, 10_000, 10_000]


def test_other_references_or_other_people_are_other_movements(world: World) -> None:
    bring(camt(record(one(ref="A"), name="N"), kind="054"))
    bring(camt(record(one(ref="B"), name="S")))
    assert counted() == [10_000, 10_000]
    other = entry("100.00", details(text="Rechnung", inside="<RltdPties><DbtrAcct><Id><IBAN>"
                  "FR7630006000011234567890189</IBAN></Id></DbtrAcct></RltdPties>"))  # fmt: skip
    bring(camt(record(other, name="R"), kind="052"))
    assert counted() == [10_000] * 3


def test_a_bundle_as_a_sum_here_and_one_by_one_there(world: World) -> None:
    parts = entry(
        "60.00", details(amount="10.00", e2e="1"), details(amount="50.00", e2e="2"), ref="BULK"
    )
    bring(camt(record(parts, name="N"), kind="054"))
    assert counted() == [1_000, 5_000]
    assert bring(day(entry("60.00", ref="BULK"), total=60)).recorded == 0
    assert counted() == [1_000, 5_000]


def test_a_bundle_as_a_sum_first(world: World) -> None:
    bring(day(entry("60.00", ref="BULK"), total=60))
    parts = entry(
        "60.00", details(amount="10.00", e2e="1"), details(amount="50.00", e2e="2"), ref="BULK"
    )
    bring(camt(record(parts, name="N"), kind="054"))
    assert counted() == [6_000]


def test_a_bundle_as_its_net_here_and_one_by_one_there(world: World) -> None:
    """A return and the bank's charges inside a bundle go the other way."""
    parts = (
        details(amount="60.00", text="A", mark="CRDT"),
        details(amount="20.00", text="B", mark="DBIT"),
    )
    kept = charges(total="1.00")
    bring(camt(record(entry("39.00", *parts, ref="NET-1", extra=kept)), kind="054"))
    bring(day(entry("39.00", ref="NET-1"), total=39))
    assert counted() == [6_000]
    kinds = StatementLine.objects.order_by("pk").values_list("kind", "amount_minor")
    assert list(kinds) == [("client_payment", 6_000), ("outgoing_order", 2_000), ("bank_fee", 100)]
    assert_books_balance()


def test_a_bundle_that_does_not_come_out_waits_for_a_person(world: World) -> None:
    odd = entry("50.00", details(amount="10.00", text="A"), details(amount="20.00", text="B"))
    statement = bring(day(odd, one("7.00"), total=57))
    assert (statement.status, statement.recorded) == (StatementStatus.IMPORTED, 2)
    whole = Payment.objects.get(amount_minor=5_000)
    assert (whole.doubtful, whole.client) == ("details_differ", None)
    assert_books_balance()


def test_a_swift_statement_of_the_same_day(world: World) -> None:
    bring(day(one(ref="B1"), total=100))
    swift = "\r\n".join(
        [":20:X", f":25:{OUR_IBAN}EUR", ":28C:1/1", ":60F:C261119EUR0,00",
         ":61:2611201120C100,00NTRFNONREF//B1", ":86:166?20SVWZ+Rechnung", ":62F:C261120EUR100,00",
         "-"]
    ).encode()  # fmt: skip
    read = bring(swift)
    assert (read.recorded, read.known, read.origin) == (0, 1, "mt940")
    assert {odd["code"] for odd in read.oddities} >= {"echo", "account_short"}
    assert counted() == [10_000]


def test_a_payment_in_euros_is_rewarded_in_euros(world: World) -> None:
    invoice = issue_invoice(world.acme, amount=Money(10_000, "EUR"), subject="Licence", at=NOON)
    read = bring(day(one(text=invoice.purpose), total=100))
    assert (read.recorded, read.waiting) == (1, 0)
    payment = Payment.objects.get()
    assert (payment.client, payment.currency, payment.amount_minor) == (world.acme, "EUR", 10_000)
    owed = get_account_balance(f"partner:{world.ivan.pk}:owed", currency="EUR")
    assert -owed == 4_000
    assert_books_balance()


def test_what_the_statement_adds_finds_the_client(world: World) -> None:
    """A report of noon names nobody; the statement of the evening names the invoice."""
    invoice = issue_invoice(world.acme, amount=Money(10_000, "EUR"), subject="Licence", at=NOON)
    bare = entry("100.00", ref="A1")
    assert bring(camt(record(bare, name="R"), kind="052")).waiting == 1
    read = bring(day(one(ref="A1", text=invoice.purpose), total=100))
    assert (read.recorded, read.known) == (0, 1)
    payment = Payment.objects.get()
    assert (payment.client, payment.invoice, payment.matched_by) == (
        world.acme, invoice, MatchedBy.REFERENCE,
    )  # fmt: skip
    assert StatementLine.objects.get().counterparty == "Acme GmbH"
    assert -get_account_balance(f"partner:{world.ivan.pk}:owed", currency="EUR") == 4_000
    invoice.refresh_from_db()
    assert invoice.paid_minor == 10_000
    bring(day(one(ref="A1", text=invoice.purpose), total=100).replace(b"M-1", b"M-9"))
    assert -get_account_balance(f"partner:{world.ivan.pk}:owed", currency="EUR") == 4_000
    assert_books_balance()


def test_charges_on_the_way_belong_to_the_payment(world: World) -> None:
    sent = (
        "<AmtDtls><TxAmt><Amt Ccy='EUR'>100.00</Amt></TxAmt></AmtDtls>"
        "<Chrgs><TtlChrgsAndTaxAmt Ccy='EUR'>2.00</TtlChrgsAndTaxAmt></Chrgs>"
    )
    bring(day(entry("98.00", details(inside=sent)), total=98))
    payment = Payment.objects.get()
    assert (payment.amount_minor, payment.fee_minor) == (10_000, 200)
    assert StatementLine.objects.get().amount_minor == 9_800


def test_what_the_bank_takes_for_a_refund_is_no_part_of_it(world: World) -> None:
    """100 went back to the client and 2 to the bank: the partner gives back his share of 100."""
    invoice = issue_invoice(world.acme, amount=Money(10_000, "EUR"), subject="Licence", at=NOON)
    bring(day(one(ref="A1", text=invoice.purpose), total=100))
    on_top = charges(charge("2.00", included="true"))
    back = details(amount="100.00", text=f"Возврат. {invoice.purpose}", ref="A2", extra=on_top)
    gone = entry("102.00", back, mark="DBIT", on="2026-11-21")
    ends = balance("OPBD", "100.00"), balance("CLBD", "2.00", "DBIT")
    bring(camt(record(ends[0], gone, ends[1], name="S-2")))
    assert Refund.objects.get().amount_minor == 10_000
    assert get_account_balance(f"partner:{world.ivan.pk}:owed", currency="EUR") == 0
    assert_books_balance()


def test_a_zip_of_camt_as_banks_deliver_it(world: World) -> None:
    """Notices and the statement of a day in one archive, in any order, count once."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("2026/C53.xml", day(one(ref="A1"), one("7.00"), total=107))
        archive.writestr("2026/C54.xml", camt(record(one(ref="A1"), name="N"), kind="054"))
        archive.writestr("2026/C52.xml", camt(record(one("7.00"), name="R"), kind="052"))
    uploaded = receive_statements(packed.getvalue(), name="camt.zip", at=NOON, by="Ольга")
    for event, new in uploaded.events:
        assert new
        assert import_statement(event.pk, at=NOON) is not None
    assert counted() == [700, 10_000]
    assert LineEcho.objects.count() == 2
    assert_books_balance()


def test_figures_that_do_not_agree_are_refused(world: World) -> None:
    read = bring(day(one(), total=101))
    assert read.status == StatementStatus.REFUSED
    assert [fault["code"] for fault in read.faults] == ["closing"]
    assert counted() == []


def test_somebody_elses_account_is_refused(world: World) -> None:
    raw = camt(record(one(), account="FR7630006000011234567890189"))
    event, _ = receive_statement(raw, name="camt.xml", at=NOON, by="Ольга")
    assert import_statement(event.pk, at=NOON) is None
    event.refresh_from_db()
    assert event.error == "not_our_account:FR7630006000011234567890189"
