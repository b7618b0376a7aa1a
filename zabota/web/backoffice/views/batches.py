"""Batches: look through, approve, download the orders, cancel while nothing has left."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.payouts.models import (
    BATCH_NOT_LEFT,
    Batch,
    BatchStatus,
    Payout,
    PayoutAttempt,
    PayoutStatus,
)
from zabota.domain.payouts.operations.approving import eyes_on
from zabota.domain.payouts.operations.staleness import find_stale, list_not_left
from zabota.domain.payouts.queries.batches import list_counted_batches
from zabota.domain.payouts.queries.carriers import get_carrier
from zabota.domain.payouts.queries.returned import find_returned
from zabota.domain.people.rules import Right
from zabota.flows.batch_stepped import (
    batch_approved,
    batch_cancelled,
    batch_sent,
    payout_taken_out,
)
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.parts import Step
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.payouts import payout_tabs, stale_words
from zabota.web.backoffice.words.rails import rail_words
from zabota.web.wording.files import attachment


@staff_page(Right.READ)
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """All batches, newest first."""
    rows = list_counted_batches()
    if state := word(request, "state"):
        rows = rows.filter(status=state)
    if found := word(request):
        by = Q(formed_by__icontains=found) | Q(approved_by__icontains=found)
        rows = rows.filter(
            by | Q(pk=int(found)) if found.isascii() and found.isdigit() and len(found) < 10 else by
        )
    table = Table(request, columns(), order="-formed")
    rows = table.sorted(during(request, rows, "formed_at"))
    if wants_csv(request):
        header = [_("Batch"), _("Rail"), _("State"), _("Payouts"), _("Amount"), _("Formed"), _("By"),
                  _("Approved"), _("By"), _("Orders downloaded")]  # fmt: skip
        return csv_of("batches", header, rows, _line)
    return page(
        request,
        "payouts/batches.html",
        section="payouts",
        tabs=payout_tabs("batches"),
        page=one_page(request, rows),
        states=BatchStatus.choices,
        table=table,
        shelf=views.of(request, "batches", table),
    )


def columns() -> list[Column]:
    """What the list of batches may show."""
    return [
        Column("number", _("Batch"), by="pk", fixed=True),
        Column("state", _("State"), by="status"),
        Column("formed", _("Formed"), by="formed_at"),
        Column("by", _("By"), first=False, by="formed_by"),
        Column("approved", _("Approved"), first=False, by="approved_at", sparse=True),
        Column("sent", _("Orders downloaded"), first=False, by="sent_at", sparse=True),
        Column("payouts", _("Payouts"), by="count", numeric=True),
        Column("settled", _("Settled"), by="settled", numeric=True),
        Column("amount", _("Amount"), by="amount_minor", numeric=True, sparse=True),
    ]


def _line(batch: Any) -> list[Any]:
    return [
        batch.pk, batch.get_rail_display(), batch.get_status_display(), batch.count, Money(batch.amount_minor or 0, batch.currency),
        batch.formed_at, batch.formed_by, batch.approved_at, batch.approved_by, batch.sent_at,
    ]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: its payouts, its road, and the next step."""
    shown = get_object_or_404(list_counted_batches(), pk=pk)
    rows = shown.payouts.select_related("partner").prefetch_related(
        Prefetch("attempts", PayoutAttempt.objects.order_by("number"))
    )
    table = Table(request, payout_columns(), order="number")
    rows = table.sorted(_among(request, rows))
    if wants_csv(request):
        header = [_("Number"), _("Payee"), _("INN"), _("Account"), _("BIC"), _("Amount"),
                  _("State"), _("Purpose")]  # fmt: skip
        return csv_of(
            f"batch-{pk}", header, rows,
            lambda p: [p.order_number, p.holder, p.inn, f"№ {p.account}", p.bic,
                       Money(p.amount_minor, p.currency), p.get_status_display(), p.purpose],
        )  # fmt: skip
    waiting = _waiting(shown)
    stale = find_stale(waiting, at=now())
    return page(
        request,
        "payouts/batch.html",
        section="payouts",
        batch=shown,
        eyes=_eyes(request, shown),
        steps=_steps(shown),
        rail=rail_words(shown.rail),
        carrier=get_carrier(shown.rail),
        file=_file(shown),
        stale=[(one.payout, stale_words(one.reason)) for one in stale],
        came_back=_came_back(waiting),
        may_take_out=[one for one in stale if one.reason != WAITS],
        page=one_page(request, rows),
        states=PayoutStatus.choices,
        table=table,
    )


