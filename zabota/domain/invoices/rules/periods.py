"""The period in a line as people write it, and the same some months later."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from zabota.kit.wording import MONTH_NAMES

ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_NAMED = re.compile(rf"\b({'|'.join((*MONTH_NAMES, *ENGLISH))})(\s+)(\d{{4}})\b", re.IGNORECASE)
_DATED = re.compile(r"\b(\d{2})\.(\d{2})\.(\d{4})\b")


def months_between(first: date, second: date) -> int:
    """Whole months from the month of one day to the month of another."""
    return (second.year - first.year) * 12 + second.month - first.month


def later_period(period: str, months: int) -> str:
    """ "ноябрь 2026" a month later is "декабрь 2026"; days keep their place, the last day stays last.

    What is no month and no date is left as it is: "1 год", "бессрочно".
    """
    if not months:
        return period
    period = _NAMED.sub(lambda found: _name_later(found, months), period)
    return _DATED.sub(lambda found: _day_later(found, months), period)


def _name_later(found: re.Match[str], months: int) -> str:
    name, gap, year = found[1], found[2], int(found[3])
    names = MONTH_NAMES if name.lower() in MONTH_NAMES else ENGLISH
    count = year * 12 + names.index(name.lower()) + months
    later = names[count % 12]
    return f"{later.capitalize() if name[0].isupper() else later}{gap}{count // 12}"


def _day_later(found: re.Match[str], months: int) -> str:
    day, month, year = (int(part) for part in found.groups())
    if not 1 <= month <= 12 or not 1 <= day <= _last(year, month):
        return found[0]
    count = year * 12 + month - 1 + months
    then_year, then_month = count // 12, count % 12 + 1
    last = _last(then_year, then_month)
    kept = last if day == _last(year, month) else min(day, last)
    return f"{kept:02d}.{then_month:02d}.{then_year}"


def _last(year: int, month: int) -> int:
    return monthrange(year, month)[1]
