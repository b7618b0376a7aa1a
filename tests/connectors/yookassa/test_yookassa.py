"""YooKassa over real HTTP: hints, the truth asked back, refunds, payments of invoices, trouble."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor

from tests.connectors.yookassa.conftest import THEIR_ADDRESS
from tests.emulators.running import Running
from tests.make.money import NOON
from tests.waiting import wait_until
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.connectors.connections.facts import KeysRefused, OutcomeUnknown, ProcessorRefused
from zabota.connectors.connections.models import (
    Checkout,
    CheckoutStatus,
    Connection,
    Fate,
    Notice,
    RefusedCall,
)
from zabota.connectors.connections.operations.checkouts import (
    ask_about_checkouts,
    begin_checkout,
    list_ways_to_pay,
)
from zabota.connectors.connections.operations.keeping import change_connection, replace_secrets
from zabota.connectors.connections.operations.looking import look_at
from zabota.connectors.connections.operations.rehearsing import address_of, rehearse
from zabota.connectors.connections.operations.understanding import look_again
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.models import MatchedBy, Payment
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db(transaction=True)
Shop = tuple[Running, Connection]


def roubles(text: str) -> dict[str, str]:
    return {"value": text, "currency": "RUB"}


def bill(world: World) -> Invoice:
    return issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)


def paid(shop: Running, invoice: Invoice, amount: str = "1000.00", **said: Any) -> dict[str, Any]:
    """The client pays on the vendor's own site, which names our invoice."""
    metadata = {"invoice": invoice.number}
    made: dict[str, Any] = shop.play("pay", amount=roubles(amount), metadata=metadata, **said)
    shop.settle()
    return made


def fates() -> dict[str, str]:
    return dict(Notice.objects.values_list("word", "fate"))


def test_a_payment_is_matched_by_invoice_and_bears_its_fee(yookassa: Shop, world: World) -> None:
    shop, _ = yookassa
    invoice = bill(world)
    theirs = paid(shop, invoice, at="2026-11-20T09:00:00.000Z")
    run_jobs()
    payment = Payment.objects.get()
    assert (payment.external_id, payment.amount_minor, payment.fee_minor) == (
        theirs["id"], 100_000, 3_500,
    )  # fmt: skip
    assert (payment.invoice, payment.matched_by) == (invoice, MatchedBy.REFERENCE)
    assert payment.paid_at == NOON
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_refunds_in_parts_even_before_their_payment(yookassa: Shop, world: World) -> None:
    shop, _ = yookassa
    shop.play("knobs", drop=1)
    theirs = paid(shop, bill(world))
    shop.play("knobs", drop=0)
    for part in ("333.33", "333.33", "333.34"):
        shop.play("refund", payment_id=theirs["id"], amount=roubles(part))
    shop.settle()
    run_jobs()
    assert set(fates().values()) == {Fate.PARKED}
    shop.play("tell", event="payment.succeeded", id=theirs["id"])
    shop.settle()
    run_jobs()
    run_jobs()
    assert fates() == {"payment.succeeded": Fate.RECORDED, "refund.succeeded": Fate.REFUNDED}
    assert owed(world.ivan) == 0
    assert_books_balance()


def test_only_what_they_confirm_is_believed(yookassa: Shop, world: World) -> None:
    """A forged success and an early one: the first is denied, the second waits for the truth."""
    shop, connection = yookassa
    forged = {"id": "2d000000", "status": "succeeded", "paid": True, "amount": roubles("9000.00"),
              "created_at": "2026-11-20T09:00:00Z"}  # fmt: skip
    shop.play("tell", event="payment.succeeded", id="2d000000", object=forged)
    shop.settle()
    with_us = begin_checkout(connection, bill(world), return_url="https://x.example/", at=now())
    shop.play("tell", event="payment.succeeded", id=with_us.external_id)
    shop.settle()
    run_jobs()
    assert list(Notice.objects.order_by("pk").values_list("fate", flat=True)) == [
        Fate.DENIED, Fate.WAITING,
    ]  # fmt: skip
    assert owed(world.ivan) == 0
    shop.play("pay", id=with_us.external_id)
    shop.settle()
    run_jobs()
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_strangers_and_other_shops_are_turned_away(yookassa: Shop) -> None:
    shop, connection = yookassa
    shop.play("config", caller="203.0.113.9")
    shop.play("tell", event="payment.succeeded", id="x")
    address, told = address_of(connection), '{"event":"payment.succeeded","object":{"id":"x",%s}}'
    for text in ("{", told % '"recipient":{"account_id":"7"}', "[]", '{"event":1,"object":{}}'):
        Visitor().post(
            address, text, content_type="application/json",
            headers={"x-forwarded-for": f"9.9.9.9, {THEIR_ADDRESS}"},
        )  # fmt: skip
    by_reason = dict(RefusedCall.objects.values_list("reason", "count"))
    assert (by_reason["foreign"], by_reason["unreadable"]) == (1, 3)
    wait_until(RefusedCall.objects.filter(reason="address").exists)
    assert not InboundEvent.objects.exists()