WAITS = "npd_unknown"  # the tax service may still say yes today


def _waiting(batch: Batch) -> list[Payout]:
    """The payouts of a batch that has not left."""
    return list_not_left(batch) if batch.status in BATCH_NOT_LEFT else []


def _came_back(payouts: list[Payout]) -> list[tuple[Payout, Payout]]:
    """Payouts that go where the last one came back from, each with that one."""
    returned = find_returned(one.partner_id for one in payouts) if payouts else {}
    found = ((one, returned.get((one.partner_id, one.account, one.bic))) for one in payouts)
    return [(one, before) for one, before in found if before]


def _among(request: HttpRequest, rows: QuerySet[Payout]) -> QuerySet[Payout]:
    """The payouts of a batch that the address asks for."""
    if (status := word(request, "status")) in PayoutStatus.values:
        rows = rows.filter(status=status)
    if found := word(request):
        rows = rows.filter(
            Q(partner__name__icontains=found) | Q(holder__icontains=found) | Q(inn=found)
        )
    return rows


def payout_columns() -> list[Column]:
    """What the list of a batch's payouts may show; the total stands under the last one."""
    return [
        Column("number", _("Order"), by="order_number"),
        Column("partner", _("Partner"), by="partner__name", fixed=True),
        Column("inn", _("INN"), first=False, by="inn"),
        Column("account", _("Account"), first=False),
        Column("purpose", _("Purpose"), first=False),
        Column("state", _("State"), by="status"),
        Column("due", _("Deadline"), by="due_at"),
        Column("amount", _("Amount"), by="amount_minor", numeric=True, fixed=True),
    ]


class FileSeen(NamedTuple):
    """What the file of a batch would write otherwise than it stands with us, or why there is none."""

    notes: tuple[str, ...] = ()
    refusal: str = ""


def _file(batch: Batch) -> FileSeen:
    """Looked at before anybody downloads it."""
    carrier = get_carrier(batch.rail)
    if carrier.manner != "file" or batch.status != BatchStatus.APPROVED:
        return FileSeen()
    try:
        file = carrier.prepare(batch, now(), "")
    except Refusal as refusal:
        return FileSeen(refusal=sentence_of(refusal))
    return FileSeen(file.notes) if file else FileSeen()


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
    words = rail_words(batch.rail)
    paid = sent and not batch.open
    return [
        Step(_("Formed"), "done", batch.formed_by),
        Step(_("Approved"), "done" if approved else "now", batch.approved_by),
        Step(words.step, "done" if sent else "now" if approved else "later", batch.sent_by),
        Step(
            words.settled,
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
            say(request, rail_words(shown.rail).approved)
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
def take_out_stale(request: HttpRequest, pk: int) -> HttpResponse:
    """What must not leave as it is goes out of the batch; the rest may leave."""
    with refusals_said(request):
        at, by = now(), str(request.user)
        stale = [
            one
            for one in find_stale(_waiting(get_object_or_404(Batch, pk=pk)), at=at)
            if one.reason != WAITS
        ]
        for one in stale:
            payout_taken_out(one.payout, reason=stale_words(one.reason), at=at, by=by)
        words = ngettext(
            "%(n)d payout was taken out: its rewards are due again.",
            "%(n)d payouts were taken out: their rewards are due again.",
            len(stale),
        )
        say(request, words % {"n": len(stale)})
    return redirect("office:batch", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def orders(request: HttpRequest, pk: int) -> HttpResponse:
    """The file for the bank; again as often as wished, always the same."""
    shown = get_object_or_404(Batch, pk=pk)
    with refusals_said(request):
        file = get_carrier(shown.rail).prepare(shown, now(), request.POST.get("format", ""))
        if file is None:
            raise Refusal("This batch does not leave by a file.", code="no_file")
        batch_sent(shown, at=now(), by=str(request.user))
        return attachment(file.name, file.content, file.media_type)
    return redirect("office:batch", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the batch by a rail that we call; what becomes of it, is asked by itself."""
    shown = get_object_or_404(Batch, pk=pk)
    with refusals_said(request):
        carrier = get_carrier(shown.rail)
        if carrier.manner != "calls" or not carrier.is_open():
            raise Refusal("No connection takes this batch: the owner sets one up.", code="no_rail")
        carrier.prepare(shown, now(), "")
        batch_sent(shown, at=now(), by=str(request.user))
        say(request, _("The payouts are being sent. This page shows what becomes of them."))
    return redirect("office:batch", pk)
