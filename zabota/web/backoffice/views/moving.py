"""Moving in: a table is dropped, looked through, its columns are put right, its rows move."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.connectors.spreadsheet.facts import Kind
from zabota.connectors.spreadsheet.models import MovingIn, MovingInStatus
from zabota.connectors.spreadsheet.operations import (
    faulty_rows_csv,
    receive_sheet,
    remap,
    start_moving,
    stop_moving,
)
from zabota.connectors.spreadsheet.translate.columns import FIELDS
from zabota.domain.people.rules import Right
from zabota.kit.clock import now, start_of_day
from zabota.ui.acting import refusals_said
from zabota.ui.lists import one_page
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.moving import (
    KINDS,
    fault_words,
    field_word,
    kind_word,
    table_fault,
)

SOURCE = "spreadsheet"
SHOWN_FAULTS = 100


class SheetForm(forms.Form):
    """A table and what its rows are."""

    kind = forms.ChoiceField(label=gettext_lazy("What the rows are"), choices=list(KINDS.items()))
    table = forms.FileField(label=gettext_lazy("Table"))

    def clean_table(self) -> object:
        """A file of a bearable size."""
        file = self.cleaned_data["table"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            limit = settings.MAX_UPLOAD_BYTES // 1024**2
            raise forms.ValidationError(_("The file is larger than %(n)d MB.") % {"n": limit})
        return file


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def tables(request: HttpRequest) -> HttpResponse:
    """Drop a table; see what became of the earlier ones."""
    posted = request.method == "POST"
    form = SheetForm(request.POST, request.FILES) if posted else SheetForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["table"]
        event, new = receive_sheet(
            file.read(),
            kind=form.cleaned_data["kind"],
            name=file.name,
            at=now(),
            by=str(request.user),
        )
        if not new:
            say(request, _("This very table is here already."), tone="info")
        return redirect("office:moving_table", event.pk)
    events = (
        InboundEvent.objects.filter(source=SOURCE)
        .defer("raw")
        .select_related("moving_in")
        .order_by("-received_at", "-pk")
    )
    return page(
        request,
        "moving/list.html",
        section="moving",
        form=form,
        page=one_page(request, events),
        status=422 if form.is_bound else 200,
    )


@staff_page(Right.PARTNERS)
@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """One table: its columns, the verdict on its rows, how far it has moved."""
    event = get_object_or_404(InboundEvent.objects.defer("raw"), pk=pk, source=SOURCE)
    moving = MovingIn.objects.filter(event=event).first()
    context: dict[str, Any] = {
        "event": event,
        "moving": moving,
        "kind": kind_word(str(event.headers.get("kind", ""))),
        "reading": event.status == InboundStatus.NEW,
        "failure": table_fault(event.error) if event.status == InboundStatus.FAILED else "",
    }
    if moving is not None:
        bad = {number for number, *_rest in moving.faults}
        context |= {
            "fields": _fields(moving),
            "columns": list(enumerate(moving.header)),
            "bad": len(bad),
            "good": moving.rows - len(bad),
            "reasons": Counter(fault_words(f, c) for _n, f, c in moving.faults).most_common(),
            "faults": [(n, fault_words(f, c)) for n, f, c in moving.faults[:SHOWN_FAULTS]],
            "more": max(0, len(moving.faults) - SHOWN_FAULTS),
            "running": moving.status == MovingInStatus.RUNNING,
            "payments": moving.kind == Kind.PAYMENTS,
        }
    return page(request, "moving/table.html", section="moving", **context)


def _fields(moving: MovingIn) -> list[tuple[str, str, bool, int | None]]:
    """(name, word, required, position of its column) of every field."""
    return [
        (field.name, field_word(field.name), field.required, moving.mapping.get(field.name))
        for field in FIELDS[Kind(moving.kind)]
    ]


@staff_page(Right.PARTNERS)
@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which field, and judge anew."""
    moving = get_object_or_404(MovingIn, event=pk)
    mapping = {
        field.name: int(value)
        for field in FIELDS[Kind(moving.kind)]
        if (value := request.POST.get(field.name, "")).isdigit() and len(value) < 6
    }
    with refusals_said(request):
        remap(moving, mapping=mapping, at=now())
        say(request, _("Looked through anew."), tone="info")
    return redirect("office:moving_table", pk)


@staff_page(Right.PARTNERS)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the good rows move in."""
    moving = get_object_or_404(MovingIn, event=pk)
    paid_until = None
    if given := request.POST.get("paid_until", ""):
        try:
            paid_until = start_of_day(forms.DateField().to_python(given))  # type: ignore[arg-type]
        except forms.ValidationError:
            say(request, _("The day is not readable."), tone="late")
            return redirect("office:moving_table", pk)
    with refusals_said(request):
        start_moving(moving, paid_until=paid_until, at=now(), by=str(request.user))
    return redirect("office:moving_table", pk)


@staff_page(Right.PARTNERS)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop after the part that is under way."""
    with refusals_said(request):
        stop_moving(get_object_or_404(MovingIn, event=pk))
        say(request, _("Stopped. What has moved stays; the rest can go on later."), tone="info")
    return redirect("office:moving_table", pk)


@staff_page(Right.PARTNERS)
@require_safe
def faulty(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that did not move, with the reasons, as a table to be mended."""
    moving = get_object_or_404(MovingIn.objects.select_related("event"), event=pk)
    words = {code: fault_words("", code) for _n, _f, code in moving.faults} | {"": _("Reason")}
    answer = HttpResponse(faulty_rows_csv(moving, words), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="not-moved-{pk}.csv"'
    return answer
