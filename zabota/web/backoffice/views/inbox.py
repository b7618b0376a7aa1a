"""The inbox: everything that came from outside, in its own bytes, and trying again."""

from __future__ import annotations

from typing import Any

from django.db.models import BinaryField, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.connectors.inbox.operations import retry_event
from zabota.domain.people.rules import Right
from zabota.ui.acting import back, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.raw import SHOWN, readable
from zabota.web.backoffice.words.statements import error_sentence

MAY_RETRY = (InboundStatus.FAILED, InboundStatus.NEW)


@staff_page(Right.READ)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Outside events, newest first."""
    table = Table(request, columns(), order="-received")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        header = [_("Received"), _("Source"), _("Name"), _("By"), _("State"), _("Attempts"),
                  _("Error"), _("Identifier")]  # fmt: skip
        return csv_of("inbox", header, rows, _line)
    return page(
        request,
        "inbox/list.html",
        section="inbox",
        page=one_page(request, rows),
        states=InboundStatus.choices,
        sources=InboundEvent.objects.order_by("source").values_list("source", flat=True).distinct(),
        table=table,
        shelf=views.of(request, "inbox", table),
    )


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("name", _("Name"), by="name", fixed=True),
        Column("source", _("Source"), by="source"),
        Column("state", _("State"), by="status"),
        Column("error", _("What is wrong")),
        Column("attempts", _("Attempts"), first=False, by="attempts", numeric=True),
        Column("by", _("By"), first=False, by="received_by"),
        Column("received", _("Received"), by="received_at"),
    ]


def _found(request: HttpRequest) -> QuerySet[InboundEvent]:
    rows = InboundEvent.objects.defer("raw")
    if found := word(request):
        rows = rows.filter(
            Q(name__icontains=found)
            | Q(error__icontains=found)
            | Q(received_by__icontains=found)
            | Q(external_id__startswith=found)
        )
    if state := word(request, "status"):
        rows = rows.filter(status=state)
    if source := word(request, "source"):
        rows = rows.filter(source=source)
    return during(request, rows, "received_at")


def _line(row: InboundEvent) -> list[Any]:
    return [
        row.received_at, row.source, row.name, row.received_by, row.get_status_display(),
        row.attempts, error_sentence(row.error), row.external_id,
    ]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One outside event: what it is, what became of it, and its bytes as far as they are text."""
    rows = InboundEvent.objects.defer("raw").select_related("statement")
    shown: Any = get_object_or_404(
        rows.annotate(
            size=Length("raw"),
            beginning=Substr("raw", 1, SHOWN, output_field=BinaryField()),
        ),
        pk=pk,
    )
    read = getattr(shown, "statement", None)
    text, encoding = readable(bytes(shown.beginning), read.encoding if read else "")
    return page(
        request,
        "inbox/event.html",
        section="inbox",
        event=shown,
        read=read,
        error=error_sentence(shown.error),
        text=text,
        encoding=encoding,
        cut=shown.size > SHOWN,
        headers=sorted((key, value) for key, value in shown.headers.items() if key != "job"),
        may_retry=shown.status in MAY_RETRY,
    )


@staff_page(Right.READ)
@require_safe
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they came, to be kept as a file and never opened by the browser."""
    shown = get_object_or_404(InboundEvent, pk=pk)
    answer = HttpResponse(bytes(shown.raw), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="inbox-{pk}.bin"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@staff_page(Right.INBOX)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed event again."""
    with refusals_said(request):
        retry_event(get_object_or_404(InboundEvent.objects.defer("raw"), pk=pk))
        say(request, _("It is being tried again: the outcome will appear on this page."))
    return back(request, "office:inbox_event", pk)
