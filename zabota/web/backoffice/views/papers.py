"""Papers: the list with what can be done to many, one paper, its PDF, its scans."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.papers.models import Errand, ErrandKind, Paper, PaperKind, PaperStatus
from zabota.domain.papers.operations.errands import NothingToDo, start_errand
from zabota.domain.papers.operations.replacing import replace_papers
from zabota.domain.papers.operations.signing import (
    note_signed,
    return_scan,
    take_scan,
    withdraw_signature,
)
from zabota.domain.papers.rules.kinds import SIGNED_KINDS
from zabota.domain.people.rules import Right
from zabota.kit.clock import former_month, local_date, next_month, now, start_of_day
from zabota.kit.money import Money
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, picked, wants_csv, whole, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.wording.files import attachment, upload_of
from zabota.web.wording.papers import zip_of_papers

MONTHS_SHOWN = 13


@staff_page(Right.READ)
@require_safe
def papers(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """All papers, newest first; the same list as CSV or as a ZIP of PDFs."""
    table = Table(request, columns(), order="-on")
    rows = table.sorted(found(request))
    if wants_csv(request):
        return csv_of("papers", papers_header(), with_inn(rows), papers_line)
    if request.GET.get("as") == "zip":
        return zip_of_papers(rows, at=now())
    return page(
        request,
        "papers/list.html",
        section="papers",
        page=one_page(request, rows),
        count=rows.count(),
        kinds=PaperKind.choices,
        states=PaperStatus.choices,
        table=table,
        shelf=views.of(request, "papers", table),
        months=_months(),
        errands=Errand.objects.order_by("-pk")[:5],
        unsigned=Paper.objects.filter(status=PaperStatus.SENT, kind__in=SIGNED_KINDS).count(),
        fresh=Paper.objects.filter(status=PaperStatus.MADE, kind__in=SIGNED_KINDS).count(),
    )


def found(request: HttpRequest) -> QuerySet[Paper]:
    """The papers that the address asks for."""
    rows = Paper.objects.defer("pdf", "content").select_related("partner")
    if said := word(request):
        rows = rows.filter(
            Q(number__icontains=said) | Q(partner__name__icontains=said) | Q(partner__inn=said)
        )
    if (kind := word(request, "kind")) in PaperKind.values:
        rows = rows.filter(kind=kind)
    elif kind == "to_sign":
        rows = rows.filter(kind__in=SIGNED_KINDS)
    state = word(request, "state")
    if state in PaperStatus.values:
        rows = rows.filter(status=state)
    elif not said:
        rows = rows.exclude(status=PaperStatus.REPLACED)
    if (partner := whole(request, "partner")) is not None:
        rows = rows.filter(partner=partner)
    if month := _first_of(word(request, "month")):
        rows = rows.filter(
            since__gte=start_of_day(month), since__lt=start_of_day(next_month(month))
        )
    return rows


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("partner", _("Partner"), by="partner__name", fixed=True),
        Column("number", _("Number"), by="number"),
        Column("what", _("What"), by="kind"),
        Column("on", _("Day"), by="on"),
        Column("status", _("Status"), by="status"),
        Column("sent", _("Sent"), first=False, by="sent_at", sparse=True),
        Column("signed", _("Signed"), first=False, by="signed_at", sparse=True),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
    ]


def _first_of(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _months() -> list[date]:
    """The last months that are over, newest first."""
    months, day = [], local_date(now()).replace(day=1)
    for _n in range(MONTHS_SHOWN):
        day = former_month(day)
        months.append(day)
    return months


def papers_header() -> list[str]:
    """The columns of papers as CSV."""
    return [
        _("Number"), _("What"), _("Day"), _("Partner"), _("INN"), _("Earned"), _("Taken back"),
        _("Amount"), _("Status"), _("Sent"), _("Signed"),
    ]  # fmt: skip


def with_inn(rows: QuerySet[Paper]) -> QuerySet[Any]:
    """Papers with the ИНН that is written on them: the partner may have another one now."""
    return rows.annotate(written_inn=F("content__partner__inn"))


def papers_line(one: Any) -> list[Any]:
    """A paper `with_inn` as a line of CSV."""
    return [
        one.number, one.get_kind_display(), one.on, one.partner.name, one.written_inn,
        Money(one.earned_minor, one.currency), Money(one.taken_minor, one.currency),
        Money(one.amount_minor, one.currency), one.get_status_display(), one.sent_at, one.signed_at,
    ]  # fmt: skip


@staff_page(Right.PAYOUTS)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the papers of a month, or the notices of its payouts, in the background."""
    month = _first_of(request.POST.get("month", "")[:7]) or _months()[0]
    kind = ErrandKind.NOTIFY if request.POST.get("what") == "notify" else ErrandKind.MAKE
    with refusals_said(request):
        errand = start_errand(kind, first_on=month, at=now(), by=str(request.user))
        return redirect("office:errand", errand.pk)
    return redirect("office:papers")


