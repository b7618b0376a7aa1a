"""Payouts: what is due and who cannot be paid, single payouts, and how one fails by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.partners.models import BankDetails, Partner
from zabota.domain.payouts.models import (
    BATCH_NOT_LEFT,
    Batch,
    Payout,
    PayoutStatus,
    Rail,
)
from zabota.domain.payouts.operations.forming import split_ready
from zabota.domain.payouts.operations.proposing import bank_day
from zabota.domain.payouts.queries import Due, list_due
from zabota.domain.payouts.queries.batches import list_counted_batches
from zabota.domain.payouts.queries.carriers import is_open
from zabota.domain.payouts.queries.hurdles import Hurdle
from zabota.domain.payouts.queries.returned import Place, find_returned
from zabota.domain.payouts.queries.stuck import is_stuck
from zabota.domain.people.rules import Right
from zabota.flows.batch_formed import batch_formed
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.acting import refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, whole, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.balances import balance_shown
from zabota.web.backoffice.views.desk import PROMISE, due_text, horizon
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.payouts import horizons, payout_tabs
from zabota.web.backoffice.words.reasons import left_out_sentence


class Person(NamedTuple):
    """A partner with money due, and everything against paying him now."""

    due: Due
    partner: Partner
    start: datetime
    hurdles: tuple[Hurdle, ...]
    rail: str = ""
    returned: Payout | None = None

    @property
    def reason(self) -> str:
        """The weightiest hurdle, empty when he can be paid."""
        return self.hurdles[0].reason if self.hurdles else ""


class Choice(NamedTuple):
    """A horizon of a batch with what it would take and leave out, each currency by itself."""

    word: str
    label: str
    payouts: int
    total: str
    late: int
    left_out: int
    left_total: str


@staff_page(Right.READ)
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Everybody with money due before the horizon, by deadline, and why some cannot be paid."""
    at = now()
    by = word(request, "by") or "all"
    everybody = _people(at)
    choices = [_choice(name, label, everybody, at) for name, label in horizons()]
    people = [one for one in everybody if one.due.due_at < horizon(by, at)]
    if found := word(request).lower():
        people = [
            one for one in people if found in one.partner.name.lower() or found == one.partner.inn
        ]
    if word(request, "cannot"):
        people = [one for one in people if one.reason]
    table = Table(request, due_columns(), order="due")
    people = table.arranged(people)
    if wants_csv(request):
        header = [_("Partner"), _("INN"), _("Rewards"), _("Deadline"), _("Amount"), _("Why not")]
        return csv_of("due", header, people, _due_line)
    return page(
        request,
        "payouts/due.html",
        section="payouts",
        tabs=payout_tabs("due"),
        by=by,
        horizons=horizons(),
        page=one_page(request, people),
        table=table,
        shown=next((choice for choice in choices if choice.word == by), choices[0]),
        choices=[choice for choice in choices if choice.payouts],
        bank=_bank(at),
        gateway=balance_shown() if is_open(Rail.YOOKASSA) else None,
    )


def due_columns() -> list[Column]:
    """What the list of those to be paid may show."""
    return [
        Column("partner", _("Partner"), by=lambda one: one.partner.name.lower(), fixed=True),
        Column("inn", _("INN"), first=False, by=lambda one: one.partner.inn),
        Column("due", _("Deadline"), by=lambda one: one.due.due_at),
        Column("rewards", _("Rewards"), by=lambda one: one.due.rewards, numeric=True),
        Column("can", _("Can be paid"), by=lambda one: str(one.reason)),
        Column("amount", _("Amount"), by=lambda one: one.due.amount_minor, numeric=True),
    ]


class Bank(NamedTuple):
    """The coming cut-off, since when its countdown runs, and the proposals that wait for it."""

    cut_off_at: datetime
    start: datetime
    today: bool
    proposals: list[Batch]


def _bank(at: datetime) -> Bank:
    hours = bank_day(at=at)
    cut_off = hours.coming_cut_off(at)
    day = hours.day_of(cut_off)
    waiting = list_counted_batches().filter(proposed=True, status__in=BATCH_NOT_LEFT)
    return Bank(
        cut_off, hours.proposal_on(day), day == hours.day_of(at), list(waiting.order_by("pk"))
    )


STUCK = "stuck"  # in the address of the list


