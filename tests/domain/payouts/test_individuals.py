"""What an individual gets and costs: nothing is lost, however the rewards are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.domain.payouts.rules.individuals import income_tax, tax_on

REWARDS = st.lists(st.integers(1, 900_000_00), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("reward", "before", "withheld"),
    [
        (10_000_00, 0, 1_300_00),
        (3_84, 0, 0),  # 50 kopecks of tax less a bit: whole roubles
        (3_85, 0, 1_00),
        (10_000_00, 2_400_000_00, 1_500_00),
        (10_000_00, 2_395_000_00, 650_00 + 750_00),
        (10_000_00, 5_000_000_00, 1_800_00),
        (10_000_00, 60_000_000_00, 2_200_00),
    ],
)
def test_the_scale(reward: int, before: int, withheld: int) -> None:
    assert tax_on(reward, before_minor=before).withheld == withheld


@given(rewards=REWARDS)
def test_cut_as_one_likes_it_comes_to_the_same(rewards: list[int]) -> None:
    before, withheld = 0, 0
    for reward in rewards:
        one = tax_on(reward, before_minor=before)
        assert one.net + one.withheld == reward
        assert one.withheld >= 0
        assert one.withheld % 100 == 0
        assert one.cost == reward + one.on_top
        before, withheld = before + reward, withheld + one.withheld
    assert withheld == income_tax(sum(rewards))


@given(low=st.integers(0, 10**12), more=st.integers(0, 10**11))
def test_who_earns_more_pays_no_less_and_keeps_more(low: int, more: int) -> None:
    tax = income_tax(low + more) - income_tax(low)
    assert 0 <= tax <= more * 22 // 100 + 100
