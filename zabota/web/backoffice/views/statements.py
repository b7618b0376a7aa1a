"""Statements: uploading, watching them being read, and what became of every line."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.bank.facts import ODDITIES
from zabota.connectors.bank.models import LineKind, Statement, StatementLine, StatementStatus
from zabota.connectors.bank.operations import receive_statements
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.domain.payouts.rules.rails import PAYABLE_CURRENCIES
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.money import DEFAULT_CURRENCY, Money
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.statements import StatementsForm
from zabota.web.backoffice.frame import page, part
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.statements import (
    error_sentence,
    fault_said,
    left_out_said,
    oddity_said,
    source_said,
    unreadable_said,
)

SOURCE = "bank"
SOURCES = (SOURCE, "tochka", "tbank_feed")
SHOWN_UNREAD = 30
OWN_TILES = (LineKind.CLIENT_PAYMENT,)


@staff_page(Right.READ)
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """All statement files, newest first, with what each of them brought."""
    table = Table(request, columns(), order="-received")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        return csv_of("statements", _header(), rows, _line)
    shown = one_page(request, rows)
    return page(
        request,
        "statements/list.html",
        section="statements",
        page=shown,
        reading=any(event.status == InboundStatus.NEW for event in shown),
        form=StatementsForm(),
        states=_states(),
        table=table,
        shelf=views.of(request, "statements", table),
    )


def columns() -> list[Column]:
    """What the list of statements may show."""
    return [
        Column("name", _("File"), by="name", fixed=True),
        Column("period", _("Period"), by="statement__period_from", sparse=True),
        Column("state", _("State"), by="statement__status", sparse=True),
        Column("sender", _("Bank"), first=False, by="statement__sender", sparse=True),
        Column("recorded", _("Recorded"), by="statement__recorded", numeric=True, sparse=True),
        Column("waiting", _("Waiting"), by="statement__waiting", numeric=True, sparse=True),
        Column("settled", _("Settled"), by="statement__settled", numeric=True, sparse=True),
        Column("by", _("By"), first=False, by="received_by"),
        Column("received", _("Received"), by="received_at"),
    ]


def line_columns() -> list[Column]:
    """What the lines of a statement may show."""
    return [
        Column("line", _("Line"), by="line"),
        Column("party", _("Counterparty"), by="counterparty", fixed=True),
        Column("inn", _("INN"), first=False, by="counterparty_inn"),
        Column("number", _("Number"), first=False, by="number"),
        Column("kind", _("What it is"), by="kind"),
        Column("purpose", _("Purpose")),
        Column("on", _("Day"), by="on"),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
    ]


def _states() -> list[tuple[str, str]]:
    return [
        ("new", _("being read")),
        ("imported", _("imported")),
        ("refused", _("figures do not agree")),
        ("failed", _("not a statement of ours")),
    ]


def _found(request: HttpRequest) -> QuerySet[InboundEvent]:
    rows = InboundEvent.objects.filter(source=SOURCE).defer("raw").select_related("statement")
    if found := word(request):
        rows = rows.filter(
            Q(name__icontains=found)
            | Q(received_by__icontains=found)
            | Q(statement__sender__icontains=found)
        )
    state = word(request, "state")
    if state in (InboundStatus.NEW, InboundStatus.FAILED):
        rows = rows.filter(status=state)
    elif state in StatementStatus.values:
        rows = rows.filter(statement__status=state)
    return during(request, rows, "received_at")


def _header() -> list[str]:
    return [
        _("File"), _("Received"), _("By"), _("State"), _("From"), _("Till"), _("Recorded"),
        _("Waiting"), _("Known"), _("Settled"), _("Other"),
    ]  # fmt: skip


def _line(event: InboundEvent) -> list[Any]:
    read: Statement | None = getattr(event, "statement", None)
    first = [event.name, event.received_at, event.received_by]
    if read is None:
        return [*first, event.get_status_display(), "", "", "", "", "", "", ""]
    return [
        *first, read.get_status_display(), read.period_from, read.period_to, read.recorded,
        read.waiting, read.known, read.settled, read.other,
    ]  # fmt: skip


@staff_page(Right.STATEMENTS)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Store the files in their own bytes; the worker reads them."""
    form = StatementsForm(request.POST, request.FILES)
    if not form.is_valid():
        if request.headers.get("HX-Request"):
            return part(request, "statements/drop.html", form=form, status=422)
        for problems in form.errors.values():
            say(request, " ".join(str(problem) for problem in problems), tone="late")
        return redirect("office:statements")
    uploads = [
        receive_statements(file.read(), name=file.name or "", at=now(), by=str(request.user))
        for file in form.cleaned_data["statements"]
    ]
    events = [event for upload in uploads for event in upload.events]
    for left_out in (file for upload in uploads for file in upload.left_out):
        say(request, left_out_said(left_out), tone="late")
    known = sum(not new for _event, new in events)
    if known:
        say(
            request,
            ngettext(
                "%(n)d file was uploaded before: here is what became of it.",
                "%(n)d files were uploaded before: nothing is imported twice.",
                known,
            )
            % {"n": known},
            tone="info",
        )
    target = (
        reverse("office:statement", args=[events[0][0].pk])
        if len(events) == 1
        else reverse("office:statements")
    )
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


