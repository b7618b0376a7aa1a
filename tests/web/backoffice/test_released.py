"""Olga lets several held rewards go at once: she reads which and how much, and says why once for all."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON, payment
from tests.world import World, assert_books_balance
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.rewards.operations import hold_reward
from zabota.flows.payments_received import payments_received
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
RELEASE, HELD = reverse("office:release_rewards"), reverse("office:held")


@pytest.fixture
def three(world: World) -> list[Reward]:
    """Three rewards of Ivan's; two are held by hand."""
    payments_received([payment(world.acme, 100_00 * n) for n in (1, 2, 3)], at=NOON)
    rewards = list(Reward.objects.order_by("amount_minor"))
    for one in rewards[:2]:
        hold_reward(one, reason="Проверить", at=NOON, by="Ольга")
    return rewards


def test_chosen_ones_are_released_after_a_look(finance: Visitor, three: list[Reward]) -> None:
    ids = [one.pk for one in three]
    assert f'name="reward" value="{ids[0]}"' in finance.get(HELD).content.decode()
    page = finance.post(RELEASE, {"reward": ids})
    assert [one.pk for one in page.context["rewards"]] == ids[:2], "The third is not held."
    assert ["120" in one for one in page.context["sums"]] == [True]
    assert Reward.objects.exclude(hold=Hold.NONE).count() == 2, (
        "Nothing is done before it is confirmed."
    )

    sure = {"reward": ids, "sure": "1"}
    finance.post(RELEASE, sure)
    assert Reward.objects.exclude(hold=Hold.NONE).count() == 2, "A reason is asked for."
    answer = finance.post(RELEASE, {**sure, "reason": "Сверили с клиентом"}, follow=True)
    assert "Released: 2 rewards" in answer.content.decode()
    assert not Reward.objects.exclude(hold=Hold.NONE).exists()
    told = Event.objects.filter(name="reward.released")
    assert [(one.by, one.payload["reason"]) for one in told] == [
        ("Ольга", "Сверили с клиентом")
    ] * 2
    finance.post(RELEASE, {**sure, "reason": "Ещё раз"})
    assert told.count() == 2, "What is released is not released again."
    finance.post(RELEASE, {"reward": ["x"]})
    assert_books_balance()


def test_others_release_nothing(
    keeper: Visitor, support: Visitor, member: Visitor, stranger: Visitor, three: list[Reward]
) -> None:
    wish = {"reward": [three[0].pk], "sure": "1", "reason": "Х"}
    answers = [who.post(RELEASE, wish).status_code for who in (keeper, support, member, stranger)]
    assert answers == [403, 403, 403, 302]
    assert Reward.objects.exclude(hold=Hold.NONE).count() == 2
