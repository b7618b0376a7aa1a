"""Batches: look through, approve, download the orders, cancel while nothing has left."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.bank.operations import payment_orders
from zabota.connectors.bank.translate import OrderRefused
from zabota.domain.payouts.models import Batch, BatchStatus, PayoutStatus
from zabota.domain.payouts.operations.approving import eyes_on
from zabota.domain.people.rules import Right
from zabota.flows.batch_stepped import batch_approved, batch_cancelled, batch_sent
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import refusals_said
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.parts import Step
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.payouts import payout_tabs


@staff_page(Right.READ)
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """All batches, newest first."""
    rows = _counted()
    if state := word(request, "state"):
        rows = rows.filter(status=state)
    if found := word(request):
        by = Q(formed_by__icontains=found) | Q(approved_by__icontains=found)
        rows = rows.filter(
            by | Q(pk=int(found)) if found.isascii() and found.isdigit() and len(found) < 10 else by
        )
    rows = during(request, rows, "formed_at")
    if wants_csv(request):
        header = [_("Batch"), _("State"), _("Payouts"), _("Amount"), _("Formed"), _("By"),
                  _("Approved"), _("By"), _("Orders downloaded")]  # fmt: skip
        return csv_of("batches", header, rows, _line)
    return page(
        request,
        "payouts/batches.html",
        section="payouts",
        tabs=payout_tabs("batches"),
        page=one_page(request, rows),
        states=BatchStatus.choices,
    )


def _counted() -> QuerySet[Batch]:
    settled = Q(payouts__status=PayoutStatus.SETTLED)
    return Batch.objects.annotate(
        count=Count("payouts"),
        amount_minor=Sum("payouts__amount_minor"),
        settled=Count("payouts", filter=settled),
        failed=Count("payouts", filter=Q(payouts__status=PayoutStatus.FAILED)),
        open=Count("payouts", filter=Q(payouts__status=PayoutStatus.SENT)),
    ).order_by("-formed_at", "-pk")


def _line(batch: Any) -> list[Any]:
    return [
        batch.pk, batch.get_status_display(), batch.count, Money(batch.amount_minor or 0),
        batch.formed_at, batch.formed_by, batch.approved_at, batch.approved_by, batch.sent_at,
    ]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: its payouts, its road, and the next step."""
    shown = get_object_or_404(_counted(), pk=pk)
    rows = shown.payouts.select_related("partner").order_by("order_number")
    if wants_csv(request):
        header = [_("Number"), _("Payee"), _("INN"), _("Account"), _("BIC"), _("Amount"),
                  _("State"), _("Purpose")]  # fmt: skip
        return csv_of(
            f"batch-{pk}", header, rows,
            lambda p: [p.order_number, p.holder, p.inn, f"№ {p.account}", p.bic,
                       Money(p.amount_minor, p.currency), p.get_status_display(), p.purpose],
        )  # fmt: skip
    return page(
        request,
        "payouts/batch.html",
        section="payouts",
        batch=shown,
        eyes=_eyes(request, shown),
        steps=_steps(shown),
        page=one_page(request, rows),
    )


class Looked(NamedTuple):
    """Who has approved, whether this person may, and why another one is wanted."""

    names: list[str]
    mine: bool
    may: bool
    why: str


def _eyes(request: HttpRequest, batch: Batch) -> Looked | None:
    """What a formed batch needs before its orders may leave; None later."""
    if batch.status != BatchStatus.FORMED:
        return None
    eyes = eyes_on(batch, at=now())
    said = list(batch.approvals.order_by("pk"))
    mine = any(one.person_id == request.user.pk for one in said)
    made = eyes.not_maker and batch.formed_person_id == request.user.pk
    why = {
        "batch": _("It is over the limit of a batch: two persons have to approve it."),
        "day": _("It is over the limit of a day: two persons have to approve it."),
    }.get(eyes.over, "")
    if made:
        why = _("You formed it, so another person has to approve it.") + (f" {why}" if why else "")
    return Looked([one.by for one in said], mine, not mine and not made, why)


def _steps(batch: Any) -> list[Step]:
    if batch.status == BatchStatus.CANCELLED:
        return [Step(_("Formed"), "done"), Step(_("Cancelled"), "failed", batch.cancelled_by)]
    approved = batch.status in (BatchStatus.APPROVED, BatchStatus.SENT)
    sent = batch.status == BatchStatus.SENT
    paid = sent and not batch.open
    return [
        Step(_("Formed"), "done", batch.formed_by),
        Step(_("Approved"), "done" if approved else "now", batch.approved_by),
        Step(_("Orders at the bank"), "done" if sent else "now" if approved else "later", batch.sent_by),
        Step(
            _("Settled by the statement"),
            "done" if paid else "now" if sent else "later",
            _("%(settled)d of %(count)d") % {"settled": batch.settled, "count": batch.count},
        ),
    ]  # fmt: skip


@staff_page(Right.PAYOUTS)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the batch; the orders may leave."""
    with refusals_said(request):
        shown = get_object_or_404(Batch, pk=pk)
        if batch_approved(shown, at=now(), by=str(request.user), person=request.user):  # type: ignore[arg-type]
            say(
                request,
                _("The batch is approved. Download the orders and load them into the bank."),
            )
        else:
            say(
                request,
                _("Your yes is noted. The batch is over a limit and waits for another person."),
                tone="wait",
            )
    return redirect("office:batch", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel the batch before its orders leave; everything in it is due again."""
    with refusals_said(request):
        batch_cancelled(get_object_or_404(Batch, pk=pk), at=now(), by=str(request.user))
        say(request, _("The batch is cancelled: its rewards are due again."))
    return redirect("office:batch", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def orders(request: HttpRequest, pk: int) -> HttpResponse:
    """The payment orders as a file for the bank; again as often as wished, always the same."""
    shown = get_object_or_404(Batch, pk=pk)
    with refusals_said(request):
        file = _written(shown)
        batch_sent(shown, at=now(), by=str(request.user))
        answer = HttpResponse(file, content_type="text/plain; charset=windows-1251")
        answer["Content-Disposition"] = f'attachment; filename="orders-{pk}.txt"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
    return redirect("office:batch", pk)


def _written(batch: Batch) -> bytes:
    """The file, made before the batch is marked as sent: a refused order leaves nothing behind."""
    try:
        return payment_orders(batch, at=now())
    except OrderRefused as refused:
        raise Refusal(
            "The bank would not take these orders: %(field)s (%(reason)s). Correct the partner's "
            "requisites, cancel the batch and form it anew.",
            code="order_refused",
            field=refused.field,
            reason=refused.code,
        ) from refused