@staff_page(Right.READ)
@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one file; looks again by itself until it has been read."""
    event = get_object_or_404(
        InboundEvent.objects.defer("raw").select_related("statement"), pk=pk, source__in=SOURCES
    )
    # Its lines and figures come after it: until they have, it is being read.
    ready = event.status != InboundStatus.NEW
    read: Statement | None = getattr(event, "statement", None) if ready else None
    context: dict[str, Any] = {"event": event, "read": read}
    if read is not None:
        table = Table(request, line_columns(), order="line")
        lines = table.sorted(_lines(request, read))
        if wants_csv(request):
            return csv_of(f"statement-{event.pk}", _line_header(), lines, _line_cells)
        context |= _told(read)
        context |= {"page": one_page(request, lines), "kinds": LineKind.choices, "table": table}
    elif event.status == InboundStatus.FAILED:
        context["error"] = error_sentence(event.error)
    return page(request, "statements/page.html", section="statements", **context)


def _told(read: Statement) -> dict[str, Any]:
    words = dict(LineKind.choices)
    kinds = (
        read.lines.exclude(kind__in=OWN_TILES)
        .filter(payout=None)
        .values_list("kind")
        .annotate(count=Count("pk"))
        .order_by("-count")
    )
    returned = read.lines.filter(kind=LineKind.RETURNED_ORDER).exclude(payout=None).count()
    currencies = {one.get("account"): one.get("currency", "RUB") for one in read.accounts}
    faults = [fault_said(fault, currencies) for fault in read.faults]
    unread = [unreadable_said(document) for document in read.unreadable[:SHOWN_UNREAD]]
    odd = [one for one in read.oddities if ODDITIES.get(str(one.get("code"))) != "error"]
    foreign = sorted({money for money in currencies.values() if money != DEFAULT_CURRENCY})
    return {
        "others": [(kind, str(words.get(kind, kind)), count) for kind, count in kinds],
        "returned": returned,
        "other": (read.other or 0) - returned,
        "faults": faults,
        "unread": unread,
        "unread_count": len(read.unreadable),
        "oddities": [oddity_said(oddity) for oddity in odd],
        "source": source_said(read.origin),
        "foreign": foreign,
        "payable": set(foreign) <= set(PAYABLE_CURRENCIES),
        "accounts": [
            {key: Money(section[key], section.get("currency", "RUB"))
             if isinstance(section.get(key), int) else None
             for key in ("opening", "incoming", "outgoing", "closing")}
            | {"number": section.get("account")}
            for section in read.accounts
        ],
    }  # fmt: skip


def _lines(request: HttpRequest, read: Statement) -> QuerySet[StatementLine]:
    rows = read.lines.select_related("payment__client", "payout__partner")
    if kind := word(request, "kind"):
        rows = rows.filter(kind=kind)
    if found := word(request):
        rows = rows.filter(says(found) | Q(number=found))
    return rows


def says(found: str) -> Q:
    """Lines whose counterparty or purpose says this, or whose counterparty has this ИНН."""
    return (
        Q(counterparty__icontains=found) | Q(counterparty_inn=found) | Q(purpose__icontains=found)
    )


def _line_header() -> list[str]:
    return [
        _("Line"), _("Day"), _("Number"), _("Amount"), _("Counterparty"), _("INN"), _("Purpose"),
        _("What it is"), _("Client"),
    ]  # fmt: skip


def _line_cells(line: StatementLine) -> list[Any]:
    client = line.payment.client if line.payment else None
    amount = Money(line.amount_minor, line.currency)
    return [
        line.line, line.on, line.number, -amount if line.direction == "out" else amount,
        line.counterparty, line.counterparty_inn, line.purpose, line.get_kind_display(), client,
    ]  # fmt: skip
