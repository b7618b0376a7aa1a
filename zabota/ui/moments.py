"""Moments as people say them: "today, 14:05", "26 November", "2 days left"."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def moment_text(when: datetime | date, *, now: datetime) -> str:
    """A day or a moment by its nearness to `now`; the hour is said for three days around it."""
    today = timezone.localtime(now).date()
    local = timezone.localtime(when) if isinstance(when, datetime) else None
    day = local.date() if local else when
    near = {
        -1: (_("yesterday"), _("yesterday, {time}")),
        0: (_("today"), _("today, {time}")),
        1: (_("tomorrow"), _("tomorrow, {time}")),
    }.get((day - today).days)
    if near:
        return near[1].format(time=dateformat.format(local, "H:i")) if local else near[0]
    return day_text(day, today=today)


def day_text(day: date, *, today: date) -> str:
    """A calendar day, with its year only when it is not this one."""
    return dateformat.format(day, "j E" if day.year == today.year else "j E Y")


def exact_text(when: datetime | date) -> str:
    """The full moment for a title."""
    if isinstance(when, datetime):
        return dateformat.format(timezone.localtime(when), "j E Y, H:i:s")
    return dateformat.format(when, "j E Y")


class Countdown(NamedTuple):
    """How far a promise has come: whole percent of the time gone, a state and words for it."""

    percent: int
    state: str
    words: str


def count_down(
    *, start: datetime, due: datetime, now: datetime, done: datetime | None = None
) -> Countdown:
    """State of a deadline: "ok", "soon" (a day or less is left), "late", "done"."""
    if done:
        kept = done <= due
        return Countdown(
            100, "done" if kept else "late", _("on time") if kept else _late(done - due)
        )
    if now > due:
        return Countdown(100, "late", _late(now - due))
    whole = max((due - start).total_seconds(), 1)
    percent = min(max(round((now - start).total_seconds() * 100 / whole), 0), 100)
    return Countdown(percent, "soon" if due - now <= DAY else "ok", _left(due - now))


def _left(span: timedelta) -> str:
    if span >= 2 * DAY:
        return ngettext("%(n)d day left", "%(n)d days left", span // DAY) % {"n": span // DAY}
    if span >= HOUR:
        return ngettext("%(n)d hour left", "%(n)d hours left", span // HOUR) % {"n": span // HOUR}
    minutes = max(span // timedelta(minutes=1), 1)
    return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}


def _late(span: timedelta) -> str:
    if span >= 2 * DAY:
        return ngettext("%(n)d day late", "%(n)d days late", span // DAY) % {"n": span // DAY}
    if span >= HOUR:
        return ngettext("%(n)d hour late", "%(n)d hours late", span // HOUR) % {"n": span // HOUR}
    minutes = max(span // timedelta(minutes=1), 1)
    return ngettext("%(n)d minute late", "%(n)d minutes late", minutes) % {"n": minutes}
