"""Notices as the page shows them: by day, and long runs of alike ones under the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from zabota.domain.notices.models import Notice
from zabota.kit.clock import local_date
from zabota.ui.moments import moment_text
from zabota.web.bell.words import ICONS

A_RUN = 4  # alike notices one after another that are shown as one


class Told(NamedTuple):
    """A notice with its sign, and those alike that are folded under it."""

    notice: Notice
    sign: str
    alike: list[Notice]


class Day(NamedTuple):
    """What was told on a day."""

    on: date
    label: str
    told: list[Told]


def days_of(notices: Iterable[Notice], *, at: datetime) -> list[Day]:
    """The notices of a page in the order they come, under the day each was told on."""
    return [
        Day(day, moment_text(day, now=at), _told(list(some)))
        for day, some in groupby(notices, key=lambda one: local_date(one.at))
    ]


def _told(notices: list[Notice]) -> list[Told]:
    """Read ones are never folded under an unread one: what is new is seen at once."""
    rows = []
    for (kind, _read), some in groupby(
        notices, key=lambda one: (one.kind, one.read_at is not None)
    ):
        first, *rest = some
        sign = ICONS.get(kind, "bell")
        if len(rest) < A_RUN - 1:
            rows += [Told(one, sign, []) for one in (first, *rest)]
        else:
            rows.append(Told(first, sign, rest))
    return rows
