"""Clients as a board: a column for each working status; who may change clients moves the cards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import change_client_status
from zabota.domain.people.rules import Right
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.boards import Board, move_card, next_cards
from zabota.ui.parts import Ticket
from zabota.ui.templatetags.ui import moment_words
from zabota.web.backoffice.access import rights_of, staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.clients import found_clients, tabs_of
from zabota.web.wording.statuses import TROUBLED, Working, health_of


def board_of(request: HttpRequest, *, at: datetime) -> Board:
    """The clients under the filters of the address."""
    query = request.GET.copy()
    query.pop("after", None)
    asked = f"?{query.urlencode()}" if query else ""

    def ticket(row: Any) -> Ticket:
        return Ticket(
            str(row.pk),
            row.name,
            reverse("office:client", args=[row.pk]),
            reverse("office:move_client", args=[row.pk]) + asked,
            tuple(_lines(row, at)),
            Money(row.paid) if row.paid else None,
        )

    def more(key: str, after: int) -> str:
        following = query.copy()
        following["after"] = str(after)
        return f"{reverse('office:board_more', args=[key])}?{following.urlencode()}"

    return Board(
        found_clients(request, at),
        key="status",
        minor="paid",
        order=("name", "pk"),
        ticket=ticket,
        more=more,
        whole=lambda key: f"{reverse('office:clients')}?state={key}",
    )


def _lines(row: Any, at: datetime) -> list[tuple[str, str]]:
    owner = next(iter(row.owners), None)
    lines = [(str(owner.partner) if owner else _("nobody's"), "")]
    if row.connection in TROUBLED:
        lines.append((_("Connection: %(state)s") % {"state": health_of(row)[0]}, "late"))
    if row.paid_until and row.paid_until < local_date(at):
        day = moment_words(row.paid_until, at)
        lines.append((_("Was paid until %(day)s") % {"day": day}, "wait"))
    return lines


@staff_page(Right.READ)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All columns with their first cards."""
    lanes = board_of(request, at=now()).lanes(Working().kinds)
    movable = Right.CLIENTS in rights_of(request)
    tabs = tabs_of("board")
    return page(
        request, "clients/board.html", section="clients", lanes=lanes, movable=movable, **tabs
    )


@staff_page(Right.READ)
@require_safe
def more(request: HttpRequest, key: str) -> HttpResponse:
    """The next cards of a column, for the place of its "more"."""
    movable = Right.CLIENTS in rights_of(request)
    shown = board_of(request, at=now())
    return next_cards(request, shown, Working().kinds, key, movable=movable)


@staff_page(Right.CLIENTS)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """A card was put into another column."""
    client, at = get_object_or_404(Client, pk=pk), now()

    def deed(to: str, why: str) -> object:
        return change_client_status(client, to=to, at=at, by=str(request.user), why=why)

    return move_card(
        request,
        deed,
        board=lambda: board_of(request, at=at),
        kinds=lambda: Working().kinds,
        address=reverse("office:board"),
    )
