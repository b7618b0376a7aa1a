"""Days as people lay them out: a month on the wall, and a year as a field of squares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import dateformat

from zabota.ui.charts import text_of, weight
from zabota.ui.moments import day_text
from zabota.ui.parts import Day

LEVELS = 4  # shades of a square besides the empty one
SIDE, GAP = 11, 3  # px of a square and between two
TOP = 16  # px above the squares for the months


class Cell(NamedTuple):
    """A day of the calendar; `level` is its shade, 0 to 4; `outside` has nothing to tell."""

    day: date
    number: int
    words: str
    text: str
    note: str
    tone: str
    level: int
    today: bool
    url: str


class Month(NamedTuple):
    """A calendar by weeks with the words of its week days."""

    week_days: list[tuple[str, str]]
    weeks: list[list[Cell]]
    told: list[Cell]


def wall(days: Sequence[Day], *, first: date, weeks: int, today: date) -> Month:
    """Weeks from the Monday of `first`; a day without a value is only its number."""
    known = {one.day: one for one in days}
    top = max([weight(one.value) for one in days] + [1])
    monday = first - timedelta(days=first.weekday())
    cells = [
        _cell(known.get(day) or Day(day, None), top=top, today=today)
        for day in (monday + timedelta(days=n) for n in range(weeks * 7))
    ]
    names = [
        (dateformat.format(cell.day, "D"), dateformat.format(cell.day, "l")) for cell in cells[:7]
    ]
    rows = [cells[n : n + 7] for n in range(0, len(cells), 7)]
    return Month(names, rows, [cell for cell in cells if cell.text])


def _cell(one: Day, *, top: int, today: date) -> Cell:
    return Cell(
        day=one.day,
        number=one.day.day,
        words=day_text(one.day, today=today),
        text="" if one.value is None else text_of(one.value),
        note=one.note,
        tone=one.tone,
        level=shade(weight(one.value), top),
        today=one.day == today,
        url=one.url,
    )


def shade(value: int, top: int) -> int:
    """0 for nothing, else 1 to 4 by the share of the greatest value."""
    return 0 if value <= 0 else min(value * LEVELS // max(top, 1) + 1, LEVELS)


class Square(NamedTuple):
    """A day in the field: its place in px, its shade and what is said about it."""

    x: int
    y: int
    level: int
    words: str
    text: str


class Field(NamedTuple):
    """A year of days: squares by weeks, the months above them, sums by month for the table."""

    squares: list[Square]
    months: list[tuple[int, str]]
    sums: list[tuple[str, str]]
    width: int
    height: int


def field_of(days: Sequence[Day], *, today: date) -> Field | None:
    """Lay days out as columns of weeks, Monday on top; None without a day."""
    if not days:
        return None
    rows = sorted(days, key=lambda one: one.day)
    monday = rows[0].day - timedelta(days=rows[0].day.weekday())
    top = max([weight(one.value) for one in rows] + [1])
    squares, months = [], []
    sums: dict[date, Any] = {}
    step = SIDE + GAP
    for one in rows:
        week = (one.day - monday).days // 7
        squares.append(
            Square(
                x=week * step,
                y=TOP + one.day.weekday() * step,
                level=shade(weight(one.value), top),
                words=day_text(one.day, today=today),
                text=text_of(one.value),
            )
        )
        start = one.day.replace(day=1)
        if one.day.day <= 7 and one.day.weekday() == 0:
            months.append((week * step, dateformat.format(one.day, "M")))
        sums[start] = sums[start] + one.value if start in sums else one.value
    told = [(dateformat.format(month, "F Y"), text_of(value)) for month, value in sums.items()]
    weeks = (rows[-1].day - monday).days // 7 + 1
    return Field(squares, months, told, weeks * step, TOP + 7 * step)
