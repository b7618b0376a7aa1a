"""Who paid: two rules that the road of payments keeps at once, as staff have set them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.make.money import NOON, client_of, payment
from tests.world import World, assert_books_balance, owed
from zabota.domain.payments.facts import PaymentFact
from zabota.domain.payments.models import Payment
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.rewards.operations import foresee_rewards, release_reward
from zabota.domain.scrutiny.models import Finding, RuleName
from zabota.domain.scrutiny.operations import clear_finding, set_rule
from zabota.domain.scrutiny.queries import get_payer_watch
from zabota.flows.batch_formed import batch_formed
from zabota.flows.payment_matched import payment_matched, to_price
from zabota.flows.payments_received import payments_received
from zabota.flows.rewards_examined import rewards_examined

pytestmark = pytest.mark.django_db
RULES = [RuleName.SELF_PAYMENT, RuleName.THIRD_PARTY]


def paid_by(world: World, rule: str) -> PaymentFact:
    payer = world.ivan if rule == RuleName.SELF_PAYMENT else world.zero
    return payment(world.acme, payer_inn=payer.inn)


def put(rule: str, mode: str) -> None:
    set_rule(
        rule, enabled=mode != "off", holds=mode == "hold", threshold=0, window_days=0, at=NOON,
        by="Виктор",
    )  # fmt: skip


def held() -> list[str]:
    return list(Reward.objects.exclude(hold=Hold.NONE).values_list("hold", flat=True))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("mode", "holds", "found"), [("hold", True, 1), ("flag", False, 1), ("off", False, 0)]
)
def test_the_road_does_as_the_rule_is_set(
    world: World, rule: str, mode: str, holds: bool, found: int
) -> None:
    put(rule, mode)
    payments_received([paid_by(world, rule)], at=NOON)
    assert held() == [rule] * holds, "at once, before anybody has looked"
    rewards_examined(at=NOON)
    assert Finding.objects.filter(rule=rule, holds=holds).count() == found
    assert held() == [rule] * holds
    assert_books_balance()


@pytest.mark.parametrize("rule", RULES)
def test_one_click_lets_it_be_paid_and_the_same_payer_is_not_asked_about_again(
    world: World, rule: str
) -> None:
    payments_received([paid_by(world, rule), paid_by(world, rule)], at=NOON)
    rewards_examined(at=NOON)
    assert clear_finding(Finding.objects.get(), reason="холдинг", at=NOON, by="Ольга") == 2
    payments_received([paid_by(world, rule)], at=NOON)
    assert (held(), rewards_examined(at=NOON)) == ([], [])
    assert owed(world.ivan) == 120_000
    other = payment(client_of(world.ivan, "Бета"), payer_inn=paid_by(world, rule).payer_inn)
    payments_received([other], at=NOON)
    assert held() == [rule], "for another client it was not allowed"
    assert_books_balance()


def test_who_let_a_reward_go_before_the_look_is_not_contradicted(world: World) -> None:
    payments_received([paid_by(world, RuleName.SELF_PAYMENT)], at=NOON)
    release_reward(Reward.objects.get(), reason="знаем", at=NOON, by="Ольга")
    assert rewards_examined(at=NOON) == []
    assert batch_formed(before=NOON.replace(year=2027), at=NOON, by="Ольга")


def test_a_payer_and_something_else_are_cleared_each_by_itself(world: World) -> None:
    account = world.ivan.bank_details.get().account
    payments_received(
        [payment(world.acme, payer_inn=world.ivan.inn, payer_account=account)], at=NOON
    )
    rewards_examined(at=NOON)
    payer, by_account = (Finding.objects.get(rule=rule) for rule in
                         (RuleName.SELF_PAYMENT, RuleName.PAYER_ACCOUNT))  # fmt: skip
    assert clear_finding(payer, reason="да", at=NOON, by="Ольга") == 0
    assert held() == [Hold.SELF_PAYMENT]
    assert clear_finding(by_account, reason="да", at=NOON, by="Ольга") == 1
    assert held() == []


def test_a_payment_tied_by_hand_is_held_as_the_rule_is_set(world: World) -> None:
    payments_received([payment(None, payer_inn=world.ivan.inn)], at=NOON)
    waiting = Payment.objects.get()
    put(RuleName.SELF_PAYMENT, "flag")
    [foreseen] = foresee_rewards(
        [to_price(waiting, world.acme)], watch=get_payer_watch({waiting.payer_inn})
    )
    assert foreseen is not None
    payment_matched(waiting, client=world.acme, remember_payer=False, at=NOON, by="Ольга")
    assert (foreseen.hold, held()) == ("", [])


def test_it_costs_two_statements_a_batch_and_none_where_no_payer_is_named(
    world: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        get_payer_watch({""})
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        get_payer_watch({str(number) for number in range(1000)})
