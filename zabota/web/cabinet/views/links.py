"""Promo codes and links: copy, QR, another code, retiring one."""

from __future__ import annotations

import io
from typing import NamedTuple
from urllib.parse import unquote, urlencode

import segno
from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.attribution.operations import CodeRefused, choose_code, decide_code
from zabota.domain.attribution.queries import is_code_taken
from zabota.domain.attribution.rules import fault_in_code
from zabota.domain.partners.rules import MemberRight
from zabota.kit.clock import now
from zabota.ui.lists import word
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.words.reasons import code_fault

MOST_WAITING = 5  # codes of one partner that staff have not looked at yet
WORKING = (PromoCodeStatus.PENDING, PromoCodeStatus.APPROVED)
LONGEST_CAMPAIGN = 60
KINDS = {"svg": "image/svg+xml", "png": "image/png"}


class CodeRow(NamedTuple):
    """A code with its link, how many clients it has brought, and whether it still brings."""

    code: PromoCode
    link: str
    clients: int
    works: bool

    @property
    def dialog(self) -> str:
        """The name of the dialog that retires this code."""
        return f"retire-{self.code.pk}"


@members_page
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """All codes of the partner."""
    return _page(request)


def _page(request: HttpRequest, *, typed: str = "", fault: str = "") -> HttpResponse:
    live = Count("attributions__client", filter=Q(attributions__withdrawn_at=None), distinct=True)
    codes = PromoCode.objects.filter(partner=partner_of(request)).annotate(brought=live)
    rows = [
        CodeRow(code, link_of(code), code.brought, code.status in WORKING)
        for code in codes.order_by("status", "created_at")
    ]
    rows.sort(key=lambda row: not row.works)
    return page(
        request,
        "links/list.html",
        section="links",
        rows=rows,
        typed=typed,
        fault=fault,
        status=422 if fault else 200,
    )


def link_of(code: PromoCode) -> str:
    """The short link, in its letters: people read it, browsers escape it by themselves."""
    return unquote(f"{settings.PUBLIC_URL}/p/{code.code}/")


@members_page
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Says while one is typing whether the code can be had."""
    fault = _fault(request.GET.get("code", "")[:40])
    return render(request, "cabinet/links/check.html", {"fault": fault})


def _fault(typed: str) -> str:
    reason = fault_in_code(typed) or ("taken" if is_code_taken(typed) else "")
    return code_fault(reason) if reason else ""


@partner_page(MemberRight.PROGRAMME)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Another code; it works at once and is looked at by staff later."""
    typed = request.POST.get("code", "").replace("\x00", "")[:40]
    partner = partner_of(request)
    waiting = PromoCode.objects.filter(partner=partner, status=PromoCodeStatus.PENDING).count()
    if waiting >= MOST_WAITING:
        return _page(
            request, typed=typed, fault=_("Several codes of yours wait for approval already.")
        )
    try:
        code = choose_code(partner, wished=typed, at=now(), by=str(request.user))
    except CodeRefused as refusal:
        return _page(request, typed=typed, fault=code_fault(refusal.params.get("fault", "taken")))
    say(request, _("The code %(code)s works already.") % {"code": code.code})
    return redirect("cabinet:links")


@partner_page(MemberRight.PROGRAMME)
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """The code brings no more new clients; those it has brought stay."""
    code = get_object_or_404(PromoCode, pk=pk, partner=partner_of(request), status__in=WORKING)
    decide_code(code, status=PromoCodeStatus.RETIRED, at=now(), by=str(request.user))
    say(request, _("The code %(code)s is retired.") % {"code": code.code}, tone="info")
    return redirect("cabinet:links")


@members_page
@require_safe
def qr(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The link, of a campaign where one is named, as a QR code to print: SVG or PNG."""
    code = get_object_or_404(PromoCode, pk=pk, partner=partner_of(request))
    if kind not in KINDS:
        raise Http404
    picture = io.BytesIO()
    campaign = word(request, "utm_campaign")[:LONGEST_CAMPAIGN]
    tail = f"?{urlencode({'utm_campaign': campaign})}" if campaign else ""
    drawn = segno.make(f"{settings.PUBLIC_URL}/p/{code.code}/{tail}", error="m", micro=False)
    drawn.save(picture, kind=kind, scale=12 if kind == "png" else 6, border=4, light="white")
    answer = HttpResponse(picture.getvalue(), content_type=KINDS[kind])
    if "download" in request.GET:
        answer["Content-Disposition"] = f'attachment; filename="qr-{code.pk}.{kind}"'
    return answer
