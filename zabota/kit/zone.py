"""Where the vendor works: the zone by which days, months and deadlines are told."""

from __future__ import annotations

from datetime import date, datetime
from os import environ
from zoneinfo import ZoneInfo

ZONE = ZoneInfo(environ.get("TIME_ZONE") or "Europe/Moscow")


def day_of(at: datetime) -> date:
    """The calendar day of a moment in that zone."""
    return at.astimezone(ZONE).date()
