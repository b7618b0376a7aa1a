"""An invoice in euros is paid by card at Stripe, from the public page to the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import stripe
from django.test import Client as Browser

from tests.connectors.stripe.events import SECRET
from tests.emulators.running import Running, running
from tests.make.invoices import bill, line, vat
from tests.make.money import client_of
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, world
from zabota.connectors.connections.facts import OutcomeUnknown, ProcessorRefused
from zabota.connectors.connections.models import (
    Checkout,
    CheckoutStatus,
    Connection,
    LaterSlip,
    Notice,
    SlipStatus,
)
from zabota.connectors.connections.operations.checkouts import (
    ask_about_checkouts,
    begin_checkout,
    list_ways_to_pay,
)
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.later_slips import find_checkout, give_back
from zabota.connectors.connections.operations.rehearsing import address_of
from zabota.connectors.connections.operations.slip_outcomes import NotThere
from zabota.connectors.stripe.translate import minor_of, stripe_amount
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import change_letterhead, issue_invoice
from zabota.domain.payments.models import MatchedBy, Payment, Refund
from zabota.domain.rewards.models import Reward
from zabota.kit.clock import now
from zabota.kit.money import Money

__all__ = ["world"]
pytestmark = pytest.mark.django_db(transaction=True)
BACK = "https://x.example/pay/t/?back=1"


@pytest.fixture(scope="module")
def program() -> Iterator[Running]:
    with running("stripe") as one:
        yield one


@pytest.fixture
def shop(program: Running, settings: Any, live_server: Any, world: World) -> Iterator[Connection]:
    settings.PUBLIC_URL = live_server.url
    settings.OUTSIDE_TRUSTED = frozenset({program.address, live_server.url.removeprefix("http://")})
    program.play("forget")
    made = add_connection(
        kind="stripe", name="Stripe", at=now(),
        settings={"api_url": f"{program.url}/", "checkout": "on"},
        secrets={"signing_secret": SECRET, "api_key": "rk_live_1"},
    )  # fmt: skip
    program.play("config", hook=address_of(made))
    yield made
    program.settle()


@pytest.fixture
def invoice(world: World) -> Invoice:
    """Ivan's client abroad is billed € 49.50."""
    vat("none")
    change_letterhead(english_name="Bridge LLC", iban="DE89370400440532013000", swift="COBADEFFXXX",
                      english_address="Moscow, Tverskaya 1", pictures={})  # fmt: skip
    whose = client_of(world.ivan, "Bridge GmbH")
    return bill(whose, line("Licence", 4950), at=now(), currency="EUR", email="pay@bridge.example")


def heard(program: Running) -> None:
    program.settle()
    run_jobs()


def test_from_the_page_of_the_invoice_to_the_books(
    program: Running, shop: Connection, invoice: Invoice, client: Browser
) -> None:
    page = client.get(f"/i/{invoice.token}/").content.decode()
    assert "Pay by card: Stripe" in page
    address = f"/pay/{invoice.token}/"
    sent = client.post(f"{address}{shop.pk}/")
    checkout = Checkout.objects.get()
    assert checkout.pay_url.startswith("https://checkout.stripe.com/")
    assert checkout.pay_url in sent.content.decode()
    assert "form-action 'self'" in sent.headers["Content-Security-Policy"]
    (form,) = program.play("truth")["forms"]
    assert form["line_items[0][price_data][unit_amount]"] == "4950"
    assert form["line_items[0][price_data][currency]"] == "eur"
    name = form["line_items[0][price_data][product_data][name]"]
    assert name.startswith("Invoice SCH-26-0000")
    assert form["success_url"].endswith(f"{address}?back=1")
    assert form["cancel_url"].endswith(address)
    assert form["customer_email"] == "pay@bridge.example"
    client.post(f"{address}{shop.pk}/")
    assert len(program.play("truth")["sessions"]) == 1, "a second click leads to the same session"

    assert "every 3s" in client.get(f"{address}?back=1").content.decode()
    program.play("pay", id=checkout.external_id)
    heard(program)
    payment = Payment.objects.get()
    assert (payment.amount_minor, payment.currency) == (4950, "EUR")
    assert (payment.client, payment.invoice) == (invoice.client, invoice)
    assert payment.matched_by in (MatchedBy.CLIENT, MatchedBy.REFERENCE)
    assert Reward.objects.get().currency == "EUR"
    checkout.refresh_from_db()
    assert (checkout.status, checkout.payment) == (CheckoutStatus.PAID, payment)
    back = client.get(f"{address}?back=1").content.decode()
    assert "Paid, thank you" in back
    assert "every 3s" not in back
    assert_books_balance()


def test_who_changes_his_mind_comes_back_to_the_choice(
    program: Running, shop: Connection, invoice: Invoice, client: Browser
) -> None:
    address = f"/pay/{invoice.token}/"
    client.post(f"{address}{shop.pk}/")
    page = client.get(address).content.decode()
    assert "every 3s" not in page
    assert "Pay by card: Stripe" in page
    program.play("expire", id=Checkout.objects.get().external_id)
    heard(program)
    assert Checkout.objects.get().status == CheckoutStatus.CANCELLED
    assert "The payment did not go through" in client.get(address).content.decode()


