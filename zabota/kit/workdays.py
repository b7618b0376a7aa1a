"""Working days: Russia's, with the days off that the government moves, and those of banks abroad."""

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


DECREED_BY = 11  # month: the government moves the days off of a year in the autumn before it


def find_unknown_year(today: date) -> int | None:
    """The year whose moved days off this version should know by now and does not.

    Until it does, its days are those of the law: weekends and holidays, nothing moved.
    """
    moved = _calendar().special_public_holidays
    wanted = [today.year] if today.month < DECREED_BY else [today.year, today.year + 1]
    return next((year for year in wanted if year not in moved), None)


@cache
def _calendar_abroad(country: str) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return _calendar()


@cache
def _euro_calendar() -> holidays.HolidayBase:
    return holidays.financial_holidays("ECB")


def is_bank_day(day: date, *, country: str, currency: str) -> bool:
    """Whether a bank of that country (two letters) moves that money; euros only when TARGET works too.

    A country without a known calendar has ours.
    """
    euros = currency != "EUR" or _euro_calendar().is_working_day(day)
    return euros and bool(_calendar_abroad(country).is_working_day(day))


def first_bank_day(day: date, *, country: str, currency: str) -> date:
    """The day itself when the bank works, else the next one when it does."""
    while not is_bank_day(day, country=country, currency=currency):
        day += timedelta(days=1)
    return day


def add_workdays(at: datetime, days: int) -> datetime:
    """The same time of day, so many working days later; a day off counts as none."""
    counted = 0
    while counted < days:
        at += timedelta(days=1)
        counted += is_workday(day_of(at))
    return at