@staff_page(Right.PAYOUTS)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Send, remind of, note as signed or download the chosen papers; "all" is the whole list."""
    deed = request.POST.get("do", "")
    rows = found(request)
    if not request.POST.get("all"):
        rows = rows.filter(pk__in=picked(request.POST.getlist("paper")))
    ids = list(rows.values_list("pk", flat=True))
    with refusals_said(request):
        if not ids:
            raise NothingToDo("Choose at least one paper.")
        if deed == "zip":
            return zip_of_papers(rows, at=now())
        if deed == "signed":
            _say_signed(request, note_signed(ids, at=now(), by=str(request.user)))
            return back(request, "office:papers")
        kind = ErrandKind.REMIND if deed == "remind" else ErrandKind.SEND
        errand = start_errand(kind, paper_ids=ids, at=now(), by=str(request.user))
        return redirect("office:errand", errand.pk)
    return back(request, "office:papers")


def _say_signed(request: HttpRequest, count: int) -> None:
    if not count:
        say(request, _("Nothing changed: none of them waits for a signature."), tone="wait")
        return
    said = ngettext("%(n)d paper is signed.", "%(n)d papers are signed.", count)
    say(request, said % {"n": count})


@staff_page(Right.READ)
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: what it comes to, its road, its scans, what it replaces."""
    rows = Paper.objects.defer("pdf").select_related("partner", "payout", "replaces")
    shown = get_object_or_404(rows, pk=pk)
    scans = list(shown.scans.defer("body").order_by("-pk"))
    return page(
        request,
        "papers/paper.html",
        section="papers",
        paper=shown,
        scans=scans,
        replaced_by=Paper.objects.filter(replaces=shown).defer("pdf", "content").first(),
        lines=shown.content["lines"],
        carried=shown.content.get("carried_minor", 0),
        signable=shown.kind in SIGNED_KINDS and shown.status != PaperStatus.REPLACED,
        kept=any(not one.returned_because for one in scans),
        replaceable=shown.payout_id is None and shown.status != PaperStatus.REPLACED,
    )


@staff_page(Right.READ)
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF as it was made."""
    shown = get_object_or_404(Paper.objects.defer("content"), pk=pk)
    return attachment(f"{shown.number}.pdf", bytes(shown.pdf), "application/pdf")


@staff_page(Right.READ)
@require_safe
def scan(request: HttpRequest, pk: int, scan_pk: int) -> HttpResponse:
    """A signed scan, as it was uploaded."""
    shown = get_object_or_404(Paper.objects.defer("pdf", "content"), pk=pk)
    kept = get_object_or_404(shown.scans, pk=scan_pk)
    return attachment(kept.name, bytes(kept.body), kept.media_type)


@staff_page(Right.PAYOUTS)
@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff put in a scan that came by post or by mail."""
    shown = get_object_or_404(Paper.objects.defer("pdf", "content"), pk=pk)
    with refusals_said(request):
        name, content = upload_of(request, "scan")
        take_scan(shown, name=name, content=content, at=now(), by=str(request.user))
        say(request, _("No. %(number)s is signed.") % {"number": shown.number})
    return redirect("office:paper", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def return_to_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan cannot be taken; the partner reads why."""
    shown = get_object_or_404(Paper.objects.defer("pdf", "content"), pk=pk)
    with refusals_said(request):
        return_scan(shown, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, _("The partner is asked for another scan."))
    return back(request, "office:paper", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def unsign(request: HttpRequest, pk: int) -> HttpResponse:
    """It was noted as signed by mistake."""
    shown = get_object_or_404(Paper.objects.defer("pdf", "content"), pk=pk)
    with refusals_said(request):
        withdraw_signature(shown, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, _("The paper waits for a signature again."))
    return back(request, "office:paper", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the papers of this month anew; the former ones no longer count."""
    shown = get_object_or_404(Paper.objects.defer("pdf", "content"), pk=pk)
    with refusals_said(request):
        made = replace_papers(shown, reason=reason_of(request), at=now(), by=str(request.user))
        numbers = ", ".join(one.number for one in made)
        say(request, _("Made anew: %(numbers)s.") % {"numbers": numbers})
        same = next((one for one in made if one.kind == shown.kind), None)
        return redirect("office:paper", same.pk if same else pk)
    return redirect("office:paper", pk)
