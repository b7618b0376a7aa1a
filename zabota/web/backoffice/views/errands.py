"""Errands on many papers: how far they are; registers for 1C and the accountant's archive."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.papers.models import Errand, ErrandKind
from zabota.domain.papers.operations.errands import GOING, start_errand, stop_errand
from zabota.domain.papers.operations.packing import archive_pieces
from zabota.domain.papers.queries.registers import REGISTERS
from zabota.domain.people.rules import Right
from zabota.kit.clock import local_date, now
from zabota.kit.sheets import XLSX_TYPE, csv_pieces, xlsx_pieces
from zabota.ui.acting import refusals_said
from zabota.ui.lists import word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.papers import errand_sentence, faults_of, register_words

YEARS = range(2000, 2101)


@staff_page(Right.READ)
@require_safe
def errand(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an errand is; looks again by itself until it is over."""
    shown = get_object_or_404(Errand, pk=pk)
    return page(
        request,
        "papers/errand.html",
        section="papers",
        errand=shown,
        going=shown.status in GOING,
        sentence=errand_sentence(shown),
        faults=faults_of(shown),
        month=shown.kind in (ErrandKind.MAKE, ErrandKind.NOTIFY),
    )


@staff_page(Right.PAYOUTS)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same errand once more; what is done stays done."""
    old = get_object_or_404(Errand, pk=pk)
    with refusals_said(request):
        new = start_errand(
            ErrandKind(old.kind),
            first_on=old.first_on,
            last_on=old.last_on,
            paper_ids=old.paper_ids,
            at=now(),
            by=str(request.user),
        )
        return redirect("office:errand", new.pk)
    return redirect("office:errand", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """No further: what is done stays done."""
    with refusals_said(request):
        stop_errand(get_object_or_404(Errand, pk=pk), at=now())
    return redirect("office:errand", pk)


@staff_page(Right.PAYOUTS)
@require_safe
def archive(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """The packed archive, piece by piece."""
    packed = get_object_or_404(Errand, pk=pk, kind=ErrandKind.PACK, file_bytes__gt=0)
    answer = StreamingHttpResponse(archive_pieces(packed), content_type="application/zip")
    answer["Content-Length"] = str(packed.file_bytes)
    answer["Content-Disposition"] = f'attachment; filename="{packed.file_name}"'
    return answer


@staff_page(Right.PAYOUTS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Registers for bookkeeping of any days, and archives that were packed."""
    first, last = _days(word(request, "from"), word(request, "to"))
    return page(
        request,
        "papers/export.html",
        section="papers",
        first=first,
        last=last,
        registers=[(one, *register_words(one.name)) for one in REGISTERS.values()],
        archives=Errand.objects.filter(kind=ErrandKind.PACK).order_by("-pk")[:10],
    )


@staff_page(Right.PAYOUTS)
@require_safe
def register(request: HttpRequest, name: str, kind: str) -> StreamingHttpResponse:
    """One register as a file: CSV, or an Excel table."""
    if name not in REGISTERS or kind not in ("csv", "xlsx"):
        raise Http404(name)
    found = REGISTERS[name]
    first, last = _days(word(request, "from"), word(request, "to"))
    rows = found.rows(first_on=first, last_on=last)
    if kind == "csv":
        answer = StreamingHttpResponse(
            csv_pieces(found.columns, rows), content_type="text/csv; charset=utf-8"
        )
    else:
        pieces = xlsx_pieces([(found.title, found.columns, rows)])
        answer = StreamingHttpResponse(pieces, content_type=XLSX_TYPE)
    file = f"{name}-{first:%Y%m%d}-{last:%Y%m%d}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


@staff_page(Right.PAYOUTS)
@require_POST
def pack(request: HttpRequest) -> HttpResponse:
    """Pack everything of the days for the accountant, in the background."""
    first, last = _days(request.POST.get("from", ""), request.POST.get("to", ""))
    with refusals_said(request):
        packing = start_errand(
            ErrandKind.PACK, first_on=first, last_on=last, at=now(), by=str(request.user)
        )
        return redirect("office:errand", packing.pk)
    say(request, _("Nothing was packed."), tone="late")
    return redirect("office:export")


def _days(first: str, last: str) -> tuple[date, date]:
    """The days of the address; by itself the last month that is over. Never the wrong way round."""
    end = local_date(now()).replace(day=1) - timedelta(days=1)
    begin = _day(first) or end.replace(day=1)
    return begin, max(begin, _day(last) or end)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
