"""Working days of Russia, with the days off that the government moves every year."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import holidays

from zabota.kit.zone import day_of


@cache
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("RU")


@cache
def is_workday(day: date) -> bool:
    """Whether banks work that day; a Saturday made a working day by decree counts as one."""
    return bool(_calendar().is_working_day(day))


def add_workdays(at: datetime, days: int) -> datetime:
    """The same time of day, so many working days later; a day off counts as none."""
    counted = 0
    while counted < days:
        at += timedelta(days=1)
        counted += is_workday(day_of(at))
    return at
