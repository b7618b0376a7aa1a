"""Receipts of the self-employed: which have come, which are owed, and what staff say of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.models import Payout, Receipt, ReceiptStatus
from zabota.domain.payouts.operations.receipts import accept_receipts, annul_receipt, return_receipt
from zabota.domain.payouts.queries.receipts import is_received
from zabota.domain.payouts.rules.npd import overdue_before, receipt_due_on
from zabota.domain.people.rules import Right
from zabota.kit.clock import local_date, now, start_of_day
from zabota.kit.money import Money
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, picked, wants_csv, whole, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.payouts import payout_tabs, receipt_states

LIVE = Receipt.objects.filter(payout=OuterRef("pk")).exclude(status=ReceiptStatus.RETURNED)


@staff_page(Right.READ)
@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """Paid payouts of the self-employed, each with its receipt or the day it is owed by."""
    at = now()
    table = Table(request, columns(), order="-paid")
    rows = table.sorted(_found(request, at))
    if wants_csv(request):
        header = [_("Order"), _("Partner"), _("INN"), _("Paid"), _("Amount"), _("Owed by"),
                  _("Receipt"), _("State"), _("Entered"), _("Looked at by")]  # fmt: skip
        return csv_of("receipts", header, rows, _line)
    every = receipts_of()
    return page(
        request,
        "payouts/receipts.html",
        section="payouts",
        tabs=payout_tabs("receipts"),
        page=one_page(request, rows),
        states=receipt_states(),
        table=table,
        shelf=views.of(request, "receipts", table),
        to_look_at=_in_state(every, "entered", at).count(),
        awaited=_in_state(every, "awaited", at).count(),
        overdue=_in_state(every, "overdue", at).count(),
    )


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("partner", _("Partner"), by="partner__name", fixed=True),
        Column("order", _("Order"), by="order_number"),
        Column("inn", _("INN"), first=False, by="inn"),
        Column("paid", _("Paid"), by="settled_at"),
        Column("receipt", _("Receipt")),
        Column("state", _("State")),
        Column("looked", _("Looked at by"), first=False),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
    ]


def receipts_of(partner_id: int | None = None) -> QuerySet[Payout]:
    """Payouts that a receipt is owed for, with every receipt that came, the newest first."""
    rows = Payout.objects.filter(is_received(), legal_form=LegalForm.NPD)
    if partner_id is not None:
        rows = rows.filter(partner=partner_id)
    came = Prefetch("receipts", Receipt.objects.order_by("-pk"), to_attr="came")
    return rows.select_related("partner").prefetch_related(came).order_by("-settled_at", "-pk")


def _found(request: HttpRequest, at: datetime) -> QuerySet[Payout]:
    rows = _in_state(receipts_of(whole(request, "partner")), word(request, "state"), at)
    if said := word(request):
        rows = rows.filter(
            Q(partner__name__icontains=said)
            | Q(inn=said)
            | Q(receipts__number__iexact=said)
            | Q(order_number=int(said) if said.isdecimal() and len(said) < 7 else None)
        ).distinct()
    return during(request, rows, "settled_at")


def _in_state(rows: QuerySet[Payout], state: str, at: datetime) -> QuerySet[Payout]:
    if state in (ReceiptStatus.ENTERED, ReceiptStatus.ACCEPTED):
        return rows.filter(Exists(LIVE.filter(status=state)))
    if state in ("awaited", "overdue"):
        rows = rows.filter(~Exists(LIVE))
    if state == "overdue":
        rows = rows.filter(settled_at__lt=start_of_day(overdue_before(local_date(at))))
    return rows


def _line(one: Any) -> list[Any]:
    receipt = one.came[0] if one.came else None
    return [
        one.order_number, one.partner.name, one.inn, one.settled_at,
        Money(one.amount_minor, one.currency), receipt_due_on(local_date(one.settled_at)),
        receipt and (receipt.link or receipt.number), receipt and (_("annulled") if receipt.annulled else receipt.get_status_display()),
        receipt and receipt.entered_at, receipt and receipt.decided_by,
    ]  # fmt: skip


@staff_page(Right.PAYOUTS)
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """The chosen receipts are right."""
    chosen = picked(request.POST.getlist("receipt"))
    taken = accept_receipts(chosen[:1000], at=now(), by=str(request.user))
    if taken:
        words = ngettext("%(n)s receipt is accepted", "%(n)s receipts are accepted", taken)
        say(request, words % {"n": taken})
    else:
        say(request, _("Choose receipts that wait for a look."), tone="wait")
    return back(request, "office:receipts")


@staff_page(Right.PAYOUTS)
@require_POST
def annul(request: HttpRequest, pk: int) -> HttpResponse:
    """The tax service shows a receipt as annulled: the partner owes another one at once."""
    receipt = get_object_or_404(Receipt.objects.select_related("payout"), pk=pk)
    with refusals_said(request):
        annul_receipt(receipt, reason=reason_of(request), at=now(), by=str(request.user))
        say(
            request,
            _("Noted: the next payout waits for another receipt, the partner gets a letter."),
        )
    return back(request, "office:receipts")


@staff_page(Right.PAYOUTS)
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A receipt is not right: the partner reads why and enters another one."""
    receipt = get_object_or_404(Receipt.objects.select_related("payout"), pk=pk)
    with refusals_said(request):
        return_receipt(receipt, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, _("The receipt is given back; the partner gets a letter with the reason."))
    return back(request, "office:receipts")
