"""What a register is: a table for the accountant with columns that stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zabota.kit.clock import end_of_day, start_of_day
from zabota.kit.zone import day_of

Rows = Iterator[list[Any]]


@dataclass(frozen=True, slots=True)
class Register:
    """A table for the accountant: its name, its columns for ever in this order, its rows."""

    name: str
    title: str
    columns: tuple[str, ...]
    read: Callable[[datetime, datetime], Rows]

    def rows(self, *, first_on: date, last_on: date) -> Rows:
        """The rows of the days, both included, oldest first."""
        return self.read(start_of_day(first_on), end_of_day(last_on))


def day_or_none(at: datetime | None) -> date | None:
    """The day of a moment that may not have come."""
    return None if at is None else day_of(at)
