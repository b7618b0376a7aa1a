"""CloudPayments over real HTTP: HMAC over raw bytes, codes, the truth asked back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.connectors.lateness import a_late_answer_is_asked_again
from tests.emulators.running import Running, running
from tests.make.money import NOON
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed, world
from zabota.connectors.cloudpayments.operations.receiving import answer
from zabota.connectors.cloudpayments.translate import hmac_of, is_signed, taken_of
from zabota.connectors.connections.facts import Accepted, Call
from zabota.connectors.connections.models import (
    CheckoutStatus,
    Connection,
    Fate,
    Notice,
    RefusedCall,
)
from zabota.connectors.connections.operations.checkouts import (
    ask_about_checkouts,
    begin_checkout,
)
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.rehearsing import address_of, rehearse
from zabota.domain.invoices.models import Invoice, InvoiceStatus
from zabota.domain.invoices.operations import cancel_invoice, issue_invoice
from zabota.domain.payments.models import Payment
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money

__all__ = ["world"]
BODY = b"TransactionId=455&Amount=100.00&Currency=RUB&InvoiceId=INV-1&Status=Completed"
HMAC = "qQtXHve4Wp0tVKGJcEKF6ro5LJMMxl0EaIr4vc21Q7w="


def test_the_vector() -> None:
    assert hmac_of(BODY, "api_secret") == HMAC
    assert is_signed(BODY, HMAC, "api_secret")
    assert not is_signed(BODY.replace(b"100", b"101"), HMAC, "api_secret")
    assert not is_signed(BODY, "", "api_secret")
    assert not is_signed(BODY, "ключ", "api_secret")


@pytest.fixture(scope="module")
def program() -> Iterator[Running]:
    with running("cloudpayments") as processor:
        yield processor


@pytest.fixture
def site(program: Running, world: World, settings: Any, live_server: Any) -> Connection:
    settings.PUBLIC_URL = live_server.url
    settings.OUTSIDE_TRUSTED = frozenset({program.address, live_server.url.removeprefix("http://")})
    made = add_connection(
        kind="cloudpayments", name="Сайт", at=NOON,
        settings={"public_id": "pk_zabota", "api_url": f"{program.url}/", "strangers": "refuse"},
        secrets={"api_secret": "api_secret"},
    )  # fmt: skip
    program.play("forget")
    program.play("config", hook=address_of(made))
    return made


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", [True, False])
def test_pay_refund_and_a_forgery(
    program: Running, site: Connection, world: World, form: bool
) -> None:
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
    program.play("config", form=form)
    program.play("knobs", forge=1, duplicate=1)
    told = program.play(
        "tell", kind="pay", Amount="1000.00", InvoiceId=invoice.number, TotalFee="39.00"
    )
    program.settle()
    run_jobs()
    payment = Payment.objects.get()
    assert (payment.amount_minor, payment.fee_minor, payment.invoice) == (100_000, 3_900, invoice)
    assert owed(world.ivan) == 40_000
    program.play(
        "tell", kind="refund", id=900, Amount="250.00", PaymentTransactionId=told["TransactionId"]
    )
    program.settle()
    run_jobs()
    assert owed(world.ivan) == 30_000
    assert RefusedCall.objects.get().reason == "signature"
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_what_their_api_does_not_confirm_is_no_money(
    program: Running, site: Connection, world: World
) -> None:
    """The address for Pay stands under Check: the truth is asked, and nothing is booked."""
    program.play("tell", kind="pay", Amount="1000.00", AccountId="acme", truth="Authorized")
    program.play("tell", kind="fail", Amount="5.00", Reason="InsufficientFunds")
    program.settle()
    run_jobs()
    assert set(Notice.objects.values_list("fate", flat=True)) == {Fate.NOTED}
    assert not Payment.objects.exists()


def checked(site: Connection, **said: str) -> int:
    """The code we answer when they ask before they charge."""
    body = json.dumps({"TransactionId": 1, "Currency": "RUB", **said}).encode()
    call = Call(body=body, query="kind=check", at=now())
    return int(json.loads(answer(call, Accepted(external_id="1", word="check"), site).body)["code"])


@pytest.mark.django_db(transaction=True)
def test_what_happened_to_the_invoice_meanwhile_is_minded(site: Connection, world: World) -> None:
    """The page was opened, and then the invoice was paid in part by bank, expired, was cancelled."""
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=now())
    key = begin_checkout(site, invoice, return_url="https://x.example/", at=now()).key
    Invoice.objects.update(status=InvoiceStatus.PART_PAID, paid_minor=40_000)
    assert checked(site, Amount="1000.00", InvoiceId=key) == 12
    assert checked(site, Amount="600.00", InvoiceId=key) == 0
    Invoice.objects.update(status=InvoiceStatus.PAID, paid_minor=100_000)
    assert checked(site, Amount="1000.00", InvoiceId=key) == 13
    yesterday = local_date(now()) - timedelta(days=1)
    Invoice.objects.update(status=InvoiceStatus.ISSUED, paid_minor=0, valid_until=yesterday)
    assert checked(site, Amount="1000.00", InvoiceId=key) == 20
    Invoice.objects.update(valid_until=None)
    invoice.refresh_from_db()
    cancel_invoice(invoice, at=now(), by="Olga")
    assert checked(site, Amount="1000.00", InvoiceId=key) == 13


@pytest.mark.django_db(transaction=True)
def test_an_invoice_is_checked_paid_and_asked_about(
    program: Running, site: Connection, world: World
) -> None:
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
    checkout = begin_checkout(site, invoice, return_url="https://x.example/", at=now())
    assert checkout.pay_url.startswith("https://orders.cloudpayments.ru/")

    assert checked(site, Amount="1000.00", InvoiceId=checkout.key) == 0
    assert checked(site, Amount="1.00", InvoiceId=checkout.key) == 12
    assert checked(site, Amount="1000.00", InvoiceId="unknown") == 10
    program.play("knobs", drop=1)
    program.play("tell", kind="pay", Amount="1000.00", InvoiceId=checkout.key)
    assert ask_about_checkouts(at=now() + timedelta(minutes=11)) == 1
    run_jobs()
    checkout.refresh_from_db()
    assert (checkout.status, owed(world.ivan)) == (CheckoutStatus.PAID, 40_000)
    assert checked(site, Amount="1000.00", InvoiceId=checkout.key) == 13
    rehearse(site, at=now())
    run_jobs()
    assert Notice.objects.order_by("-pk")[0].fate == Fate.TEST
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "taken",
    [
        {"Amount": 800.0},
        {"PaymentAmount": 800.0, "PaymentCurrency": "RUB"},
        {},  # their answer goes on naming what was set aside
    ],
)
def test_of_two_stages_the_second_may_take_less(
    program: Running, site: Connection, world: World, taken: dict[str, Any]
) -> None:
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
    checkout = begin_checkout(site, invoice, return_url="https://x.example/", at=now())
    order = {"InvoiceId": checkout.key}
    held = program.play("tell", kind="pay", Amount="1000.00", truth="Authorized", **order)
    number = held["TransactionId"]
    program.play("tell", kind="confirm", id=number, Amount="800.00", taken=taken, **order)
    program.settle()
    run_jobs()  # the hold is read after the money was taken
    assert dict(Notice.objects.values_list("word", "fate")) == {
        "pay": Fate.NOTED, "confirm": Fate.RECORDED,
    }  # fmt: skip
    assert (Payment.objects.get().amount_minor, owed(world.ivan)) == (80_000, 32_000)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_minor) == ("part_paid", 80_000)
    assert_books_balance()


def test_nothing_takes_more_than_was_told() -> None:
    told, known = {"Amount": "10.00"}, {"Amount": "11.00", "Currency": "RUB"}
    assert taken_of(known, told, confirmed=False) is None
    assert taken_of({**known, "Currency": "EUR"}, told, confirmed=True) is None
    assert taken_of(known, told, confirmed=True) == Money(1_000)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_too_late_is_unknown_and_asked_again(
    program: Running, site: Connection, world: World, impatient: None
) -> None:
    """They opened it while we gave up waiting: neither a failure nor a second checkout."""
    a_late_answer_is_asked_again(program, site, world)


@pytest.mark.django_db(transaction=True)
def test_what_they_sign_is_kept_whatever_it_is_and_a_bare_address_is_named(
    site: Connection, client: Client
) -> None:
    """A receipt has no TransactionId; an address without its end cannot be told apart."""
    body = b"Id=rc_1&DocumentNumber=7&Amount=100.00"
    signed = {"headers": {"content-hmac": hmac_of(body, "api_secret")},
              "content_type": "application/x-www-form-urlencoded"}  # fmt: skip
    address = f"/hooks/cloudpayments/{site.token}/"
    for _ in range(2):
        told = client.post(f"{address}?kind=receipt", body, **signed)
        assert (told.status_code, told.json()) == (200, {"code": 0})
    run_jobs()
    kept = Notice.objects.get()
    assert (kept.word, kept.fate, kept.repeats) == ("receipt", Fate.UNKNOWN, 1)
    assert client.post(address, body, **signed).status_code == 400
    assert client.post(f"{address}?kind=pay", body, **signed).status_code == 400
    assert client.post(f"{address}?kind=a/b", body, **signed).status_code == 400
    counted = RefusedCall.objects.values_list("reason", "count")
    assert dict(counted) == {"bare": 1, "unreadable": 2}
