"""Payouts: what has left, what is on its way, and what each is made of."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.papers.queries.lists import find_notice
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.payouts.operations.taking_out import find_taking_out
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.parts import Step
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.saved import views
from zabota.web.cabinet.waiting import list_waits
from zabota.web.wording.payout_items import item_columns, item_header, item_line, items_of


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("number", _("Payment order"), by="order_number", fixed=True),
        Column("formed", _("Formed"), by="formed_at"),
        Column("status", _("Status"), by="status"),
        Column("settled", _("Paid"), first=False, by="settled_at", sparse=True),
        Column("account", _("Account")),
        Column("purpose", _("Purpose"), first=False),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
    ]


@members_page
@require_safe
def payouts(request: HttpRequest) -> HttpResponse:
    """All payouts, newest first."""
    rows = Payout.objects.filter(partner=partner_of(request))
    if word(request, "status") in PayoutStatus.values:
        rows = rows.filter(status=word(request, "status"))
    rows = during(request, rows, "formed_at")
    table = Table(request, columns(), order="-formed")
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Payment order"), _("Formed"), _("Amount"), _("Status"), _("Paid"),
                  _("Account"), _("Purpose")]  # fmt: skip
        return csv_of("payouts", header, rows, _line)
    return page(
        request,
        "payouts/list.html",
        section="payouts",
        page=one_page(request, rows),
        statuses=PayoutStatus.choices,
        waits=list_waits(partner_of(request), at=now()),
        table=table,
        shelf=views.of(request, "payouts", table),
    )


def _line(payout: Payout) -> list[Any]:
    return [
        payout.order_number,
        payout.formed_at,
        Money(payout.amount_minor, payout.currency),
        payout.get_status_display(),
        payout.settled_at,
        f"…{payout.account[-4:]}",
        payout.purpose,
    ]


@members_page
@require_safe
def payout(request: HttpRequest, pk: int) -> HttpResponse:
    """One payout: where it is, and every reward in it."""
    found = get_object_or_404(Payout, pk=pk, partner=partner_of(request))
    table = Table(request, item_columns(), order="-amount")
    items = table.sorted(items_of(found))
    if wants_csv(request):
        return csv_of(
            f"payout-{found.order_number}", item_header(), items.select_related("payout"), item_line
        )
    return page(
        request,
        "payouts/payout.html",
        section="payouts",
        payout=found,
        steps=_steps(found),
        taken_out=find_taking_out(found),
        page=one_page(request, items),
        table=table,
        notice=find_notice(found),
        advances=found.advances.order_by("pk"),
    )


def _steps(payout: Payout) -> list[Step]:
    order = [PayoutStatus.FORMED, PayoutStatus.APPROVED, PayoutStatus.SENT, PayoutStatus.SETTLED]
    labels = [_("Formed"), _("Approved"), _("On the way"), _("Paid")]
    if payout.status in (PayoutStatus.FAILED, PayoutStatus.CANCELLED):
        end = _("Returned") if payout.status == PayoutStatus.FAILED else _("Cancelled")
        return [*(Step(label, "done") for label in labels[:1]), Step(end, "failed")]
    on_the_way = payout.status == PayoutStatus.UNKNOWN  # whether it arrived, is being asked
    reached = order.index(PayoutStatus.SENT if on_the_way else PayoutStatus(payout.status))
    last = len(order) - 1
    return [
        Step(
            label, "done" if n < reached or reached == last else "now" if n == reached else "later"
        )
        for n, label in enumerate(labels)
    ]
