"""Tables of lists: the columns a person chooses and the order he asks for, all parts of the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

Row = TypeVar("Row")
NAME = "columns"
SORT = "sort"


class Column(NamedTuple):
    """A column of a list: its name in the address, its head; `first` shows it unless one chose.

    `by` is what it is sorted by: a field of the database, or a key of rows that are counted in Python.
    A `sparse` one has rows without a value: they come last either way. A `fixed` one names the row or
    holds its buttons, is always there and is not chosen; without a `head` its label is not seen.
    """

    key: str
    label: str
    first: bool = True
    by: str | Callable[[Any], Any] = ""
    numeric: bool = False
    sparse: bool = False
    fixed: bool = False
    head: bool = True

    @property
    def sorts(self) -> bool:
        """Whether one may sort by it; a template would call what `by` holds."""
        return bool(self.by)


class Table:
    """A list as the address arranges it: which columns, and in what order.

    `order` is the order nobody asked for: the key of a column, with a minus when the greatest comes first.
    Where no column has it, `order` is empty, the rows come in it, and `usual` is what it is called.
    Without a request it stands as it is: a list of a few rows on a page about something else.
    """

    def __init__(
        self,
        request: HttpRequest | None,
        columns: Iterable[Column],
        *,
        order: str = "",
        usual: str = "",
    ) -> None:
        self.columns = list(columns)
        self.stands = request is None
        given = request.GET if request else QueryDict()
        asked = set(given.getlist(NAME))
        first = {one.key for one in self.choice if one.first}
        chosen = {one.key for one in self.choice if one.key in asked} or first
        self.is_chosen = chosen != first
        self.shown = chosen | {one.key for one in self.columns if one.fixed}
        self.usual_order = order
        self.usual = usual
        wish = given.get(SORT, "")
        self.order = wish if self._sorted_by(wish) else order

    @property
    def choice(self) -> list[Column]:
        """What a person may show or hide."""
        return [one for one in self.columns if not one.fixed]

    @property
    def heads(self) -> list[Column]:
        """The columns that are shown."""
        return [one for one in self.columns if one.key in self.shown]

    @property
    def css(self) -> str:
        """On a phone a list shows few columns, unless somebody has chosen them."""
        return "table table--chosen" if self.is_chosen else "table"

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """The orders one may ask for: the word of the address, its name, whether it is this one.

        The usual order has no word, so that an address stays short.
        """
        known = [
            (f"{sign}{one.key}", told % {"column": one.label})
            for one in self.columns
            if one.by
            for sign, told in (("", _("%(column)s, ascending")), ("-", _("%(column)s, descending")))
        ]
        if known and not self.usual_order:
            known.insert(0, ("", self.usual or _("As usual")))
        return [
            ("" if word == self.usual_order else word, label, word == self.order)
            for word, label in known
        ]

    @property
    def untold(self) -> set[str]:
        """The words of the address that say nothing here: the order and the columns of everybody."""
        same_order = {SORT} if self.order == self.usual_order else set()
        return same_order if self.is_chosen else {*same_order, NAME}

    def column(self, key: str) -> Column:
        """The column of a key."""
        return next(one for one in self.columns if one.key == key)

    def sorted(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the database in the order asked for; ties by age, the newest first."""
        column, down = self._sorted_by(self.order), self.order.startswith("-")
        if column is None or callable(column.by):
            return rows
        if column.sparse:
            field = F(column.by)
            last = field.desc(nulls_last=True) if down else field.asc(nulls_last=True)
            return rows.order_by(last, "-pk")
        return rows.order_by(f"-{column.by}" if down else column.by, "-pk")

    def arranged(self, rows: Sequence[Row]) -> list[Row]:
        """Rows counted in Python in the order asked for; ties stay as they came."""
        column, down = self._sorted_by(self.order), self.order.startswith("-")
        if column is None or not callable(column.by):
            return list(rows)
        by = column.by
        there = sorted((one for one in rows if by(one) is not None), key=by, reverse=down)
        return [*there, *(one for one in rows if by(one) is None)]

    def _sorted_by(self, word: str) -> Column | None:
        key = word.removeprefix("-")
        return next((one for one in self.columns if one.key == key and one.by), None)
