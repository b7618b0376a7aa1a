"""The bank's day over weekends, the May holidays and New Year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.domain.payouts.rules.cut_off import BankDay, next_workday
from zabota.kit.workdays import is_workday

MOSCOW = ZoneInfo("Europe/Moscow")
BANK = BankDay(time(9), time(13), MOSCOW)


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-11-25", "2026-11-26"),  # a Wednesday
        ("2026-11-27", "2026-11-30"),  # a Friday
        ("2026-04-30", "2026-05-04"),  # Labour Day is a Friday
        ("2026-05-08", "2026-05-12"),  # Victory Day is a Saturday, its day off is moved to Monday
        ("2026-11-03", "2026-11-05"),  # Unity Day in the middle of a week
        ("2025-12-30", "2026-01-12"),  # New Year takes almost two weeks
    ],
)
def test_the_next_working_day(day: str, following: str) -> None:
    assert next_workday(date.fromisoformat(day)) == date.fromisoformat(following)


@pytest.mark.parametrize(
    ("at", "cut_off"),
    [
        ("2026-11-25T08:00", "2026-11-25T13:00"),
        ("2026-11-25T13:00", "2026-11-26T13:00"),  # to the minute: too late for today
        ("2026-11-27T15:00", "2026-11-30T13:00"),
        ("2026-05-09T10:00", "2026-05-12T13:00"),
        ("2026-01-03T10:00", "2026-01-12T13:00"),
    ],
)
def test_the_coming_cut_off(at: str, cut_off: str) -> None:
    assert BANK.coming_cut_off(moscow(at)) == moscow(cut_off)


def test_the_bank_keeps_its_own_time() -> None:
    vladivostok = BankDay(time(9), time(13), ZoneInfo("Asia/Vladivostok"))
    at = moscow("2026-11-25T06:30")  # half past one in the afternoon there
    assert vladivostok.coming_cut_off(at) == moscow("2026-11-26T06:00")


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 20), timezones=st.just(MOSCOW)))
def test_whatever_falls_due_is_handed_in_before_it(due: datetime) -> None:
    """Each deadline is inside the horizon of a working day whose cut-off is not later than it."""
    day = BANK.day_of(due)
    while not (is_workday(day) and BANK.cut_off_on(day) <= due):
        day -= timedelta(days=1)
    assert BANK.cut_off_on(day) <= due < BANK.horizon(day)
