"""How a rating is counted, by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.domain.ratings.facts import Measured, Weights
from zabota.domain.ratings.rules import FULL, rate, retention_points

HALF = Weights(revenue=50, newcomers=20, retention=20, training=10)


def did(partner_id: int, revenue: int = 0, newcomers: int = 0, stayed: int = 0, of: int = 0,
        training: int = 0, year: int = 2021) -> Measured:  # fmt: skip
    joined = datetime(year, 1, 1, tzinfo=UTC)
    return Measured(partner_id, joined, revenue, newcomers, stayed, of, training)


def test_the_best_has_a_hundred_points_and_others_their_share() -> None:
    first, second = rate([did(1, 100_00, 1, 4, 8), did(2, 400_00, 2, 5, 5)], HALF)
    assert (first.measured.partner_id, first.revenue, first.newcomers, first.retention) == (
        2, FULL, FULL, FULL,
    )  # fmt: skip
    assert first.score == 9000, "nobody learned anything: a tenth is missing"
    assert (second.revenue, second.newcomers, second.retention) == (2500, 5000, 5000)
    assert second.score == 1250 + 1000 + 1000


@pytest.mark.parametrize(
    ("stayed", "of", "points"), [(0, 0, 0), (1, 1, 2000), (5, 5, FULL), (4, 4, 8000), (9, 10, 9000)]
)
def test_few_clients_who_stayed_are_no_proof(stayed: int, of: int, points: int) -> None:
    assert retention_points(stayed, of) == points


def test_ties_have_one_answer() -> None:
    a, b = rate([did(2, 100, year=2023), did(1, 100, year=2024)], HALF)
    assert (a.measured.partner_id, b.measured.partner_id) == (2, 1), "who joined earlier"
    a, b = rate([did(2, 100), did(1, 100)], HALF)
    assert (a.measured.partner_id, a.place, b.place) == (1, 1, 2)


def test_who_did_nothing_is_not_rated() -> None:
    assert rate([did(1, -500), did(2)], HALF) == []


people = st.lists(
    st.builds(
        did,
        st.integers(1, 10**6),
        st.integers(-(10**9), 10**12),
        st.integers(0, 50),
        st.integers(0, 20),
        st.integers(20, 40),
        st.integers(0, 5),
    ),
    unique_by=lambda one: one.partner_id,
    max_size=20,
)


@given(people, st.randoms())
def test_the_order_of_facts_changes_nothing(measured: list[Measured], random: object) -> None:
    shuffled = list(measured)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    rated = rate(measured, HALF)
    assert rated == rate(shuffled, HALF)
    assert [one.place for one in rated] == list(range(1, len(rated) + 1))
    assert all(0 <= one.score <= FULL for one in rated)
    assert [one.score for one in rated] == sorted((one.score for one in rated), reverse=True)
