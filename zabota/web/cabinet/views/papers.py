"""Papers: reports, acts and notices month by month; download them, upload the signed scans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.papers.models import Paper, PaperKind, PaperStatus, SignedScan
from zabota.domain.papers.operations.signing import take_scan
from zabota.domain.papers.rules.kinds import SIGNED_KINDS
from zabota.domain.partners.rules import MemberRight
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.acting import refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.saved import views
from zabota.web.wording.files import attachment, upload_of
from zabota.web.wording.papers import zip_of_papers


@members_page
@require_safe
def papers(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The partner's papers, the newest month first; the same list as CSV or as a ZIP of PDFs."""
    rows = _mine(request)
    if (kind := word(request, "kind")) in PaperKind.values:
        rows = rows.filter(kind=kind)
    if word(request, "unsigned"):
        rows = rows.filter(kind__in=SIGNED_KINDS).exclude(
            status__in=[PaperStatus.SIGNED, PaperStatus.REPLACED]
        )
    table = Table(request, columns(), order="-on")
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Number"), _("What"), _("Day"), _("Amount"), _("Status"), _("Signed")]
        return csv_of("papers", header, rows, _line)
    if request.GET.get("as") == "zip":
        return zip_of_papers(rows, at=now())
    shown = one_page(request, rows)
    return page(
        request,
        "papers/list.html",
        section="papers",
        page=shown,
        groups=_groups(shown, by_month=table.order in ("on", "-on")),
        table=table,
        shelf=views.of(request, "papers", table),
        kinds=PaperKind.choices,
        signed_kinds=SIGNED_KINDS,
    )


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("what", _("What"), by="kind", fixed=True),
        Column("on", _("Day"), first=False, by="on"),
        Column("status", _("Status"), by="status"),
        Column("scan", _("Signed scan")),
        Column("signed", _("Signed"), first=False, by="signed_at", sparse=True),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
    ]


def _groups(shown: Iterable[Paper], *, by_month: bool) -> list[tuple[date | None, list[Paper]]]:
    """Month by month while they stand by days, all together in any other order."""
    if not by_month:
        return [(None, list(shown))]
    months = groupby(shown, key=lambda one: one.on.replace(day=1))
    return [(month, list(group)) for month, group in months]


def _mine(request: HttpRequest) -> QuerySet[Paper]:
    scans = SignedScan.objects.defer("body").order_by("-pk")
    return (
        Paper.objects.filter(partner=partner_of(request))
        .defer("pdf", "content")
        .prefetch_related(Prefetch("scans", scans, to_attr="uploaded"))
    )


def _line(one: Paper) -> list[Any]:
    return [
        one.number, one.get_kind_display(), one.on, Money(one.amount_minor, one.currency),
        one.get_status_display(), one.signed_at,
    ]  # fmt: skip


@members_page
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF as it was made."""
    mine = Paper.objects.filter(partner=partner_of(request)).defer("content")
    shown = get_object_or_404(mine, pk=pk)
    return attachment(f"{shown.number}.pdf", bytes(shown.pdf), "application/pdf")


@members_page
@require_safe
def scan(request: HttpRequest, pk: int, scan_pk: int) -> HttpResponse:
    """The partner's own scan, as he uploaded it."""
    mine = SignedScan.objects.filter(paper=pk, paper__partner=partner_of(request))
    kept = get_object_or_404(mine, pk=scan_pk)
    return attachment(kept.name, bytes(kept.body), kept.media_type)


@partner_page(MemberRight.READ, to_change=MemberRight.PAPERS)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the signed scan of a paper."""
    shown = get_object_or_404(_mine(request), pk=pk)
    with refusals_said(request):
        name, content = upload_of(request, "scan")
        take_scan(shown, name=name, content=content, at=now(), by=str(request.user))
        say(request, _("Thank you: No. %(number)s is signed.") % {"number": shown.number})
    return redirect("cabinet:papers")
