"""What is due becomes a payout, once; the bank's own line settles it or brings it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.make.money import NOON, client_of, partner, payment, refund
from tests.world import World, assert_books_balance, owed
from zabota.domain.partners.models import PartnerStatus
from zabota.domain.partners.operations import change_standing
from zabota.domain.payouts.models import Batch, Payout
from zabota.domain.payouts.operations import NothingDue, Settlement
from zabota.domain.payouts.queries import get_partner_balance, list_due
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.operations import release_reward
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_cancelled, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payout_failed, payouts_settled
from zabota.kit.errors import Refusal
from zabota.kit.states import ImpossibleMove

pytestmark = pytest.mark.django_db
WEEK = NOON + timedelta(days=7)


def form() -> Batch:
    """A batch of everything due within a week."""
    return batch_formed(before=WEEK, at=NOON, by="Ольга").batch


def sent_payout(world: World) -> Payout:
    """Ivan's 400 roubles on their way."""
    payments_received([payment(world.acme)], at=NOON)
    batch = form()
    batch_approved(batch, at=NOON, by="Ольга")
    batch_sent(batch, at=NOON, by="Ольга")
    return Payout.objects.get(batch=batch)


def line_of(payout: Payout, proof: str = "line:1") -> Settlement:
    """The bank's own line about the payout."""
    return Settlement(payout.order_number, payout.amount_minor, payout.account, NOON, proof)


def test_from_due_to_settled(world: World) -> None:
    payout = sent_payout(world)
    assert "договору-оферте № 1" in payout.purpose
    assert get_partner_balance(world.ivan.pk, before=WEEK).on_the_way == 40_000

    assert payouts_settled([line_of(payout)], at=NOON) == {"line:1": payout.pk}
    assert payouts_settled([line_of(payout)], at=NOON) == {"line:1": payout.pk}
    balance = get_partner_balance(world.ivan.pk, before=WEEK)
    assert (balance.due, balance.on_the_way, balance.paid) == (0, 0, 40_000)
    assert_books_balance()


def test_nothing_is_taken_twice(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    form()
    with pytest.raises(NothingDue):
        form()
    assert_books_balance()


def test_another_amount_or_account_settles_nothing(world: World) -> None:
    payout = sent_payout(world)
    wrong = [
        Settlement(payout.order_number, 39_999, payout.account, NOON, "a"),
        Settlement(payout.order_number, 40_000, "40702810000000000000", NOON, "b"),
        Settlement(payout.order_number + 1, 40_000, payout.account, NOON, "c"),
    ]
    assert payouts_settled(wrong, at=NOON) == {}


@pytest.mark.parametrize("settled", [False, True])
def test_a_returned_order_is_due_again(world: World, settled: bool) -> None:
    payout = sent_payout(world)
    if settled:
        payouts_settled([line_of(payout)], at=NOON)
    payout_failed(payout, reason="счёт закрыт", at=NOON)
    payout_failed(payout, reason="счёт закрыт", at=NOON)

    assert owed(world.ivan) == 40_000
    assert form().payouts.get().amount_minor == 40_000
    assert_books_balance()


def test_a_cancelled_batch_gives_everything_back(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    batch = form()
    batch_cancelled(batch, at=NOON, by="Ольга")
    assert owed(world.ivan) == 40_000
    with pytest.raises(ImpossibleMove):
        batch_approved(batch, at=NOON, by="Ольга")
    assert_books_balance()


def test_what_has_left_the_bank_is_not_cancelled(world: World) -> None:
    """An order typed in by hand is paid while the batch is only approved."""
    payments_received([payment(world.acme)], at=NOON)
    batch = form()
    batch_approved(batch, at=NOON, by="Ольга")
    payouts_settled([line_of(Payout.objects.get(batch=batch))], at=NOON)

    with pytest.raises(Refusal, match="left the bank"):
        batch_cancelled(batch, at=NOON, by="Ольга")
    assert get_partner_balance(world.ivan.pk, before=WEEK).paid == 40_000
    assert list_due(before=WEEK) == []
    assert_books_balance()


def test_orders_leave_only_after_approval(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    with pytest.raises(ImpossibleMove):
        batch_sent(form(), at=NOON, by="Ольга")


def test_a_refund_after_payout_is_netted_from_the_next(world: World) -> None:
    fact = payment(world.acme)
    payments_received([fact], at=NOON)
    form()
    payments_refunded([refund(fact, 50_000)], at=NOON)
    assert owed(world.ivan) == -20_000
    assert list_due(before=WEEK) == []

    payments_received([payment(world.acme)], at=NOON)
    assert form().payouts.get().amount_minor == 20_000
    assert_books_balance()


def test_who_cannot_be_paid_is_left_out_with_the_reason(world: World) -> None:
    bare = partner("Без Реквизитов", "ГОЛЫЙ", bank_details=False)
    payments_received([payment(client_of(bare, "Икс")), payment(world.acme)], at=NOON)
    change_standing(world.ivan, to=PartnerStatus.PAUSED, reason="проверка", at=NOON, by="Марина")
    with pytest.raises(NothingDue):
        form()
    change_standing(world.ivan, to=PartnerStatus.ACTIVE, reason="", at=NOON, by="Марина")
    formed = batch_formed(before=WEEK, at=NOON, by="Ольга")
    assert [left.reason for left in formed.left_out] == ["no_bank_details"]
    assert formed.batch.payouts.get().partner == world.ivan


def test_a_held_reward_waits_whole_until_it_is_released(world: World) -> None:
    payments_received([payment(world.acme, payer_inn=world.ivan.inn)], at=NOON)
    with pytest.raises(NothingDue):
        form()
    assert get_partner_balance(world.ivan.pk, before=WEEK).held == 40_000
    release_reward(Reward.objects.get(), reason="договорились", at=NOON, by="Ольга")
    assert form().payouts.get().amount_minor == 40_000
    assert_books_balance()
