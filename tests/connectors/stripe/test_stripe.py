"""Stripe's stories: invoices, refunds in pieces, disputes; in any order, once each."""

from __future__ import annotations

from itertools import permutations

import pytest
import stripe

from tests.connectors.stripe.events import (
    SECRET,
    call,
    charge,
    dispute,
    event,
    invoice,
    signed,
    tell,
    thing,
    tie,
)
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.connectors.connections.models import Connection, Fate, Notice, RefusedCall
from zabota.connectors.connections.operations.keeping import replace_secrets
from zabota.connectors.stripe.jobs import read_event
from zabota.connectors.stripe.translate import minor_of
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.rewards.models import Hold, Reward
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db(transaction=True)


def again() -> None:
    """The clock reads what waits."""
    for event_id in Notice.objects.filter(next_try_at__isnull=False).values_list(
        "event_id", flat=True
    ):
        read_event(event_id=event_id)


def test_a_paid_invoice_is_a_reward_once(account: Connection, world: World) -> None:
    for _ in range(3):
        tell(account, "invoice.paid", invoice())
    tell(account, "invoice.payment_succeeded", invoice())
    payment = Payment.objects.get()
    assert (payment.external_id, payment.client, payment.currency) == ("in_1", world.acme, "RUB")
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_signatures_are_those_of_stripes_own_library(account: Connection) -> None:
    body = event("invoice.paid", invoice())
    assert stripe.Webhook.construct_event(body, signed(body), SECRET)["id"]
    assert call(account, body, signed(body, "whsec_old", SECRET)) == 200
    for header in ("", "t=1,v1=00", signed(body, "whsec_other"), signed(body).replace("v1", "v0")):
        assert call(account, body, header) == 403
    assert call(account, body + b" ", signed(body)) == 403
    assert call(account, body, signed(body, ago=299)) == 200
    assert call(account, body, signed(body, ago=302)) == 403
    assert call(account, b"[]", signed(b"[]")) == 400
    reasons = set(RefusedCall.objects.values_list("reason", flat=True))
    assert reasons == {"signature", "stale", "unreadable"}


def test_secrets_are_changed_without_a_gap(account: Connection) -> None:
    body = event("invoice.paid", invoice())
    replace_secrets(
        account, secrets={"signing_secret": "whsec_new whsec_newer"}, at=now(), by="Виктор"
    )
    account.refresh_from_db()
    for secret in (SECRET, "whsec_new", "whsec_newer"):
        assert call(account, body, signed(body, secret)) == 200


def test_outside_of_live_mode_nothing_is_in_the_books(account: Connection) -> None:
    for word, subject in (("invoice.paid", invoice()), ("charge.dispute.created", dispute())):
        tell(account, word, subject, live=False)
    assert set(Notice.objects.values_list("fate", flat=True)) == {Fate.TEST}
    assert not Payment.objects.exists()


def test_refunds_in_pieces_take_back_exactly_the_reward(account: Connection, world: World) -> None:
    tell(account, "invoice.paid", invoice())
    tie(account)
    for total in (33_333, 66_666, 66_666, 100_000):
        tell(account, "charge.refunded", charge(amount_refunded=total), id=f"evt_{total}")
        tell(account, "refund.created", thing("refund", id=f"re_{total}", charge="ch_1"))
    assert sorted(Refund.objects.values_list("amount_minor", flat=True)) == [33_333, 33_333, 33_334]
    assert owed(world.ivan) == 0
    told = Notice.objects.filter(fate=Fate.REFUNDED)
    assert set(told.values_list("currency", flat=True)) == {Payment.objects.get().currency}
    assert_books_balance()


@pytest.mark.parametrize("order", list(permutations(range(4)))[::8])
def test_events_in_any_order_end_in_the_same_books(
    account: Connection, world: World, order: tuple[int, ...]
) -> None:
    paid = thing("invoice_payment", id="inpay_1", invoice="in_1")
    paid["payment"] = {"type": "payment_intent", "payment_intent": "pi_1"}
    told = [
        ("invoice.paid", invoice()),
        ("invoice_payment.paid", paid),
        ("charge.refunded", charge(amount_refunded=10_000)),
        ("charge.refunded", charge(amount_refunded=25_000)),
    ]
    for place in order:
        tell(account, *told[place])
    again()
    assert sum(Refund.objects.values_list("amount_minor", flat=True)) == 25_000
    assert owed(world.ivan) == 30_000
    assert_books_balance()


