"""A forgotten promo code: the client is put in the rightful place, and the money follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.make.money import LONG_AGO, NOON, client, payment, refund
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import Attribution, Bearer, Source
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.operations import NothingDue, Settlement
from zabota.domain.rewards.models import Reward
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.client_placed import (
    attribution_corrected,
    client_attributed,
    correction_undone,
)
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payouts_settled
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)


def pay_everything() -> None:
    """Form, approve, send and settle all that is due."""
    batch = batch_formed(before=LATER, at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Ольга")
    batch_sent(batch, at=NOON, by="Ольга")
    payouts_settled(
        [
            Settlement(p.order_number, p.amount_minor, p.account, NOON, f"line:{p.pk}")
            for p in batch.payouts.all()
        ],
        at=NOON,
    )


def correct(world: World, to: Partner, bearer: str = Bearer.VENDOR):  # type: ignore[no-untyped-def]
    """Acme is `to`'s since long ago."""
    return attribution_corrected(
        world.acme, to=to, since=LONG_AGO, bearer=bearer, reason="забыли код", at=LATER, by="Марина"
    )


def test_before_payout_the_reward_moves_and_the_new_deadline_starts_now(world: World) -> None:
    payments_received([payment(world.acme), payment(world.acme)], at=NOON)
    correct(world, world.rita)

    assert (owed(world.ivan), owed(world.rita)) == (0, 80_000)
    live = Reward.objects.filter(cancelled_at=None)
    assert {reward.due_at for reward in live} == {LATER + timedelta(days=3)}
    assert_books_balance()


def test_after_payout_the_vendor_bears_it(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    pay_everything()
    correct(world, world.rita)

    assert (owed(world.ivan), owed(world.rita)) == (0, 40_000)
    assert_books_balance()


def test_after_payout_it_is_his_debt_and_netted_from_the_next(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    pay_everything()
    correct(world, world.rita, Bearer.PARTNER)
    assert (owed(world.ivan), owed(world.rita)) == (-40_000, 40_000)

    other = client("Другой")
    client_attributed(other, partner=world.ivan, since=LONG_AGO, source=Source.STAFF, at=NOON)
    payments_received([payment(other, 150_000)], at=LATER)
    formed = batch_formed(before=LATER + timedelta(days=9), at=LATER, by="Ольга")
    amounts = dict(formed.batch.payouts.values_list("partner__name", "amount_minor"))
    assert amounts == {world.ivan.name: 20_000, world.rita.name: 40_000}
    assert_books_balance()


@pytest.mark.parametrize("bearer", [Bearer.VENDOR, Bearer.PARTNER])
@pytest.mark.parametrize("paid", [False, True])
def test_undone_restores_to_the_kopeck(world: World, bearer: str, paid: bool) -> None:
    payments_received([payment(world.acme, 33_333)], at=NOON)
    if paid:
        pay_everything()
    before = owed(world.ivan), owed(world.rita)
    done = correct(world, world.rita, bearer)
    correction_undone(done, reason="ошиблись", at=LATER, by="Марина")

    assert (owed(world.ivan), owed(world.rita)) == before
    assert Attribution.objects.get(withdrawn_at=None).partner == world.ivan
    with pytest.raises(Refusal):
        correction_undone(done, reason="ещё раз", at=LATER, by="Марина")
    assert_books_balance()


def test_done_twice_it_is_refused_and_changes_nothing(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    correct(world, world.rita)
    with pytest.raises(Refusal):
        correct(world, world.rita)
    assert owed(world.rita) == 40_000


def test_refunds_follow_the_client(world: World) -> None:
    fact = payment(world.acme, 10_000)
    payments_received([fact], at=NOON)
    payments_refunded([refund(fact, 2_500)], at=NOON)
    correct(world, world.rita)
    assert (owed(world.ivan), owed(world.rita)) == (0, 3_000)
    payments_refunded([refund(fact, 7_500)], at=LATER)
    assert (owed(world.ivan), owed(world.rita)) == (0, 0)
    assert_books_balance()


def test_a_client_of_nobody_is_given_and_his_past_payments_are_rewarded(world: World) -> None:
    payments_received([payment(world.zero)], at=NOON)
    client_attributed(world.zero, partner=world.rita, since=LONG_AGO, source=Source.STAFF, at=LATER)
    assert owed(world.rita) == 40_000
    assert not client_attributed(
        world.zero, partner=world.ivan, since=LONG_AGO, source=Source.STAFF, at=LATER
    )
    assert_books_balance()


def test_to_nobody_and_back(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    attribution_corrected(
        world.acme, to=None, since=LONG_AGO, bearer=Bearer.VENDOR, reason="–", at=LATER, by="М"
    )
    assert owed(world.ivan) == 0
    client_attributed(world.acme, partner=world.ivan, since=LONG_AGO, source="staff", at=LATER)
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_a_returned_order_makes_the_rewards_available_again(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    pay_everything()
    payout = Payout.objects.get()
    from_bank = Settlement(payout.order_number, 40_000, payout.account, NOON, "line:again")
    assert payouts_settled([from_bank], at=NOON) == {}
    with pytest.raises(NothingDue):
        batch_formed(before=LATER, at=NOON, by="Ольга")
