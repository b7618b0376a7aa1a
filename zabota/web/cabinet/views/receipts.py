"""Receipts of the self-employed: which are owed and by when, those entered, the limit of the year."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from zabota.domain.partners.rules import MemberRight
from zabota.domain.payouts.models import Payout, PayoutStatus, Receipt, ReceiptStatus
from zabota.domain.payouts.operations.receipts import enter_receipts
from zabota.domain.payouts.queries.receipts import list_unreceipted, sum_of_year
from zabota.domain.payouts.rules.npd import YEARLY_LIMIT_MINOR, nears_limit
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.acting import sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.cabinet.access import partner_of, partner_page
from zabota.web.cabinet.forms.receipts import ReceiptsForm, field_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.saved import views

MOST_AT_ONCE = 50


@partner_page(MemberRight.READ, to_change=MemberRight.PAPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest) -> HttpResponse:
    """What is owed with a field each, then everything entered."""
    partner, today = partner_of(request), local_date(now())
    table = Table(request, columns(), order="-entered")
    rows = table.sorted(_entered(request))
    if wants_csv(request):
        header = [_("Payment order"), _("Paid"), _("Amount"), _("Receipt"), _("Status"),
                  _("Entered"), _("Reason")]  # fmt: skip
        return csv_of("receipts", header, rows, _line)
    awaited = list_unreceipted([partner.pk])
    posted = request.POST if request.method == "POST" else None
    form = ReceiptsForm(posted, awaited=awaited[:MOST_AT_ONCE], today=today)
    if form.is_bound and form.is_valid() and _enter(request, form):
        return redirect("cabinet:receipts")
    return page(
        request,
        "receipts/list.html",
        section="receipts",
        form=form,
        owed=awaited,
        more=max(0, len(awaited) - MOST_AT_ONCE),
        late=[one for one in awaited if one.due_on < today],
        sum=Money(sum(one.payout.amount_minor for one in awaited)),
        vendor=settings.VENDOR,
        returned=_to_annul(request),
        page=one_page(request, rows),
        statuses=ReceiptStatus.choices,
        table=table,
        shelf=views.of(request, "receipts", table),
        **_year(partner.pk, today.year),
        status=422 if form.is_bound else 200,
    )


def columns() -> list[Column]:
    """What the list of entered receipts may show."""
    return [
        Column("receipt", _("Receipt"), by="number", fixed=True),
        Column("status", _("Status"), by="status"),
        Column("payout", _("Payout"), by="payout__order_number"),
        Column("paid", _("Paid"), first=False, by="payout__settled_at", sparse=True),
        Column("entered", _("Entered"), by="entered_at"),
        Column("why", _("Reason"), first=False),
        Column("amount", _("Amount"), by="payout__amount_minor", numeric=True),
    ]


def _enter(request: HttpRequest, form: ReceiptsForm) -> bool:
    """Take what is right; what is not goes to its field. Whether nothing is left to put right."""
    typed = form.typed()
    if not typed:
        say(request, _("Paste at least one link first."), tone="wait")
        return True
    refused = enter_receipts(typed, at=now(), by=str(request.user))
    for pk, refusal in refused.items():
        form.add_error(field_of(pk), sentence_of(refusal))
    taken = [pk for pk in typed if pk not in refused]
    for pk in taken:
        form.fields.pop(field_of(pk), None)
    if taken:
        words = ngettext("%(n)s receipt is entered.", "%(n)s receipts are entered.", len(taken))
        say(request, words % {"n": len(taken)})
    return not refused


def _year(partner_id: int, year: int) -> dict[str, Any]:
    paid = sum_of_year([partner_id], year=year).get(partner_id, 0)
    return {
        "year": year,
        "paid": Money(paid),
        "limit": Money(YEARLY_LIMIT_MINOR),
        "left": Money(max(0, YEARLY_LIMIT_MINOR - paid)),
        "percent": paid * 100 // YEARLY_LIMIT_MINOR,
        "nears": nears_limit(paid),
    }


def _entered(request: HttpRequest) -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(payout__partner=partner_of(request)).select_related("payout")
    if (status := word(request, "status")) in ReceiptStatus.values:
        rows = rows.filter(status=status)
    return during(request, rows, "payout__settled_at")


def _to_annul(request: HttpRequest) -> QuerySet[Receipt]:
    """Receipts for money that the bank returned afterwards."""
    live = Receipt.objects.filter(payout__partner=partner_of(request)).select_related("payout")
    back = live.filter(payout__status=PayoutStatus.FAILED, payout__advances=None)
    return back.exclude(status=ReceiptStatus.RETURNED)


def _line(one: Receipt) -> list[Any]:
    payout: Payout = one.payout
    return [
        payout.order_number, payout.settled_at, Money(payout.amount_minor, payout.currency),
        one.link or one.number, one.get_status_display(), one.entered_at, one.decided_why,
    ]  # fmt: skip
