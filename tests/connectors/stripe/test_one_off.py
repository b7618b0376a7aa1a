"""Stripe's payments without an invoice: counted once, whoever tells of them and in any order."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import permutations
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.connectors.stripe.events import (
    SECRET,
    charge,
    dispute,
    intent,
    invoice,
    session,
    tell,
    thing,
    tie,
)
from tests.connectors.stripe.test_stripe import again
from tests.make.money import NOON
from tests.world import World, assert_books_balance, owed
from zabota.connectors.connections.models import Connection, Fate, Notice
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.rewards.models import Hold, Reward

pytestmark = pytest.mark.django_db(transaction=True)

SUCCEEDED = "payment_intent.succeeded"
DONE = "checkout.session.completed"


class Answers(HTTPServer):
    """Stripe's API for two questions: invoice payments, and sessions of an intent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.invoices: dict[str, str] = {}
        self.sessions: dict[str, dict[str, Any]] = {}

    def said(self, path: str, asked: dict[str, str]) -> list[dict[str, Any]]:
        if path == "/v1/checkout/sessions":
            found = self.sessions.get(asked["payment_intent"])
            return [found] if found else []
        kind = asked.get("payment[type]", "")
        if kind:
            bill = self.invoices.get(asked[f"payment[{kind}]"])
            return [{"invoice": bill}] if bill else []
        return [
            {"payment": {"type": "payment_intent", "payment_intent": one}}
            for one, bill in self.invoices.items()
            if bill == asked["invoice"]
        ]


