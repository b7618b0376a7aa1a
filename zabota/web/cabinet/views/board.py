"""The partner's clients as a board: a column for each working status, cards one can move."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.cards.operations import move_client
from zabota.domain.cards.queries import list_tags
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.boards import Board, move_card, next_cards
from zabota.ui.parts import Ticket
from zabota.ui.templatetags.ui import moment_words
from zabota.web.cabinet.access import may_write, members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.mine import clients_of, filtered
from zabota.web.cabinet.views.cards import client_of
from zabota.web.cabinet.views.clients import client_tabs
from zabota.web.visiting import visit_of
from zabota.web.wording.statuses import TROUBLED, Working, health_of

ORDER = (F("step_on").asc(nulls_last=True), "client__name", "pk")


def board_of(request: HttpRequest, *, at: datetime) -> Board:
    """His clients under the filters of the address."""
    query = request.GET.copy()
    query.pop("after", None)
    asked = f"?{query.urlencode()}" if query else ""
    listed = reverse("cabinet:clients")

    def ticket(row: Any) -> Ticket:
        return Ticket(
            str(row.client_id),
            row.client.name,
            reverse("cabinet:client", args=[row.client_id]),
            reverse("cabinet:move_client", args=[row.client_id]) + asked,
            tuple(_lines(row, at)),
            Money(row.paid_minor) if row.paid_minor else None,
        )

    def more(key: str, after: int) -> str:
        following = query.copy()
        following["after"] = str(after)
        return f"{reverse('cabinet:board_more', args=[key])}?{following.urlencode()}"

    return Board(
        filtered(request, clients_of(partner_of(request), at=at), at=at),
        key="client__status",
        minor="paid_minor",
        order=ORDER,
        ticket=ticket,
        more=more,
        whole=lambda key: f"{listed}?status={key}",
    )


def _lines(row: Any, at: datetime) -> list[tuple[str, str]]:
    lines = []
    today = local_date(at)
    if row.step:
        late = row.step_on < today
        lines.append((f"{row.step}, {moment_words(row.step_on, at)}", "late" if late else ""))
    if row.client.connection in TROUBLED:
        lines.append((_("Connection: %(state)s") % {"state": health_of(row.client)[0]}, "late"))
    if row.client.paid_until and row.client.paid_until < today:
        day = moment_words(row.client.paid_until, at)
        lines.append((_("Was paid until %(day)s") % {"day": day}, "wait"))
    if row.tags:
        lines.append((" · ".join(row.tags), ""))
    return lines


def _may_move(request: HttpRequest) -> bool:
    return may_write(request) and visit_of(request) is None


@members_page
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All columns with their first cards."""
    at = now()
    return page(
        request,
        "clients/board.html",
        section="clients",
        lanes=board_of(request, at=at).lanes(Working().kinds),
        tags=list_tags(partner_of(request)),
        tabs=client_tabs(request, "board"),
        may_move=_may_move(request),
        anybody=partner_of(request).attributions.exists(),
    )


@members_page
@require_safe
def more(request: HttpRequest, key: str) -> HttpResponse:
    """The next cards of a column, for the place of its "more"."""
    movable = _may_move(request)
    shown = board_of(request, at=now())
    return next_cards(request, shown, Working().kinds, key, movable=movable)


@members_page
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """A card was put into another column."""
    client, partner, at = client_of(request, pk), partner_of(request), now()

    def deed(to: str, why: str) -> object:
        return move_client(client, partner=partner, to=to, at=at, by=str(request.user), why=why)

    return move_card(
        request,
        deed,
        board=lambda: board_of(request, at=at),
        kinds=lambda: Working().kinds,
        address=reverse("cabinet:board"),
    )
