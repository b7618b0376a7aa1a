"""Pictures of figures, each with its table twin: `{% load charts %}`. Examples: the living page /ui/."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template

from zabota.kit.clock import local_date, now
from zabota.ui import calendars, charts, curves
from zabota.ui.parts import Bar, Curve, Day, made

register = template.Library()


@register.inclusion_tag("ui/parts/calendar.html")
def calendar(
    days: Iterable[Any], title: str, first: date | None = None, weeks: int = 4
) -> dict[str, Any]:
    """A wall calendar of `parts.Day`s: a table of weeks from the one of `first` (today's) on.

    On a phone the amounts leave the squares and stand in the list below them.
    """
    today = local_date(now())
    rows = made(Day, days)
    month = calendars.wall(rows, first=first or today, weeks=weeks, today=today)
    return {"month": month, "title": title}


@register.inclusion_tag("ui/parts/heat.html")
def heat(days: Iterable[Any], title: str) -> dict[str, Any]:
    """Months of `parts.Day`s as a field of shaded squares; the table twin tells months."""
    field = calendars.field_of(made(Day, days), today=local_date(now()))
    return {"field": field, "title": title}


@register.inclusion_tag("ui/parts/line.html")
def line(
    curves_of: Iterable[Any], title: str, labels: Sequence[str], height: int = 180
) -> dict[str, Any]:
    """One to three `parts.Curve`s over the same labels, with a legend and a table twin."""
    return {
        "chart": curves.drawn(made(Curve, curves_of), labels=labels, height=height),
        "title": title,
    }


@register.inclusion_tag("ui/parts/funnel.html")
def funnel(steps: Iterable[Any], title: str) -> dict[str, Any]:
    """Stages of a road as narrowing bars, from `parts.Bar`s: how many came so far, what share."""
    return {"stages": charts.narrowed(made(Bar, steps)), "title": title}
