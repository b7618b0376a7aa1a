"""The filters of a segment, and the words that are put into a bulletin. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping

FILTERS = ("level", "tag", "city", "activity", "mood", "state", "curator")
ACTIVITIES = ("earning", "quiet", "never")
EARNING_DAYS, QUIET_DAYS = 30, 60


def clean_filters(given: Mapping[str, str]) -> dict[str, str]:
    """Those of the given filters that say something, in the order of the table."""
    return {key: given[key].strip()[:80] for key in FILTERS if given.get(key, "").strip()}


def fill_in(text: str, *, name: str, partner: str) -> str:
    """Put the person's and the partner's name into a text; other braces stay as they are."""
    return text.replace("{name}", name).replace("{partner}", partner)
