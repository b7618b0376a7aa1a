"""Days when a bank moves money: its country's, and for euros those of TARGET as well."""

from __future__ import annotations

from datetime import date

import pytest

from zabota.kit.workdays import find_unknown_year, first_bank_day, is_workday


@pytest.mark.parametrize(
    ("day", "country", "currency", "works"),
    [
        (date(2026, 11, 20), "DE", "EUR", date(2026, 11, 20)),
        (date(2026, 11, 21), "DE", "EUR", date(2026, 11, 23)),  # a Saturday
        (date(2026, 10, 3), "DE", "EUR", date(2026, 10, 5)),  # their day of unity
        (date(2026, 4, 3), "AE", "EUR", date(2026, 4, 7)),  # Good Friday: nobody moves euros
        (date(2026, 4, 3), "AE", "USD", date(2026, 4, 3)),
        (date(2026, 1, 5), "DE", "EUR", date(2026, 1, 5)),  # holidays here, work there
        (date(2026, 1, 5), "RU", "RUB", date(2026, 1, 12)),
        (date(2026, 1, 5), "ZZ", "USD", date(2026, 1, 12)),  # nobody's calendar: ours
    ],
)
def test_the_first_day_when_the_bank_works(
    day: date, country: str, currency: str, works: date
) -> None:
    assert first_bank_day(day, country=country, currency=currency) == works


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 30), True),
        (date(2026, 12, 31), False),  # moved there from Sunday, 4 January
        (date(2027, 1, 1), False),
        (date(2027, 1, 10), False),
        (date(2027, 1, 11), True),
        (date(2025, 11, 1), True),  # a Saturday made a working day
        (date(2027, 2, 20), True),
        (date(2027, 2, 22), False),  # and the Monday it was moved to
        (date(2028, 12, 29), True),  # a year of which nothing moved is known: the law's own days
        (date(2028, 1, 5), False),
        (date(2028, 2, 26), False),
    ],
)
def test_russia_works_by_the_law_and_the_moved_days(day: date, works: bool) -> None:
    assert is_workday(day) is works


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 11, 26), None),
        (date(2027, 10, 31), None),
        (date(2027, 11, 1), 2028),
        (date(2028, 3, 1), 2028),
    ],
)
def test_a_year_without_moved_days_is_named_in_time(today: date, year: int | None) -> None:
    assert find_unknown_year(today) == year