def test_late_words_never_undo_a_success(yookassa: Shop, world: World) -> None:
    shop, connection = yookassa
    checkout = begin_checkout(connection, bill(world), return_url="https://x.example/", at=now())
    shop.play("pay", id=checkout.external_id)
    shop.settle()
    shop.play("tell", event="payment.waiting_for_capture", id=checkout.external_id)
    shop.play("tell", event="payment.canceled", id=checkout.external_id)
    shop.settle()
    run_jobs()
    checkout.refresh_from_db()
    assert checkout.status == CheckoutStatus.PAID
    assert Payment.objects.count() == 1
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_payouts_and_test_payments_are_shown_and_no_payments(yookassa: Shop, world: World) -> None:
    shop, _ = yookassa
    shop.play("tell", event="payout.succeeded", id="po-1")
    shop.play("config", test=True)
    paid(shop, bill(world))
    shop.play("config", test=False)
    run_jobs()
    assert fates() == {"payout.succeeded": Fate.UNKNOWN, "payment.succeeded": Fate.TEST}
    assert Notice.objects.get(fate=Fate.TEST).amount_minor == 100_000
    assert not Payment.objects.exists()


def test_a_payment_that_is_a_test_at_their_side_is_one_whatever_the_call_says(
    yookassa: Shop, world: World
) -> None:
    shop, _ = yookassa
    shop.play("config", test=True)
    shop.play("knobs", drop=1)
    made = shop.play("pay", amount={"value": "1000.00", "currency": "RUB"})
    shop.play("config", test=False)
    shop.play("knobs", drop=0)
    shop.play("tell", event="payment.succeeded", id="x", object={**made, "test": False})
    shop.settle()
    run_jobs()
    assert fates() == {"payment.succeeded": Fate.TEST}
    assert not Payment.objects.exists()


def test_they_are_down_and_nothing_is_lost(yookassa: Shop, world: World) -> None:
    shop, connection = yookassa
    paid(shop, bill(world))
    shop.play("knobs", too_many=1)
    run_jobs()
    event = InboundEvent.objects.get()
    assert (event.status, event.error) == (InboundStatus.NEW, "unreachable: HTTPStatusError")
    assert look_at(connection, at=now()) == 0
    connection.refresh_from_db()
    assert "429" in connection.trouble
    shop.play("knobs", too_many=0)
    look_again(at=now() + timedelta(minutes=2))
    run_jobs()
    assert owed(world.ivan) == 40_000
    assert look_at(connection, at=now()) == 1
    connection.refresh_from_db()
    assert connection.trouble == ""


def test_what_was_never_announced_is_found_page_after_page(yookassa: Shop, world: World) -> None:
    shop, connection = yookassa
    shop.play("knobs", drop=1)
    payments = [shop.play("pay", amount=roubles("10.00")) for _ in range(120)]
    shop.play("refund", payment_id=payments[0]["id"], amount=roubles("5.00"))
    shop.play("knobs", drop=0)
    Connection.objects.update(swept_until=now())
    connection.refresh_from_db()
    assert look_at(connection, at=now()) == 121
    run_jobs()
    run_jobs()
    assert Payment.objects.count() == 120
    assert sum(p.refunds.count() for p in Payment.objects.all()) == 1
    assert_books_balance()


