"""Pricing of one payment: months, bounds, caps, special terms, deadlines. No database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zabota.domain.programme.rules import (
    ClauseTerms,
    Priceable,
    Special,
    Tally,
    Timetable,
    VersionTerms,
    due_at,
)
from zabota.domain.programme.rules.deadlines import month_number

START = datetime(2021, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def clause(id: int = 1, rate_bp: int | None = 4000, **fields: Any) -> ClauseTerms:
    """A share of the payment, 40 % by itself."""
    kind = "percent" if rate_bp is not None else "fixed"
    return ClauseTerms(id, id, kind, rate_bp, fields.pop("fixed_minor", None), **fields)


def version(*clauses: ClauseTerms) -> VersionTerms:
    """The only version, in force for long."""
    return VersionTerms(4, START, 3, clauses)


def special(*clauses: ClauseTerms, id: int = 1, **fields: Any) -> Special:
    """Special terms for everybody since November."""
    given = {
        "starts_at": datetime(2026, 11, 1, tzinfo=UTC),
        "ends_at": None,
        "for_everyone": True,
        "newcomers_only": False,
        "exclusive": False,
    }
    return Special(id=id, clauses=clauses, **{**given, **fields})


def paid(minor: int = 100_000, *, at: datetime = NOON, **fields: Any) -> Priceable:
    """A payment of client 1, who is partner 7's."""
    given: dict[str, Any] = {"fee_minor": 0, "vat_minor": 0, "product": "", "servicing": "full"}
    given |= {"client_id": 1, "partner_id": 7, "first_paid_at": NOON} | fields
    return Priceable(amount_minor=minor, paid_at=at, **given)


def amount(timetable: Timetable, payment: Priceable, tally: Tally | None = None) -> int:
    """What the payment earns, minor units."""
    priced = timetable.price(payment, tally)
    return priced.amount_minor if priced else 0


@pytest.mark.parametrize(
    ("first", "now", "month"),
    [
        ("2026-01-15", "2026-01-15", 1),
        ("2026-01-15", "2026-02-14", 1),
        ("2026-01-15", "2026-02-15", 2),
        ("2026-01-31", "2026-02-27", 1),
        ("2026-01-31", "2026-02-28", 2),
        ("2026-01-31", "2026-03-30", 2),
        ("2025-11-20", "2026-11-20", 13),
        ("2026-05-01", "2026-04-01", 1),
    ],
)
def test_months_are_counted_from_the_first_payment(first: str, now: str, month: int) -> None:
    moments = [datetime.fromisoformat(f"{day}T12:00:00+03:00") for day in (first, now)]
    assert month_number(*moments) == month


def test_more_in_the_first_year_than_later() -> None:
    timetable = Timetable([version(clause(1, 5000, to_month=12), clause(2, 3000, from_month=13))])
    at = datetime(2025, 11, 20, 9, tzinfo=UTC)
    first_year = paid(first_paid_at=at, at=at.replace(year=2026, day=19))
    assert amount(timetable, first_year) == 50_000
    assert amount(timetable, paid(first_paid_at=at)) == 30_000


def test_one_reward_is_bounded_from_both_sides() -> None:
    timetable = Timetable([version(clause(least_minor=10_000, most_minor=30_000))])
    for minor, given, bound in [
        (1_000, 10_000, "least"),
        (50_000, 20_000, ""),
        (90_000, 30_000, "most"),
    ]:
        priced = timetable.price(paid(minor))
        assert priced is not None
        assert (priced.amount_minor, priced.bound_by) == (given, bound)


def test_a_cap_is_used_up_and_begins_anew_next_month() -> None:
    timetable = Timetable([version(clause(cap_minor=50_000, cap_per="client_month"))])
    tally = Tally()
    assert [amount(timetable, paid(), tally) for _ in range(3)] == [40_000, 10_000, 0]
    assert amount(timetable, paid(client_id=2), tally) == 40_000
    assert amount(timetable, paid(at=NOON + timedelta(days=30)), tally) == 40_000