def test_a_lost_answer_and_a_lost_event_cost_nothing(
    program: Running, shop: Connection, invoice: Invoice
) -> None:
    program.play("config", hook="")
    program.play("knobs", fail_after=1)
    with pytest.raises(OutcomeUnknown):
        begin_checkout(shop, invoice, return_url=BACK, at=now())
    program.play("knobs", fail_after=0)
    checkout = begin_checkout(shop, invoice, return_url=BACK, at=now())
    assert len(program.play("truth")["sessions"]) == 1, "the same key is the same session"
    ask_about_checkouts(at=now() + timedelta(minutes=11))
    assert not Notice.objects.exists(), "nothing is decided yet"
    program.play("pay", id=checkout.external_id)
    ask_about_checkouts(at=now() + timedelta(hours=1))
    run_jobs()
    assert Payment.objects.get().external_id == "pi_0"
    program.play("config", hook=address_of(shop))
    assert_books_balance()


def test_what_was_asked_for_and_told_is_counted_once(
    program: Running, shop: Connection, invoice: Invoice
) -> None:
    checkout = begin_checkout(shop, invoice, return_url=BACK, at=now())
    program.play("knobs", duplicate=1)
    program.play("pay", id=checkout.external_id)
    ask_about_checkouts(at=now() + timedelta(minutes=11))
    heard(program)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_minor) == ("paid", 4950)
    assert Payment.objects.count() == 1
    assert not Notice.objects.filter(fate="contradicting").exists()


def test_an_expired_session_is_learned_by_asking(
    program: Running, shop: Connection, invoice: Invoice
) -> None:
    checkout = begin_checkout(shop, invoice, return_url=BACK, at=now())
    program.play("config", hook="")
    program.play("expire", id=checkout.external_id)
    ask_about_checkouts(at=now() + timedelta(minutes=11))
    run_jobs()
    checkout.refresh_from_db()
    assert checkout.status == CheckoutStatus.CANCELLED


def test_a_bank_that_takes_days_is_not_paid_yet(
    program: Running, shop: Connection, invoice: Invoice
) -> None:
    checkout = begin_checkout(shop, invoice, return_url=BACK, at=now())
    program.play("pay", id=checkout.external_id, slow=True)
    heard(program)
    assert not Payment.objects.exists()
    checkout.refresh_from_db()
    assert checkout.status == CheckoutStatus.OPEN


def test_a_key_that_may_not_write_tells_the_client_nothing_of_keys(
    program: Running, shop: Connection, invoice: Invoice, client: Browser
) -> None:
    program.play("config", rights=False)
    answer = client.post(f"/pay/{invoice.token}/{shop.pk}/")
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Pay by bank transfer, or try later" in said
    assert "key" not in said.split("<main")[1].split("</main")[0].lower()
    assert "keys" in Checkout.objects.get().refusal


def test_their_no_is_in_their_words(program: Running, shop: Connection, invoice: Invoice) -> None:
    tiny = bill(
        invoice.client, line("Trial", 40), at=now(), currency="EUR", email="pay@bridge.example"
    )
    with pytest.raises(ProcessorRefused, match="at least 50 cents"):
        begin_checkout(shop, tiny, return_url=BACK, at=now())
    assert "at least 50 cents" in Checkout.objects.get().refusal


def test_only_euros_and_only_where_the_owner_lets_them(
    shop: Connection, invoice: Invoice, world: World
) -> None:
    roubles = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=now())
    assert list_ways_to_pay(roubles, at=now()) == []
    assert list_ways_to_pay(invoice, at=now()) == [shop]
    for changed in ({"checkout": "off"}, {}):
        shop.settings = {"api_url": shop.settings["api_url"], **changed}
        shop.save()
        assert list_ways_to_pay(invoice, at=now()) == []


def test_money_is_returned_from_here(program: Running, shop: Connection, invoice: Invoice) -> None:
    checkout = begin_checkout(shop, invoice, return_url=BACK, at=now())
    program.play("pay", id=checkout.external_id)
    heard(program)
    paid = find_checkout(Payment.objects.get())
    assert paid is not None
    for _twice in range(2):
        give_back(paid, amount_minor=1000, key="k1", reason="changed his mind", at=now(), by="Olga")
    heard(program)
    assert LaterSlip.objects.get().status == SlipStatus.DONE
    assert Refund.objects.get().amount_minor == 1000
    with pytest.raises(NotThere):
        give_back(paid, amount_minor=4000, key="k2", reason="all", at=now(), by="Olga")


def test_we_say_it_as_stripes_own_library_does(
    program: Running, shop: Connection, invoice: Invoice
) -> None:
    """The same session made by the official SDK is the same form, letter for letter."""
    checkout = begin_checkout(shop, invoice, return_url=BACK, at=now())
    theirs = stripe.StripeClient("rk_live_1", base_addresses={"api": program.url})
    ours = {"checkout": checkout.key, "invoice": invoice.number}
    price: Any = {"currency": "eur", "unit_amount": 4950,
                  "product_data": {"name": f"Invoice {invoice.number.replace('СЧ', 'SCH')}"}}  # fmt: skip
    theirs.v1.checkout.sessions.create(
        {
            "mode": "payment", "success_url": BACK, "cancel_url": BACK.partition("?")[0],
            "line_items": [{"quantity": 1, "price_data": price}], "metadata": ours,
            "payment_intent_data": {"description": invoice.purpose, "metadata": ours},
            "customer_email": "pay@bridge.example",
        },
        {"idempotency_key": checkout.key},
    )  # fmt: skip
    assert len(program.play("truth")["sessions"]) == 1, "the same key and words: the same session"


def test_amounts_go_there_and_back() -> None:
    for minor, currency in ((4950, "EUR"), (1, "EUR"), (700, "JPY")):
        assert minor_of(stripe_amount(minor, currency), currency) == minor
