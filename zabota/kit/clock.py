"""The clock. Only entrances (pages, jobs, commands) read it; everything below is handed the time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

_YEARS = range(1900, 2200)  # beyond them midnights have no moment


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def local_date(at: datetime) -> date:
    """The calendar day of a moment where the vendor works (settings.TIME_ZONE)."""
    return timezone.localtime(at).date()


def start_of_day(day: date) -> datetime:
    """Local midnight that begins the day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def noon_of(day: date) -> datetime:
    """Local noon of a day: the moment of a fact known only by its date."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def end_of_day(day: date) -> datetime:
    """Local midnight that ends the day (exclusive)."""
    return start_of_day(day + timedelta(days=1))


def day_typed(text: str) -> date | None:
    """The day that somebody typed, "2026-11-25"; None when it is nonsense."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def former_month(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
