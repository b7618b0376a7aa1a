"""The partner's own history: everything that happened, day by day, filtered, as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.partners.models import Partner
from zabota.kit.clock import day_typed, local_date, now
from zabota.ui.lists import MOST_LINES, csv_of, one_page, wants_csv, whole, word
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.traces import Wish, clients_of, list_traces
from zabota.web.cabinet.words.happened import kinds
from zabota.web.cabinet.words.history import Happening, days_of, happenings_of

A_PIECE = 2_000


@members_page
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Newest first; the number of questions does not grow with what happened."""
    partner, wish = partner_of(request), _wish(request)
    rows = list_traces(partner, wish)
    if wants_csv(request):
        header = [_("When"), _("What"), _("Client"), _("Amount"), _("Who"), _("Why")]
        return csv_of("history", header, _pieces(partner, rows), _line)
    shown = one_page(request, rows)
    return page(
        request,
        "history.html",
        section="history",
        page=shown,
        days=days_of(happenings_of(partner, list(shown))),
        kinds=kinds(),
        clients=list(clients_of(partner)),
        statement=_statement(wish),
        narrowed=wish != Wish(),
    )


def _wish(request: HttpRequest) -> Wish:
    known = {kind for kind, _label in kinds()}
    kind = word(request, "kind")
    return Wish(
        kind=kind if kind in known else "",
        client_id=whole(request, "client"),
        words=word(request),
        first=day_typed(word(request, "from")),
        last=day_typed(word(request, "to")),
    )


def _statement(wish: Wish) -> str:
    """The account for the same days; without days it begins with the month."""
    today = local_date(now())
    first, last = wish.first or today.replace(day=1), wish.last or today
    days = urlencode({"from": first.isoformat(), "to": last.isoformat()})
    return f"{reverse('cabinet:statement')}?{days}"


def _pieces(partner: Partner, rows: QuerySet[Any]) -> Iterator[Happening]:
    traces = list(rows[:MOST_LINES])
    for start in range(0, len(traces), A_PIECE):
        yield from happenings_of(partner, traces[start : start + A_PIECE])


def _line(one: Happening) -> Sequence[Any]:
    return [one.at, one.what, one.client, one.amount or "", one.who, one.why]