class _Door(BaseHTTPRequestHandler):
    server: Answers

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = json.dumps({"data": self.server.said(parts.path, asked)}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def api() -> Iterator[Answers]:
    server = Answers()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def asking(account: Connection, api: Answers, settings: Any) -> Connection:
    """An account whose API may be asked."""
    address = f"127.0.0.1:{api.server_port}"
    settings.OUTSIDE_TRUSTED = frozenset({address})
    return add_connection(
        kind="stripe", name="Stripe with a key", at=NOON,
        settings={"api_url": f"http://{address}/"},
        secrets={"signing_secret": SECRET, "api_key": "rk_1"},
    )  # fmt: skip


def test_an_intent_without_an_invoice_is_a_payment_once(asking: Connection, world: World) -> None:
    tell(asking, SUCCEEDED, intent())
    tell(asking, "charge.succeeded", charge(captured=True))
    tell(asking, SUCCEEDED, intent(), id="evt_again")
    payment = Payment.objects.get()
    assert (payment.external_id, payment.client, payment.currency) == ("pi_1", world.acme, "RUB")
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_a_session_names_the_client_of_its_intent(
    asking: Connection, api: Answers, world: World
) -> None:
    api.sessions["pi_1"] = session()
    tell(asking, SUCCEEDED, intent(customer=None))
    tell(asking, DONE, session())
    assert (Payment.objects.get().client, owed(world.ivan)) == (world.acme, 40_000)
    assert_books_balance()


@pytest.mark.parametrize("order", list(permutations(range(5)))[::20])
def test_checkout_as_it_arrives_in_any_order_without_a_key(
    account: Connection, world: World, order: tuple[int, ...]
) -> None:
    told = [
        (SUCCEEDED, intent(customer=None)),
        ("charge.succeeded", charge(captured=True)),
        (DONE, session()),
        ("charge.refunded", charge(amount_refunded=10_000)),
        ("charge.refunded", charge(amount_refunded=25_000)),
    ]
    for place in order:
        tell(account, *told[place])
    again()
    assert (Payment.objects.get().external_id, Payment.objects.get().client) == ("pi_1", world.acme)
    assert sum(Refund.objects.values_list("amount_minor", flat=True)) == 25_000
    assert owed(world.ivan) == 30_000
    assert_books_balance()


@pytest.mark.parametrize("order", list(permutations(range(4)))[::6])
def test_what_an_invoice_has_behind_it_is_the_invoices(
    account: Connection, world: World, order: tuple[int, ...]
) -> None:
    paid = thing("invoice_payment", id="inpay_1", invoice="in_1")
    paid["payment"] = {"type": "payment_intent", "payment_intent": "pi_1"}
    told = [
        ("invoice.paid", invoice()),
        ("invoice_payment.paid", paid),
        (SUCCEEDED, intent()),
        (DONE, session(invoice="in_1")),
    ]
    for place in order:
        tell(account, *told[place])
    again()
    assert (Payment.objects.get().external_id, owed(world.ivan)) == ("in_1", 40_000)
    assert not Notice.objects.filter(next_try_at__isnull=False).exists()


def test_the_api_tells_intents_of_invoices_from_others(
    asking: Connection, api: Answers, world: World
) -> None:
    api.invoices["pi_1"] = "in_1"
    tell(asking, SUCCEEDED, intent())
    assert not Payment.objects.exists()
    tell(asking, "invoice.paid", invoice())
    assert (Payment.objects.get().external_id, owed(world.ivan)) == ("in_1", 40_000)


def test_money_put_to_an_invoice_afterwards_is_not_counted_again(
    asking: Connection, api: Answers, world: World
) -> None:
    tell(asking, SUCCEEDED, intent(amount=60_000, amount_received=60_000))
    api.invoices.update(pi_1="in_1", pi_2="in_1")
    tie(asking)
    tell(asking, SUCCEEDED, intent(id="pi_2", amount=40_000, amount_received=40_000))
    tell(asking, "invoice.paid", invoice())
    tell(asking, "invoice.payment_succeeded", invoice())
    found = dict(Payment.objects.values_list("external_id", "amount_minor"))
    assert found == {"pi_1": 60_000, "in_1": 40_000}
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_without_a_key_nothing_is_guessed(account: Connection) -> None:
    tell(account, SUCCEEDED, intent())
    assert not Payment.objects.exists()
    assert "API key" in Notice.objects.get().event.error
    tell(account, SUCCEEDED, intent(id="pi_old", invoice=None))  # before «basil» it is said
    assert Payment.objects.get().external_id == "pi_old"


def test_a_charge_of_the_old_kind_is_a_payment(account: Connection, world: World) -> None:
    lonely = charge(payment_intent=None, invoice=None, captured=True, customer="cus_acme")
    tell(account, "charge.succeeded", {**lonely, "captured": False})
    assert not Payment.objects.exists()
    tell(account, "charge.captured", {**lonely, "amount_captured": 50_000})
    assert owed(world.ivan) == 20_000
    tell(account, "charge.refunded", {**lonely, "amount_refunded": 50_000})
    assert owed(world.ivan) == 0
    assert_books_balance()


def test_slow_methods_count_when_the_money_has_come(account: Connection, world: World) -> None:
    tell(account, DONE, session(payment_status="unpaid"))
    tell(account, DONE, session(id="cs_2", mode="subscription", payment_intent=None))
    assert not Payment.objects.exists()
    tell(account, "checkout.session.async_payment_succeeded", session())
    assert owed(world.ivan) == 40_000


def test_a_dispute_about_a_single_payment(account: Connection, world: World) -> None:
    tell(account, "charge.dispute.created", dispute())
    tell(account, DONE, session())
    again()
    assert Reward.objects.get().hold == Hold.BY_HAND
    tell(account, "charge.dispute.funds_withdrawn", dispute())
    assert owed(world.ivan) == 0
    tell(account, "charge.dispute.closed", dispute(status="won"))
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_outside_of_live_mode_a_single_payment_is_only_noted(account: Connection) -> None:
    tell(account, SUCCEEDED, intent(), live=False)
    tell(account, DONE, session(), live=False)
    assert set(Notice.objects.values_list("fate", "amount_minor")) == {(Fate.TEST, 100_000)}
    assert not Payment.objects.exists()
