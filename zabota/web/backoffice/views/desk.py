"""Today's desk: what needs somebody, and whether the promise is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.bank.operations.days import list_files
from zabota.connectors.connections.models import LaterSlip
from zabota.connectors.connections.operations.slip_outcomes import needs_somebody
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.invoices.queries import VatRateGone, find_vat_trouble
from zabota.domain.partners.models import Partner
from zabota.domain.partners.queries import list_vat_gone
from zabota.domain.payments.queries import list_waiting
from zabota.domain.payouts.models import BATCH_NOT_LEFT, Batch, BatchStatus, Payout
from zabota.domain.payouts.operations.forming import LeftOut, split_ready
from zabota.domain.payouts.queries import Due, list_due
from zabota.domain.payouts.queries.batches import list_counted_batches
from zabota.domain.payouts.queries.stuck import is_stuck, list_late
from zabota.domain.people.rules import Right
from zabota.domain.rewards.models import Hold, Reward
from zabota.kit.clock import end_of_day, local_date, now
from zabota.kit.events.models import Event
from zabota.kit.money import DEFAULT_CURRENCY, Money
from zabota.kit.queue import defer
from zabota.kit.workdays import find_unknown_year
from zabota.ui.acting import sentence_of
from zabota.ui.amounts import sums_text
from zabota.ui.lists import whole
from zabota.ui.toasts import say
from zabota.web.backoffice.access import rights_of, staff_page
from zabota.web.backoffice.frame import page, part
from zabota.web.backoffice.views.desks import keeper_desk, support_desk

SHOWN = 8
PROMISE = timedelta(days=3)  # before a deadline the bar of its countdown begins to fill
A_WEEKEND = 3  # days without a statement that nobody misses
MOST_LOOKS = 30  # for the outcome of a check, one a second; then the worker is said not to run
PROVE_BOOKS = "config.prove_books"


@staff_page(Right.READ)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is due and late, what is unmatched or failed, and whether the books are right.

    Support and the partner manager have first pages of their own.
    """
    rights = rights_of(request)
    if rights == {Right.READ}:
        return support_desk(request)
    if Right.PARTNERS in rights and Right.PAYOUTS not in rights:
        return keeper_desk(request)
    at = now()
    tonight = end_of_day(local_date(at))
    due = list_due(before=tonight + timedelta(days=3))
    late = [row for row in due if row.due_at < at]
    stopped = split_ready(late, at=at)[1]
    today = [row for row in due if at <= row.due_at < tonight]
    soon = [row for row in due if row.due_at >= tonight]
    first = (late + today + soon)[:SHOWN]
    names = Partner.objects.in_bulk([row.partner_id for row in first])
    waiting = list_waiting()
    read_until = _read_until()
    return page(
        request,
        "desk/desk.html",
        section="desk",
        late=_tile(late),
        stopped=_tile(stopped),
        today=_tile(today),
        soon=_tile(soon),
        first=[(row, names[row.partner_id], row.due_at - PROMISE) for row in first],
        more=max(len(due) - SHOWN, 0),
        waiting=waiting.aggregate(count=Count("pk"), total=Sum("amount_minor")),
        unmatched=waiting[:5],
        failed=InboundEvent.objects.filter(status=InboundStatus.FAILED).count(),
        held=Reward.objects.exclude(hold=Hold.NONE).filter(cancelled_at=None).count(),
        codes=PromoCode.objects.filter(status=PromoCodeStatus.PENDING).count(),
        books=_last_check(),
        batches=_in_work(),
        **_vat_gone(local_date(at)),
        unknown_year=find_unknown_year(local_date(at)),
        slips=LaterSlip.objects.filter(needs_somebody()).count(),
        stuck=Payout.objects.filter(is_stuck()).count(),
        paid_late=list_late().count(),
        read_until=read_until,
        statement_missing=read_until and (local_date(at) - read_until).days > A_WEEKEND,
    )


@staff_page(Right.READ)
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """The last check of the books; looks again by itself while a newer one than `after` is awaited."""
    last, after, looks = _last_check(), whole(request, "after"), whole(request, "looks") or 0
    awaited = after is not None and (last.pk if last else 0) <= after
    return part(
        request, "desk/books.html", books=last, awaited=awaited, after=after, looks=looks + 1,
        patient=looks < MOST_LOOKS,
    )  # fmt: skip


@staff_page(Right.PAYOUTS)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Have the worker prove the books now."""
    last = _last_check()
    defer(PROVE_BOOKS)
    if request.headers.get("HX-Request"):
        return part(
            request, "desk/books.html", books=last, awaited=True, after=last.pk if last else 0,
            looks=1, patient=True,
        )  # fmt: skip
    say(request, _("The books are being checked: the outcome will appear on this page."))
    return redirect("office:desk")


def _last_check() -> Event | None:
    return Event.objects.filter(name="books.checked").order_by("-at", "-pk").first()


def _vat_gone(today: date) -> dict[str, Any]:
    """Our own VAT rate and those of partners that the law does not know any more."""
    ours = find_vat_trouble(today)
    partners = list_vat_gone(on=today)
    return {
        "our_vat_gone": sentence_of(ours) if isinstance(ours, VatRateGone) else "",
        "vat_gone": partners[:SHOWN],
        "vat_gone_more": max(len(partners) - SHOWN, 0),
    }


def _read_until() -> date | None:
    last: date | None = list_files().aggregate(day=Max("period_to"))["day"]
    return last


def _tile(rows: Sequence[Due | LeftOut]) -> dict[str, object]:
    return {"count": len(rows), "total": due_text(rows)}


def due_text(rows: Iterable[Due | LeftOut]) -> str:
    """What rows come to, each currency by itself, roubles first: 1 200 ₽ + 50 €."""
    sums = Counter({DEFAULT_CURRENCY: 0})
    for row in rows:
        sums[row.currency] += row.amount_minor
    shown = [Money(minor, money) for money, minor in sums.items() if minor] or [Money(0)]
    return sums_text(shown)


def _in_work() -> QuerySet[Batch]:
    """Batches that wait for a person, or for the bank's word on some of their payouts."""
    wanted = Q(status__in=BATCH_NOT_LEFT)
    wanted |= Q(status=BatchStatus.SENT, open__gt=0)
    return list_counted_batches().filter(wanted).order_by("-formed_at")[:SHOWN]


def horizon(word: str, at: datetime) -> datetime:
    """The end of a horizon by its word: what is late, today, tomorrow, three days, or everything."""
    if word == "late":
        return at
    tonight = end_of_day(local_date(at))
    days = {"today": 0, "tomorrow": 1, "three": 3}.get(word, 3650)
    return tonight + timedelta(days=days)
