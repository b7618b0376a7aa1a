"""Days when a bank moves money: its country's, and for euros those of TARGET as well."""

from __future__ import annotations

from datetime import date

import pytest

from zabota.kit.workdays import first_bank_day


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