def test_a_cap_per_partner_counts_all_his_clients() -> None:
    timetable = Timetable([version(clause(cap_minor=50_000, cap_per="partner_month"))])
    tally = Tally()
    assert [amount(timetable, paid(client_id=n), tally) for n in (1, 2, 3)] == [40_000, 10_000, 0]
    assert amount(timetable, paid(client_id=4, partner_id=8), tally) == 40_000


def test_only_the_first_payments_of_a_client() -> None:
    timetable = Timetable([version(clause(1, 8000, first_payments=2), clause(2, 3000))])
    tally = Tally()
    assert [amount(timetable, paid(), tally) for _ in range(3)] == [80_000, 80_000, 30_000]


def test_the_best_for_the_partner_wins_unless_one_is_exclusive() -> None:
    terms = [version(clause())]
    assert amount(Timetable(terms, [special(clause(2, 5000))]), paid()) == 50_000
    assert amount(Timetable(terms, [special(clause(2, 1000))]), paid()) == 40_000
    assert amount(Timetable(terms, [special(clause(2, 1000), exclusive=True)]), paid()) == 10_000
    both = [special(clause(2, 1000), exclusive=True), special(clause(3, 9000), id=2)]
    assert amount(Timetable(terms, both), paid()) == 10_000


def test_an_exclusive_one_that_gives_nothing_more_leaves_the_others() -> None:
    used_up = clause(2, 6000, cap_minor=60_000, cap_per="client")
    timetable = Timetable([version(clause())], [special(used_up, exclusive=True)])
    tally = Tally()
    assert [amount(timetable, paid(), tally) for _ in range(2)] == [60_000, 40_000]


def test_ties_go_to_the_version_then_to_the_older_special_terms() -> None:
    timetable = Timetable(
        [version(clause(5))], [special(clause(2), id=2), special(clause(1), id=1)]
    )
    priced = timetable.price(paid())
    assert priced is not None
    assert priced.clause_id == 5


def test_special_terms_hold_in_their_period_for_the_entitled() -> None:
    begin, end = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    chosen = special(clause(2, 5000), starts_at=begin, ends_at=end, for_everyone=False)
    timetable = Timetable([version(clause())], [chosen], {(1, 7): [(begin, NOON)]})
    assert amount(timetable, paid(at=begin)) == 50_000
    assert amount(timetable, paid(at=begin - timedelta(seconds=1))) == 40_000
    assert amount(timetable, paid(at=NOON)) == 40_000, "no longer entitled"
    assert amount(timetable, paid(at=begin, partner_id=8)) == 40_000
    everyone = special(clause(2, 5000), starts_at=begin, ends_at=end)
    assert amount(Timetable([version(clause())], [everyone]), paid(at=end)) == 40_000


def test_for_new_clients_only() -> None:
    timetable = Timetable([version(clause())], [special(clause(2, 5000), newcomers_only=True)])
    assert amount(timetable, paid(first_paid_at=NOON)) == 50_000
    assert amount(timetable, paid(first_paid_at=NOON - timedelta(days=60))) == 40_000
    assert amount(timetable, paid(first_paid_at=None)) == 50_000


@pytest.mark.parametrize(
    ("paid_at", "due"),
    [
        ("2026-11-20T12:00+03:00", "2026-11-25T12:00+03:00"),  # a Friday
        ("2026-12-30T12:00+03:00", "2027-01-13T12:00+03:00"),  # over New Year
        ("2026-11-03T23:30+03:00", "2026-11-09T23:30+03:00"),  # 4 November is a day off
        ("2027-02-18T12:00+03:00", "2027-02-24T12:00+03:00"),  # Saturday the 20th is worked
    ],
)
def test_three_banking_days(paid_at: str, due: str) -> None:
    moment = datetime.fromisoformat(paid_at)
    assert due_at(moment, 3, banking_days=True) == datetime.fromisoformat(due)
