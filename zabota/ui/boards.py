"""Boards from rows: heads counted in one statement, the first cards of all lanes in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import refused_in_place, sentence_of
from zabota.ui.lists import whole
from zabota.ui.parts import Lane, Ticket
from zabota.ui.toasts import say

A_LANE = 20


class Kind(NamedTuple):
    """A kind of lane: a closed one takes no cards, one that asks wants to know why they come."""

    key: str
    word: str
    tone: str
    closed: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """How rows become a board: `key` is the field of the lane, `minor` the sum, `order` within a lane.

    `ticket` makes a card of a row; `more` and `whole` give the addresses of a lane's next cards and
    of the list of all of them.
    """

    rows: QuerySet[Any]
    key: str
    minor: str
    order: Sequence[Any]
    ticket: Callable[[Any], Ticket]
    more: Callable[[str, int], str]
    whole: Callable[[str], str]

    def heads(self) -> dict[str, tuple[int, Money]]:
        """How many rows each lane has, and their sum."""
        counted = self.rows.order_by().values(self.key)
        sums = counted.annotate(n=Count("pk"), total=Sum(self.minor))
        return {row[self.key]: (row["n"], Money(row["total"] or 0)) for row in sums}

    def lanes(self, kinds: Iterable[Kind]) -> list[Lane]:
        """All lanes of the kinds; a closed one only if it has rows."""
        heads, first = self.heads(), self._first()
        return [
            self._lane(kind, heads.get(kind.key, (0, Money(0))), first[kind.key])
            for kind in kinds
            if not kind.closed or kind.key in heads
        ]

    def next_of(self, kind: Kind, *, after: int) -> Lane:
        """A lane with the cards that follow those already shown."""
        rows = self.rows.filter(**{self.key: kind.key})
        shown = list(rows.order_by(*self.order)[after : after + A_LANE])
        return self._lane(kind, (rows.count(), Money(0)), shown, after=after)

    def _first(self) -> dict[str, list[Any]]:
        place = Window(RowNumber(), partition_by=[F(self.key)], order_by=list(self.order))
        rows = self.rows.order_by(*self.order).annotate(place_in_lane=place)
        found: dict[str, list[Any]] = defaultdict(list)
        path = self.key.split("__")
        for row in rows.filter(place_in_lane__lte=A_LANE):
            value = row
            for name in path:
                value = getattr(value, name)
            found[str(value)].append(row)
        return found

    def _lane(
        self,
        kind: Kind,
        head: tuple[int, Money],
        rows: Sequence[Any],
        *,
        after: int = 0,
    ) -> Lane:
        key, label, tone, closed, asks = kind
        reached = after + len(rows)
        more = self.more(key, reached) if reached < head[0] else ""
        tickets = tuple(self.ticket(row) for row in rows)
        return Lane(key, label, tone, *head, tickets, more, self.whole(key), closed, asks)


def next_cards(
    request: HttpRequest, board: Board, kinds: Sequence[Kind], key: str, *, movable: bool = True
) -> HttpResponse:
    """The cards that follow, for the place of a lane's "more"."""
    kind = next((one for one in kinds if one.key == key), None)
    if kind is None:
        raise Http404(key)
    lane = board.next_of(kind, after=whole(request, "after") or 0)
    lanes = [Lane(*one[:3]) for one in kinds if not one.closed]
    shown = {"lane": lane, "lanes": lanes, "movable": movable}
    return render(request, "ui/parts/kanban_next.html", shown)


def move_card(
    request: HttpRequest,
    deed: Callable[[str, str], object],
    *,
    board: Callable[[], Board],
    kinds: Callable[[], Sequence[Kind]],
    address: str,
) -> HttpResponse:
    """Do the deed with the lane the card was put into and the reason given; a refusal is said.

    htmx gets the heads of all lanes counted anew, or a 422 after which the page puts the card back;
    a plain form comes back to the board under the same filters.
    """
    in_place = bool(request.headers.get("HX-Request"))
    try:
        deed(request.POST.get("to", ""), request.POST.get("why", "").replace("\x00", ""))
    except Refusal as refusal:
        if in_place:
            return refused_in_place(refusal)
        say(request, sentence_of(refusal), tone="late")
    if not in_place:
        return redirect(f"{address}?{request.GET.urlencode()}")
    heads = board().heads()
    lanes = [
        Lane(*kind[:3], *heads.get(kind.key, (0, Money(0))))
        for kind in kinds()
        if not kind.closed or kind.key in heads
    ]
    return render(request, "ui/parts/kanban_moved.html", {"lanes": lanes})