def test_a_refund_that_failed_is_money_again(account: Connection, world: World) -> None:
    tell(account, "invoice.paid", invoice(payment_intent="pi_1"))
    tell(account, "charge.refunded", charge(amount_refunded=50_000))
    assert owed(world.ivan) == 20_000
    failed = thing("refund", id="re_1", charge="ch_1", payment_intent="pi_1", amount=50_000,
                   currency="rub", status="failed")  # fmt: skip
    tell(account, "refund.failed", failed)
    tell(account, "refund.updated", failed)
    assert owed(world.ivan) == 40_000
    tell(account, "charge.refunded", charge(amount_refunded=50_000), id="evt_second_try")
    assert owed(world.ivan) == 20_000
    assert_books_balance()


def test_a_failed_refund_of_several_is_put_back_by_its_sum(
    account: Connection, world: World
) -> None:
    tell(account, "invoice.paid", invoice(payment_intent="pi_1"))
    tell(account, "charge.refunded", charge(amount_refunded=50_000))
    failed = thing("refund", id="re_1", charge="ch_1", payment_intent="pi_1", amount=20_000,
                   currency="rub", status="failed")  # fmt: skip
    tell(account, "refund.failed", failed)
    tell(account, "charge.refund.updated", failed)
    assert owed(world.ivan) == 28_000
    tell(account, "charge.refunded", charge(amount_refunded=30_000))
    assert owed(world.ivan) == 28_000
    assert_books_balance()


def test_a_dispute_holds_then_takes_then_gives_back(account: Connection, world: World) -> None:
    tell(account, "invoice.paid", invoice(charge="ch_1"))
    tell(account, "charge.dispute.created", dispute())
    assert Reward.objects.get().hold == Hold.BY_HAND
    tell(account, "charge.dispute.funds_withdrawn", dispute())
    tell(account, "charge.dispute.closed", dispute(status="lost"))
    assert (owed(world.ivan), Reward.objects.get().hold) == (0, Hold.NONE)
    assert (Refund.objects.get().reason, Refund.objects.get().kind) == (
        "Stripe dispute dp_1", "chargeback",
    )  # fmt: skip
    tell(account, "charge.dispute.closed", dispute(status="won"), id="evt_appeal")
    tell(account, "charge.dispute.funds_reinstated", dispute(status="won"))
    tell(account, "charge.dispute.closed", dispute(status="lost"), id="evt_late")
    assert (owed(world.ivan), Payment.objects.count()) == (40_000, 1)
    assert_books_balance()


def test_a_dispute_won_at_once_only_ends_the_hold(account: Connection, world: World) -> None:
    tell(account, "charge.dispute.created", dispute())
    tell(account, "invoice.paid", invoice(payment_intent="pi_1"))
    again()
    assert Reward.objects.get().hold == Hold.BY_HAND
    tell(account, "charge.dispute.closed", dispute(status="warning_closed"))
    assert (Reward.objects.get().hold, owed(world.ivan)) == (Hold.NONE, 40_000)
    assert not Refund.objects.exists()


def test_money_that_comes_by_another_road_is_not_counted_here(account: Connection) -> None:
    tell(account, "invoice.paid", invoice(paid_out_of_band=True))
    tell(account, "invoice.paid", invoice(id="in_2", amount_paid=0))
    assert not Payment.objects.exists()
    assert set(Notice.objects.values_list("fate", flat=True)) == {Fate.NOTED}


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        (1000, "usd", 1000), (1000, "jpy", 1000), (1000, "kwd", 1000), (1000, "isk", 10),
        (1000, "ugx", 10), (1000, "mga", 100_000), (500, "rub", 500),
    ],
)  # fmt: skip
def test_amounts_of_every_kind_of_money(amount: int, currency: str, minor: int) -> None:
    assert minor_of(amount, currency) == minor


def test_a_part_of_a_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="ISK"):
        minor_of(1050, "isk")


def test_a_refund_in_euros_is_shown_in_euros(account: Connection, world: World) -> None:
    told = charge(amount_refunded=2_300, currency="eur")
    tell(account, "charge.refunded", {**told, "invoice": "in_1"})
    assert Notice.objects.get().currency == "EUR", "before its payment is known"
    tell(account, "invoice.paid", invoice(currency="eur"))
    again()
    assert [one.currency for one in Notice.objects.all()] == ["EUR", "EUR"]
    assert Notice.objects.get(word="charge.refunded").fate == Fate.REFUNDED


def test_what_we_do_not_know_is_kept(account: Connection) -> None:
    tell(account, "customer.created", {"id": "cus_1"})
    assert Notice.objects.get().fate == Fate.UNKNOWN
    assert run_jobs() == []
