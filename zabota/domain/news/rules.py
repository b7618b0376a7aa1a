"""The filters of a segment, and the words that are put into a bulletin. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl

SEGMENTS = "office:partners"  # the list whose views for everybody are the segments
FILTERS = ("q", "level", "tag", "city", "activity", "mood", "state", "curator", "from", "to")
ACTIVITIES = ("earning", "quiet", "never")
EARNING_DAYS, QUIET_DAYS = 30, 60


def clean_filters(given: Mapping[str, str]) -> dict[str, str]:
    """Those of the given filters that say something, in the order of the table."""
    return {key: given[key].strip()[:80] for key in FILTERS if given.get(key, "").strip()}


def filters_in(query: str) -> dict[str, str]:
    """The filters in the tail of an address; its order and columns are none."""
    return clean_filters(dict(parse_qsl(query)))


def day_in(text: str) -> date | None:
    """The day that a filter names; None when it names none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year < 2200 else None


def fill_in(text: str, *, name: str, partner: str) -> str:
    """Put the person's and the partner's name into a text; other braces stay as they are."""
    return text.replace("{name}", name).replace("{partner}", partner)
