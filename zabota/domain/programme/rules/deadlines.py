"""Deadlines, and months since the first payment: the calendar of the terms."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

from zabota.kit.workdays import add_workdays
from zabota.kit.zone import day_of


def due_at(counts_from: datetime, payout_days: int, *, banking_days: bool = False) -> datetime:
    """The deadline: so many whole days, or banking days, after the moment the clock starts."""
    if banking_days:
        return add_workdays(counts_from, payout_days)
    return counts_from + timedelta(days=payout_days)


def last_refund_at(paid_at: datetime, refund_floor_days: int | None) -> datetime | None:
    """Until when a refund lowers the reward; None when it always does."""
    return None if refund_floor_days is None else paid_at + timedelta(days=refund_floor_days)


def month_number(first_paid_at: datetime, at: datetime) -> int:
    """Which month since the client's first payment it is; the first one is 1.

    A month is full on the same day of the next one, or on its last day where there is no such day.
    """
    first, day = day_of(first_paid_at), day_of(at)
    months = (day.year - first.year) * 12 + day.month - first.month
    if day.day < min(first.day, monthrange(day.year, day.month)[1]):
        months -= 1
    return max(months, 0) + 1
