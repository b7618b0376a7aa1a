"""What an individual gets and costs: nothing is lost, however the rewards are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.domain.payouts.rules.individuals import contributions_of, income_tax, tax_on

LAW = contributions_of(2026)
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
    assert tax_on(reward, contributions=LAW, before_minor=before).withheld == withheld


@given(rewards=REWARDS)
def test_cut_as_one_likes_it_comes_to_the_same(rewards: list[int]) -> None:
    before, withheld, on_top = 0, 0, 0
    for reward in rewards:
        one = tax_on(reward, contributions=LAW, before_minor=before)
        assert one.net + one.withheld == reward
        assert one.withheld >= 0
        assert one.withheld % 100 == 0
        assert one.cost == reward + one.on_top
        before, withheld = before + reward, withheld + one.withheld
        on_top += one.on_top
    assert withheld == income_tax(sum(rewards))
    assert on_top == LAW.on(sum(rewards))


@given(low=st.integers(0, 10**12), more=st.integers(0, 10**11))
def test_who_earns_more_pays_no_less_and_keeps_more(low: int, more: int) -> None:
    tax = income_tax(low + more) - income_tax(low)
    assert 0 <= tax <= more * 22 // 100 + 100


@pytest.mark.parametrize(
    ("year", "reduced", "paid", "on_top"),
    [
        (2026, False, 2_979_000_00, 893_700_00),
        (2026, False, 3_979_000_00, 893_700_00 + 151_000_00),
        (2026, True, 3_979_000_00, 446_850_00 + 76_000_00),
        (2025, False, 3_759_000_00, 827_700_00 + 151_000_00),
        (2025, True, 3_759_000_00, 285_684_00),
        (2031, False, 3_979_000_00, 893_700_00 + 151_000_00),  # the last that is known
        (2026, False, 1, 0),
        (2026, False, 0, 0),
    ],
)
def test_contributions_of_a_year(year: int, reduced: bool, paid: int, on_top: int) -> None:
    assert contributions_of(year, reduced=reduced).on(paid) == on_top


def test_a_reward_across_the_limit_pays_both_rates() -> None:
    one = tax_on(10_000_00, contributions=LAW, before_minor=2_974_000_00)
    assert one.on_top == 1_500_00 + 755_00
    told = contributions_of(2027, limit_minor=3_200_000_00)
    assert told.on(3_300_000_00) == 960_000_00 + 15_100_00
