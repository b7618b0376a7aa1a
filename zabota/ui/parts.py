"""What a page hands to a component: small named tuples, so that plain tuples and dicts do as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

Part = TypeVar("Part")


def made(kind: type[Part], items: Iterable[Any] | None) -> list[Part]:
    """Parts of one kind from what a page gave: the parts themselves, plain tuples or dicts."""
    return [kind(**item) if isinstance(item, Mapping) else kind(*item) for item in items or ()]


class NavItem(NamedTuple):
    """A line of the side navigation; `count` waits for somebody, `group` starts a titled section."""

    url: str
    label: str
    icon: str
    active: bool = False
    count: int = 0  # type: ignore[assignment]  # a tuple has a count of its own; nobody asks it
    group: str = ""


class Tab(NamedTuple):
    """A tab over a list: a link, its word, whether it is open, how many are behind it."""

    url: str
    label: str
    active: bool = False
    count: int | None = None  # type: ignore[assignment]


class Step(NamedTuple):
    """A stage of a road; `state` is "done", "now", "later" or "failed"."""

    label: str
    state: str = "later"
    note: str = ""


class Entry(NamedTuple):
    """A line of a timeline, newest or oldest first as the page wishes."""

    when: datetime | date
    title: str
    body: str = ""
    icon: str = "dot"
    tone: str = "quiet"


class Line(NamedTuple):
    """A line of arithmetic in an explanation; `kind` is "" for a term, "total" for the result."""

    label: str
    value: Any
    kind: str = ""


class Stack(NamedTuple):
    """A stacked column of a chart: its word on the axis and its parts, the lowest first."""

    label: str
    values: tuple[Any, ...]


class Bar(NamedTuple):
    """A column of a chart: its word on the axis and its amount (Money or number)."""

    label: str
    value: Any
    note: str = ""


class Ticket(NamedTuple):
    """A card of a board: `lines` are (text, tone), `move_url` takes a POST with `to`, a lane's key."""

    key: str
    title: str
    url: str
    move_url: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    amount: Any = None


class Lane(NamedTuple):
    """A column of a board: how many are in it and their sum, the first cards, where the next ones are.

    A closed lane takes no cards, one that asks wants to know why; `more_url` brings the next ones, `list_url` shows all of them.
    """

    key: str
    label: str
    tone: str = "quiet"
    count: int = 0  # type: ignore[assignment]
    amount: Any = None
    tickets: tuple[Any, ...] = ()
    more_url: str = ""
    list_url: str = ""
    closed: bool = False
    asks: bool = False


class Curve(NamedTuple):
    """A line of a chart: its name in the legend and its values, one for each label."""

    name: str
    values: Sequence[Any]


class Day(NamedTuple):
    """A day of a calendar: its amount (None has nothing to tell), a note, a tone, where it leads."""

    day: date
    value: Any
    note: str = ""
    tone: str = ""
    url: str = ""


class Hit(NamedTuple):
    """Something found: its name, what it is known by, where it is."""

    title: str
    url: str
    note: str = ""


class Hits(NamedTuple):
    """Hits of one kind under their heading."""

    label: str
    icon: str
    hits: list[Hit]


class Saved(NamedTuple):
    """A kept view of a list: where it leads, whether it is shown, how to forget and to rename it, whether it is everybody's."""

    url: str
    label: str
    active: bool = False
    remove_url: str = ""
    shared: bool = False
    rename_url: str = ""


class Shelf(NamedTuple):
    """The kept views of a list, and the query that could be kept now under a name.

    `share` is what the choice is called by which it is kept for everybody; empty offers none.
    """

    saved: list[Saved]
    save_url: str
    key: str
    query: str
    may_save: bool = True
    share: str = ""