def _people(at: datetime) -> list[Person]:
    rows = list_due(before=horizon("all", at))
    ready, left_out = split_ready(rows, at=at)
    rails = {(one.partner.pk, one.due.currency): str(Rail(one.rail).label) for one in ready}
    places = {(one.partner.pk, one.due.currency): one.details for one in ready}
    returned = find_returned(one.partner.pk for one in ready)
    hurdles = {(row.partner_id, row.currency): row.hurdles for row in left_out}
    partners = Partner.objects.in_bulk([row.partner_id for row in rows])
    return [
        Person(
            row,
            partners[row.partner_id],
            row.due_at - PROMISE,
            hurdles.get((row.partner_id, row.currency), ()),
            rails.get((row.partner_id, row.currency), ""),
            _returned_from(places.get((row.partner_id, row.currency)), returned),
        )
        for row in rows
    ]


def _returned_from(details: BankDetails | None, returned: Mapping[Place, Payout]) -> Payout | None:
    """The payout that came back from where this money would go."""
    return returned.get((details.partner_id, details.account, details.bic)) if details else None


def _choice(name: str, label: str, everybody: list[Person], at: datetime) -> Choice:
    within = [one for one in everybody if one.due.due_at < horizon(name, at)]
    ready = [one.due for one in within if not one.reason]
    left_out = [one.due for one in within if one.reason]
    return Choice(
        name,
        label,
        payouts=len(ready),
        total=due_text(ready),
        late=sum(row.due_at < at for row in ready),
        left_out=len(left_out),
        left_total=due_text(left_out),
    )


def _due_line(one: Person) -> list[Any]:
    return [
        one.partner.name, one.partner.inn, one.due.rewards, one.due.due_at,
        Money(one.due.amount_minor, one.due.currency),
        "; ".join(left_out_sentence(hurdle.reason) for hurdle in one.hurdles),
    ]  # fmt: skip


@staff_page(Right.PAYOUTS)
@require_POST
def form(request: HttpRequest) -> HttpResponse:
    """Form a batch of what is due before the horizon."""
    with refusals_said(request):
        at = now()
        formed = batch_formed(
            before=horizon(request.POST.get("by", "all"), at),
            at=at,
            by=str(request.user),
            person=request.user,  # type: ignore[arg-type]
        )
        if formed.left_out:
            say(
                request,
                ngettext(
                    "The batch is formed. %(n)d partner was left out, %(sum)s in all.",
                    "The batch is formed. %(n)d partners were left out, %(sum)s in all.",
                    len(formed.left_out),
                )
                % {"n": len(formed.left_out), "sum": due_text(formed.left_out)},
                tone="wait",
            )
        else:
            say(request, _("The batch is formed. Look it through and approve it."))
        if len(formed.batches) > 1:
            return redirect("office:batches")
        return redirect("office:batch", formed.batch.pk)
    return redirect("office:due")


@staff_page(Right.READ)
@require_safe
def payouts(request: HttpRequest) -> HttpResponse:
    """All payouts, newest first."""
    table = Table(request, columns(), order="-formed")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        header = [_("Number"), _("Partner"), _("INN"), _("Amount"), _("State"), _("Deadline"),
                  _("Formed"), _("Paid"), _("Batch"), _("Failure")]  # fmt: skip
        return csv_of("payouts", header, rows, _line)
    return page(
        request,
        "payouts/list.html",
        section="payouts",
        tabs=payout_tabs("payouts"),
        page=one_page(request, rows),
        states=[(STUCK, _("Needs a look")), *PayoutStatus.choices],
        table=table,
        shelf=views.of(request, "payouts", table),
    )


def columns() -> list[Column]:
    """What the list of payouts may show."""
    return [
        Column("number", _("Order"), by="order_number"),
        Column("partner", _("Partner"), by="partner__name", fixed=True),
        Column("inn", _("INN"), first=False, by="inn"),
        Column("state", _("State"), by="status"),
        Column("due", _("Deadline"), first=False, by="due_at"),
        Column("formed", _("Formed"), by="formed_at"),
        Column("paid", _("Paid"), by="settled_at", sparse=True),
        Column("batch", _("Batch"), first=False, by="batch"),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
    ]


def _found(request: HttpRequest) -> QuerySet[Payout]:
    rows = Payout.objects.select_related("partner")
    if found := word(request):
        number = (
            Q(order_number=int(found))
            if found.isascii() and found.isdigit() and len(found) < 7
            else Q()
        )
        rows = rows.filter(Q(partner__name__icontains=found) | Q(inn=found) | number)
    state = word(request, "state")
    if state == STUCK:
        rows = rows.filter(is_stuck())
    elif state:
        rows = rows.filter(status=state)
    if partner := whole(request, "partner"):
        rows = rows.filter(partner=partner)
    return during(request, rows, "formed_at")


def _line(payout: Payout) -> list[Any]:
    return [
        payout.order_number, payout.partner.name, payout.inn,
        Money(payout.amount_minor, payout.currency), payout.get_status_display(), payout.due_at,
        payout.formed_at, payout.settled_at, payout.batch_id, payout.failure,
    ]  # fmt: skip
