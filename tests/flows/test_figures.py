"""Olga's figures: only what counts is counted, and a promise is broken only where something was due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.flows.test_papers import pay_out
from tests.make.money import payment, refund
from tests.world import World, assert_books_balance
from zabota.domain.papers.queries.figures import (
    MonthFigures,
    forecast_due,
    get_owed,
    list_month_figures,
)
from zabota.domain.papers.queries.registers import REGISTERS
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.payments.operations import set_payment_aside
from zabota.domain.payouts.models import Payout
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.operations import hold_reward, release_rewards
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded, refund_undone
from zabota.flows.payouts_settled import payout_failed
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, 9, tzinfo=UTC)


def of_october(at: datetime = NOVEMBER) -> MonthFigures:
    (found,) = [one for one in list_month_figures(at=at) if one.month == date(2026, 10, 1)]
    return found


def test_a_refund_that_was_undone_is_none(world: World) -> None:
    fact = payment(world.acme, 100_000, at=OCTOBER)
    payments_received([fact], at=OCTOBER)
    payments_refunded([refund(fact, 40_000)], at=OCTOBER)
    assert (of_october().refunded, of_october().taken) == (40_000, 16_000)
    refund_undone(Refund.objects.get(), reason="спор выигран", at=OCTOBER, by="Ольга")
    assert (of_october().refunded, of_october().taken) == (0, 0)
    days = {"first_on": date(2026, 10, 1), "last_on": date(2026, 10, 31)}
    (row,) = REGISTERS["payments"].rows(**days)
    told = dict(zip(REGISTERS["payments"].columns, row, strict=True))
    assert told["refunded"] == Money(0)
    assert_books_balance()


def test_money_that_no_client_paid_lowers_no_rate(world: World) -> None:
    payments_received([payment(world.acme, 100_000, at=OCTOBER)], at=OCTOBER)
    payments_received([payment(None, 900_000, at=OCTOBER)], at=OCTOBER)
    stranger = Payment.objects.get(client=None)
    set_payment_aside(stranger, reason="заём учредителя", at=OCTOBER, by="Ольга")
    month = of_october()
    assert (month.payments, month.paid, month.rate_bp) == (1, 100_000, 4_000)


def test_nothing_is_due_to_who_owes_more(world: World) -> None:
    """A large refund after the payout: until it is earned back no deadline can be missed."""
    big = payment(world.acme, 1_000_000, at=OCTOBER)
    payments_received([big], at=OCTOBER)
    pay_out(OCTOBER + timedelta(days=1))
    payments_refunded([refund(big, 1_000_000, days=2)], at=OCTOBER + timedelta(days=2))
    later = OCTOBER + timedelta(days=5)
    payments_received([payment(world.acme, 100_000, at=later)], at=later)
    month = of_october()
    assert (month.on_time, month.late, month.unpaid, month.kept_bp) == (1, 0, 0, 10_000)

    earned = OCTOBER + timedelta(days=20)
    payments_received([payment(world.acme, 2_000_000, at=earned)], at=earned)
    pay_out(earned + timedelta(days=2))
    month = of_october()
    assert (month.on_time, month.late, month.unpaid) == (2, 0, 0)
    assert_books_balance()


def test_a_debt_that_came_later_excuses_nothing(world: World) -> None:
    first = payment(world.acme, 1_000_000, at=OCTOBER)
    payments_received([first], at=OCTOBER)
    pay_out(OCTOBER + timedelta(days=1))
    missed = OCTOBER + timedelta(days=2)
    payments_received([payment(world.acme, 100_000, at=missed)], at=missed)
    payments_refunded([refund(first, 1_000_000, days=12)], at=OCTOBER + timedelta(days=12))
    month = of_october()
    assert (month.on_time, month.unpaid) == (1, 1)


def test_a_promise_in_euros_is_a_promise(world: World) -> None:
    payments_received([payment(world.acme, 30_000, currency="EUR", at=OCTOBER)], at=OCTOBER)
    month = of_october()
    assert (month.paid, month.unpaid, month.kept_bp) == (0, 1, 0)


def test_the_usual_of_a_new_house_is_of_the_weeks_it_has_lived(world: World) -> None:
    for weeks in (2, 1):
        at = NOVEMBER - timedelta(weeks=weeks)
        payments_received([payment(world.acme, 100_000, at=at)], at=at)
        pay_out(at + timedelta(days=1))
    usual = [day.expected for day in forecast_due(at=NOVEMBER)]
    assert usual[3] == 40_000  # a Thursday: both payments were due on one
    assert sum(usual) == 40_000 * 4
    assert get_owed(at=NOVEMBER).total == 0


def test_what_is_held_counts_when_it_is_released(world: World) -> None:
    payments_received([payment(world.acme, 100_000, at=OCTOBER)], at=OCTOBER)
    reward = Reward.objects.get()
    hold_reward(reward, reason="спросим клиента", at=OCTOBER, by="Ольга")
    assert of_october().promised == 0
    late = OCTOBER + timedelta(days=7)
    release_rewards([reward.pk], reason="да", at=late, by="Ольга")
    assert (of_october().unpaid, of_october().kept_bp) == (1, 0), "its deadline did not move"
    pay_out(late)
    assert (of_october().late, of_october().unpaid) == (1, 0)


@pytest.mark.parametrize(("days", "on_time", "late"), [(2, 1, 0), (6, 0, 1)])
def test_a_payout_that_came_back_counts_by_the_one_that_arrived(
    world: World, days: int, on_time: int, late: int
) -> None:
    payments_received([payment(world.acme, 100_000, at=OCTOBER)], at=OCTOBER)
    pay_out(OCTOBER + timedelta(hours=1))
    assert of_october().on_time == 1
    payout_failed(Payout.objects.get(), reason="счёт закрыт", at=OCTOBER + timedelta(days=1))
    assert (of_october().on_time, of_october().unpaid) == (0, 1)
    pay_out(OCTOBER + timedelta(days=days))
    assert (of_october().on_time, of_october().late) == (on_time, late)
    assert_books_balance()
