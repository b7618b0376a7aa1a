"""The balance of payouts at a gateway: ours and theirs, and what changed it besides payouts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.rails.operations.asking import ask_balances
from zabota.domain.payouts.models import BalanceMove, BalanceWord, MoveKind, Rail
from zabota.domain.payouts.operations.balances import MoveFact
from zabota.domain.payouts.queries.balances import get_books_balance, get_under_way
from zabota.domain.people.rules import Right
from zabota.flows.balance_moved import balance_move_undone, balance_moved
from zabota.kit.clock import local_date, now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.typed import amount_of
from zabota.web.backoffice.words.payouts import payout_tabs

RAIL = Rail.YOOKASSA  # the only one that pays out of a balance of its own


@staff_page(Right.READ)
@require_safe
def balance(request: HttpRequest) -> HttpResponse:
    """What the books say, what YooKassa says, and every top-up."""
    rows = BalanceMove.objects.filter(rail=RAIL)
    if (kind := word(request, "kind")) in MoveKind.values:
        rows = rows.filter(kind=kind)
    table = Table(request, columns(), order="-day")
    rows = table.sorted(during(request, rows, "booked_at"))
    if wants_csv(request):
        header = [_("Day"), _("What"), _("Amount"), _("Note"), _("Booked by"), _("Undone")]
        return csv_of("balance", header, rows, _cells)
    return page(
        request,
        "payouts/balance.html",
        section="payouts",
        tabs=payout_tabs("balance"),
        page=one_page(request, rows),
        kinds=MoveKind.choices,
        table=table,
        today=local_date(now()),
        **balance_shown(),
    )


def columns() -> list[Column]:
    """What the list of changes may show."""
    return [
        Column("what", _("What"), by="kind", fixed=True),
        Column("day", _("Day"), by="on"),
        Column("by", _("Booked by"), by="booked_by"),
        Column("undone", _("Undone"), first=False, by="undone_at", sparse=True),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
        Column("undo", _("Undo"), fixed=True, head=False),
    ]


def balance_shown() -> dict[str, Any]:
    """Ours, what is under way, theirs, and by how much they differ."""
    said = BalanceWord.objects.filter(rail=RAIL).first()
    return {
        "ours": Money(get_books_balance(RAIL)),
        "under_way": Money(get_under_way(RAIL)),
        "said": said,
        "theirs": Money(said.said_minor, said.currency) if said else None,
        "differs": Money(said.differs_minor, said.currency) if said else None,
    }


def _cells(move: BalanceMove) -> list[Any]:
    return [
        move.on, move.get_kind_display(), Money(move.amount_minor, move.currency), move.note,
        move.booked_by, move.undone_at,
    ]  # fmt: skip


@staff_page(Right.PAYOUTS)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask YooKassa now how much is left."""
    with refusals_said(request):
        if not ask_balances(at=now()):
            raise Refusal(
                "YooKassa has not told its balance now. Try again in a while.", code="no_balance"
            )
        say(request, _("YooKassa has answered."))
    return redirect("office:balance")


@staff_page(Right.PAYOUTS)
@require_POST
def book(request: HttpRequest) -> HttpResponse:
    """Write a change of the balance down by hand."""
    with refusals_said(request):
        kind = request.POST.get("kind", "")
        if kind not in MoveKind.values:
            raise Refusal("Say what changed the balance.", code="no_kind")
        fact = MoveFact(
            rail=RAIL,
            kind=kind,
            amount_minor=amount_of(request, "RUB"),
            currency="RUB",
            on=_day(request),
            note=request.POST.get("note", "").replace("\x00", "").strip(),
        )
        balance_moved([fact], at=now(), by=str(request.user))
        say(request, _("It is booked. If that was a mistake, undo it in the list."))
    return redirect("office:balance")


def _day(request: HttpRequest) -> date:
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise Refusal("Give the day of it.", code="no_day") from None
    if day.year < 2000:
        raise Refusal("Give the day of it.", code="no_day")
    return day


@staff_page(Right.PAYOUTS)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """It was booked by mistake; the books get the opposite line."""
    move = get_object_or_404(BalanceMove, pk=pk, rail=RAIL)
    with refusals_said(request):
        balance_move_undone(move, at=now(), by=str(request.user))
        say(request, _("It is undone; both lines stay in the books."))
    return redirect("office:balance")
