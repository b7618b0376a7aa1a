"""Reconciliation: processors' registers and the bank's days against what we hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.bank.operations.days import (
    find_days_that_differ,
    find_missing_days,
    list_settlements,
)
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.connectors.registers.facts import Settled
from zabota.connectors.registers.models import Register, RegisterRow
from zabota.connectors.registers.operations import (
    dismiss_file,
    find_differences,
    receive_registers,
    record_row,
    take_out_register,
)
from zabota.connectors.registers.operations.reading import TAKEN_OUT
from zabota.domain.payouts.queries.balances import list_differing_balances
from zabota.domain.people.rules import Right
from zabota.kit.clock import local_date, now
from zabota.ui.acting import back, refusals_said
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.registers import RegisterForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.reconciliation import (
    KINDS,
    Finding,
    finding_of,
    finding_of_balance,
    finding_of_day,
    finding_of_missing,
    reason_said,
)
from zabota.web.backoffice.words.sources import PROCESSORS
from zabota.web.backoffice.words.statements import left_out_said

USUAL = timedelta(days=30)
LONGEST = timedelta(days=400)
SHOWN_REGISTERS = 8


@staff_page(Right.READ)
@require_safe
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Everything that does not agree in a period, each with its next step."""
    since, till = _period(request)
    found = _filtered(request, _found(since, till))
    if wants_csv(request):
        return csv_of("reconciliation", _header(), found, _cells)
    registers, failed = _registers()
    return page(
        request,
        "reconciliation/page.html",
        section="reconciliation",
        page=one_page(request, found),
        count=len(found),
        since=since,
        till=till,
        kinds=KINDS,
        sources=PROCESSORS.items(),
        registers=registers,
        failed=failed,
        reading=InboundEvent.objects.filter(source="registers", status=InboundStatus.NEW).exists(),
        form=RegisterForm(),
    )


def _period(request: HttpRequest) -> tuple[date, date]:
    """The days of the address; a month back from yesterday without any, and never endless."""
    yesterday = local_date(now()) - timedelta(days=1)
    till = _day(word(request, "to")) or yesterday
    since = _day(word(request, "from")) or till - USUAL
    till = max(min(till, yesterday + timedelta(days=1)), date(2000, 1, 1))
    return max(min(since, till), till - LONGEST), till


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _found(since: date, till: date) -> list[Finding]:
    today = local_date(now())
    lumps = [
        Settled(
            line.pk, line.statement.event_id, line.processor, line.on, line.amount_minor,
            line.currency,
        )
        for line in list_settlements(since - timedelta(days=14), till + timedelta(days=14))
    ]  # fmt: skip
    found = [finding_of(one) for one in find_differences(
        since=since, till=till, settled=lumps, today=today)]  # fmt: skip
    found += [finding_of_missing(one) for one in find_missing_days(since, min(
        till, today - timedelta(days=1)))]  # fmt: skip
    found += [finding_of_day(one) for one in find_days_that_differ(since, till)]
    found += [
        finding_of_balance(one)
        for one in list_differing_balances()
        if since <= local_date(one.at) <= till + timedelta(days=1)
    ]
    return sorted(found, key=lambda one: (one.on, one.where, one.number), reverse=True)


def _filtered(request: HttpRequest, found: list[Finding]) -> list[Finding]:
    if kind := word(request, "kind"):
        found = [one for one in found if one.code == kind]
    if source := word(request, "source"):
        name = str(PROCESSORS.get(source, source))
        found = [one for one in found if one.where == name]
    if asked := word(request).casefold():
        found = [one for one in found if asked in f"{one.where} {one.number}".casefold()]
    return found


def _registers() -> tuple[list[Register], list[tuple[InboundEvent, str]]]:
    """The last registers, and files of the last month that could not be read."""
    failed = (
        InboundEvent.objects.defer("raw")
        .filter(
            source="registers",
            status=InboundStatus.FAILED,
            error__startswith="not_a_register",
            received_at__gte=now() - USUAL,
        )
        .exclude(error=TAKEN_OUT)
    )
    shown = [(event, reason_said(event.error)) for event in failed.order_by("-pk")[:3]]
    latest = Register.objects.select_related("event").defer("event__raw").order_by("-pk")
    return list(latest[:SHOWN_REGISTERS]), shown


def _header() -> list[str]:
    return [_("Day"), _("Till"), _("What"), _("Where"), _("Number"), _("With us"), _("There"),
            _("Next step")]  # fmt: skip


def _cells(one: Finding) -> list[Any]:
    return [one.on, one.till, one.label, one.where, one.number, one.ours, one.theirs, one.step]


@staff_page(Right.STATEMENTS)
@require_POST
def upload_register(request: HttpRequest) -> HttpResponse:
    """Store a register; the worker reads it, and the page shows what does not agree."""
    form = RegisterForm(request.POST, request.FILES)
    if not form.is_valid():
        for problems in form.errors.values():
            say(request, " ".join(str(problem) for problem in problems), tone="late")
        return redirect("office:reconciliation")
    uploads = [
        receive_registers(
            file.read(),
            name=file.name or "",
            processor=form.cleaned_data["processor"],
            at=now(),
            by=str(request.user),
        )
        for file in form.cleaned_data["register"]
    ]
    for left_out in (file for upload in uploads for file in upload.left_out):
        say(request, left_out_said(left_out), tone="late")
    _say_received(request, [new for upload in uploads for _event, new in upload.events])
    return redirect("office:reconciliation")


def _say_received(request: HttpRequest, news: list[bool]) -> None:
    fresh, known = sum(news), len(news) - sum(news)
    if fresh:
        words = ngettext(
            "The register is being read; differences appear below.",
            "%(n)d registers are being read; differences appear below.",
            fresh,
        )
        say(request, words % {"n": fresh}, tone="good")
    if known:
        words = ngettext(
            "This register was uploaded before: nothing is counted twice.",
            "%(n)d registers were uploaded before: nothing is counted twice.",
            known,
        )
        say(request, words % {"n": known}, tone="info")


@staff_page(Right.STATEMENTS)
@require_POST
def record_from_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the payment or refund that only the register knows."""
    row = get_object_or_404(RegisterRow, pk=pk)
    with refusals_said(request):
        record_row(row, at=now(), by=str(request.user))
        words = (
            _("The payment is recorded.") if row.what == "payment" else _("The refund is recorded.")
        )
        say(request, words, tone="good")
    return back(request, reverse("office:reconciliation"))


@staff_page(Right.STATEMENTS)
@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a register; what was recorded from it stays."""
    take_out_register(get_object_or_404(Register, pk=pk))
    say(request, _("The register is taken out. Upload it anew if that was a mistake."))
    return redirect("office:reconciliation")


@staff_page(Right.STATEMENTS)
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that is no register is looked at no more; it stays in the inbox."""
    if not dismiss_file(pk):
        raise Http404
    say(request, _("The file is put aside."))
    return redirect("office:reconciliation")
