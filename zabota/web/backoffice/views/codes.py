"""Promo codes: which wait, and approving, rejecting, retiring them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.attribution.operations import decide_code
from zabota.domain.attribution.rules import fold_code
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import rights_of, staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.partners import brought, tabs_of
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.partners import decided_sentence

HARD = (PromoCodeStatus.REJECTED, PromoCodeStatus.RETIRED)


@staff_page(Right.READ)
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """All promo codes; those that wait for approval first."""
    table = Table(request, columns(request), usual=_("Those that wait first"))
    rows = table.sorted(_found(request))
    if wants_csv(request):
        header = [_("Promo code"), _("Partner"), _("State"), _("Chosen"), _("Clients"), _("Why"),
                  _("Decided by")]  # fmt: skip
        return csv_of("promo-codes", header, rows, _line)
    return page(
        request,
        "partners/codes.html",
        section="partners",
        page=one_page(request, rows),
        states=PromoCodeStatus.choices,
        table=table,
        shelf=views.of(request, "codes", table),
        **tabs_of("codes"),
    )


def _found(request: HttpRequest) -> QuerySet[PromoCode]:
    first = Case(When(status=PromoCodeStatus.PENDING, then=Value(0)), default=Value(1))
    rows = PromoCode.objects.select_related("partner").annotate(brought=brought(), first=first)
    if found := word(request):
        rows = rows.filter(
            Q(folded__startswith=fold_code(found)) | Q(partner__name__icontains=found)
        )
    if status := word(request, "status"):
        rows = rows.filter(status=status)
    return during(request, rows, "created_at").order_by("first", "-created_at", "-pk")


def columns(request: HttpRequest) -> list[Column]:
    """What the list may show; who may decide of codes has the buttons."""
    decide = [Column("decide", _("Decide"), fixed=True, head=False)]
    return [
        Column("code", _("Promo code"), by="code", fixed=True),
        Column("partner", _("Partner"), by="partner__name"),
        Column("state", _("State"), by="status"),
        Column("by", _("Decided by"), first=False),
        Column("chosen", _("Chosen"), by="created_at"),
        Column("clients", _("Clients"), by="brought", numeric=True),
        *(decide if Right.PARTNERS in rights_of(request) else []),
    ]


def _line(one: Any) -> list[Any]:
    return [
        one.code, one.partner, one.get_status_display(), one.created_at, one.brought, one.reason,
        one.decided_by,
    ]  # fmt: skip


@staff_page(Right.PARTNERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, reject or retire a code; `?to=` in the address takes a decision back."""
    code = get_object_or_404(PromoCode, pk=pk)
    before, undone = code.status, word(request, "to")
    status = undone or request.POST.get("status", "")
    with refusals_said(request):
        if status not in PromoCodeStatus.values:
            raise Refusal("Choose what to do with the code.", code="no_decision")
        reason = ""
        if status in HARD:
            reason = _("The decision was taken back") if undone else reason_of(request)
        decide_code(
            code,
            status=PromoCodeStatus(status),
            reason=reason[:200],
            at=now(),
            by=str(request.user),
        )
        address = reverse("office:decide_code", args=[pk])
        say(
            request,
            decided_sentence(status) % {"code": code.code},
            undo_url="" if undone or before == status else f"{address}?{urlencode({'to': before})}",
        )
    return back(request, "office:partner", code.partner_id)