def test_an_invoice_is_paid_by_card(yookassa: Shop, world: World) -> None:
    shop, connection = yookassa
    invoice = bill(world)
    assert list_ways_to_pay(invoice, at=NOON) == [connection]
    checkout = begin_checkout(connection, invoice, return_url="https://x.example/i/", at=now())
    assert checkout.pay_url.startswith("https://yoomoney.ru/")
    again = begin_checkout(connection, invoice, return_url="https://x.example/i/", at=now())
    assert again == checkout, "a second click leads to the same payment"
    shop.play("pay", id=checkout.external_id)
    shop.settle()
    run_jobs()
    invoice.refresh_from_db()
    checkout.refresh_from_db()
    assert (invoice.status, checkout.status) == ("paid", CheckoutStatus.PAID)
    payment = Payment.objects.get()
    assert (payment.invoice, payment.matched_by) == (invoice, MatchedBy.CLIENT)
    assert list_ways_to_pay(invoice, at=NOON) == []
    with pytest.raises(Refusal):
        begin_checkout(connection, invoice, return_url="https://x.example/i/", at=now())
    assert_books_balance()


@pytest.mark.parametrize("knob", ["fail_after", "slow"])
def test_an_unknown_outcome_is_asked_again_with_the_same_key(
    yookassa: Shop, world: World, knob: str, impatient: None
) -> None:
    """They opened the payment and died, or fell silent, before saying so; the next question finds it."""
    shop, connection = yookassa
    invoice = bill(world)
    shop.play("knobs", **{knob: 1})
    with pytest.raises(OutcomeUnknown):
        begin_checkout(connection, invoice, return_url="https://x.example/", at=now())
    checkout = Checkout.objects.get()
    assert (checkout.status, checkout.pay_url) == (CheckoutStatus.ASKED, "")
    shop.play("knobs", **{knob: 0})
    assert ask_about_checkouts(at=now() + timedelta(minutes=2)) == 1
    checkout.refresh_from_db()
    assert checkout.status == CheckoutStatus.OPEN
    made = [p for p in shop.play("truth")["payments"] if p["metadata"]["checkout"] == checkout.key]
    assert [one["id"] for one in made] == [checkout.external_id]


def test_a_checkout_whose_news_was_lost_is_asked_about(yookassa: Shop, world: World) -> None:
    shop, connection = yookassa
    one, other = [
        begin_checkout(connection, bill(world), return_url="https://x.example/", at=now())
        for _ in range(2)
    ]
    shop.play("knobs", drop=1)
    shop.play("pay", id=one.external_id)
    shop.play("cancel", id=other.external_id)
    assert ask_about_checkouts(at=now() + timedelta(minutes=11)) == 2
    run_jobs()
    assert set(Checkout.objects.values_list("pk", "status")) == {
        (one.pk, CheckoutStatus.PAID), (other.pk, CheckoutStatus.CANCELLED),
    }  # fmt: skip
    assert owed(world.ivan) == 40_000


def test_a_refused_payment_says_why(yookassa: Shop, world: World) -> None:
    _, connection = yookassa
    replace_secrets(connection, secrets={"secret_key": "wrong"}, at=now(), by="Виктор")
    connection.refresh_from_db()
    with pytest.raises((ProcessorRefused, KeysRefused)):
        begin_checkout(connection, bill(world), return_url="https://x.example/", at=now())


def test_the_test_event_goes_the_whole_road(yookassa: Shop, world: World) -> None:
    _, connection = yookassa
    shown = rehearse(connection, at=now())
    assert (shown.keys_tried, shown.entrance_called) == (True, True)
    run_jobs()
    notice = Notice.objects.get()
    assert (notice.fate, notice.amount_minor) == (Fate.TEST, 1_000)
    assert not Payment.objects.exists()


def test_wrong_keys_and_mixed_modes_are_named(yookassa: Shop) -> None:
    _, connection = yookassa
    change_connection(
        connection, name="М", settings=connection.settings, test_mode=True, at=now(), by="Виктор"
    )
    connection.refresh_from_db()
    with pytest.raises(Refusal, match="test mode"):
        rehearse(connection, at=now())
    replace_secrets(connection, secrets={"secret_key": "wrong"}, at=now(), by="Виктор")
    connection.refresh_from_db()
    with pytest.raises(KeysRefused):
        rehearse(connection, at=now())
