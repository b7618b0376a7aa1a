"""The taxes of a partner: the self-employed status, receipts, and how he pays VAT."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zabota.connectors.npd.operations import can_ask
from zabota.domain.partners.models import LegalForm, Partner, PartnerVat, VatStanding
from zabota.domain.partners.operations.vat import (
    confirm_partner_vat,
    decline_partner_vat,
    forget_partner_vat,
    set_partner_vat,
)
from zabota.domain.partners.queries import find_vat
from zabota.domain.partners.rules import VAT_PAYERS
from zabota.domain.payouts.queries.npd import get_npd_checks
from zabota.domain.payouts.queries.receipts import sum_of_year
from zabota.domain.payouts.rules.npd import YEARLY_LIMIT_MINOR, nears_limit
from zabota.domain.people.rules import Right
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.kit.queue import defer
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.columns import Table
from zabota.ui.lists import one_page
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.views.receipts import columns, receipts_of
from zabota.web.wording.individuals import example
from zabota.web.wording.vat import PartnerVatForm, first_regime


def taxes_of(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    """What the part of the partner's page shows."""
    at = now()
    today = local_date(at)
    return {
        "page": one_page(request, receipts_of(shown.pk), size=20),
        "table": Table(None, columns(), order="-paid"),
        **_npd(shown, at),
        **example(at=at),
        "former_forms": shown.former_forms.order_by("until", "pk"),
        "has_vat": shown.legal_form in VAT_PAYERS,
        "vat_now": find_vat(shown.pk, on=today),
        "regimes": shown.vat_regimes.exclude(status=VatStanding.PROPOSED).order_by(
            "-valid_from", "-pk"
        ),
        "proposed": shown.vat_regimes.filter(status=VatStanding.PROPOSED).first(),
        "form": PartnerVatForm(initial=first_regime(today)),
    }


def _npd(shown: Partner, at: datetime) -> dict[str, Any]:
    if shown.legal_form != LegalForm.NPD:
        return {}
    year = local_date(at).year
    paid = sum_of_year([shown.pk], year=year).get(shown.pk, 0)
    return {
        "checks": get_npd_checks(shown.inn),
        "can_ask": can_ask(),
        "year": year,
        "paid": Money(paid),
        "limit": Money(YEARLY_LIMIT_MINOR),
        "nears": nears_limit(paid),
    }


def _taxes(request: HttpRequest, partner_id: int) -> HttpResponse:
    return redirect("office:partner_part", partner_id, "taxes")


@staff_page(Right.PAYOUTS)
@require_POST
def set_vat(request: HttpRequest, pk: int) -> HttpResponse:
    """From a day on the partner pays VAT so."""
    shown = get_object_or_404(Partner, pk=pk)
    form = PartnerVatForm(request.POST)
    if not form.is_valid():
        say(request, _("Choose the regime and the day it begins."), tone="late")
        return _taxes(request, pk)
    with refusals_said(request):
        set_partner_vat(shown, **form.said(), at=now(), by=str(request.user))
        say(request, _("Orders and acts of that day and later say so. What is written stays."))
    return _taxes(request, pk)


@staff_page(Right.PAYOUTS)
@require_POST
def confirm_vat(request: HttpRequest, pk: int) -> HttpResponse:
    """What the partner proposed holds."""
    row = get_object_or_404(PartnerVat.objects.select_related("partner"), pk=pk)
    with refusals_said(request):
        confirm_partner_vat(row, at=now(), by=str(request.user))
        say(request, _("Confirmed. Orders and acts of that day and later say so."))
    return back(request, "office:partner_part", row.partner_id, "taxes")


@staff_page(Right.PAYOUTS)
@require_POST
def decline_vat(request: HttpRequest, pk: int) -> HttpResponse:
    """What the partner proposed does not hold."""
    row = get_object_or_404(PartnerVat, pk=pk)
    with refusals_said(request):
        decline_partner_vat(row, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, _("Declined; the partner gets a letter with the reason."))
    return back(request, "office:partner_part", row.partner_id, "taxes")


@staff_page(Right.PAYOUTS)
@require_POST
def forget_vat(request: HttpRequest, pk: int) -> HttpResponse:
    """A regime is taken away; the former one holds."""
    row = get_object_or_404(PartnerVat, pk=pk)
    with refusals_said(request):
        forget_partner_vat(row, at=now(), by=str(request.user))
        say(request, _("The regime is taken away."), tone="info")
    return back(request, "office:partner_part", row.partner_id, "taxes")


@staff_page(Right.PAYOUTS)
@require_POST
def ask_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the tax service about this partner now; the answer comes in a moment."""
    shown = get_object_or_404(Partner, pk=pk, legal_form=LegalForm.NPD)
    if can_ask() and shown.inn:
        defer("npd.ask_about", inn=shown.inn)
        say(request, _("The tax service is asked; the answer is here in a moment."))
    else:
        say(request, _("There is nobody to ask: the partner's INN is needed."), tone="wait")
    return _taxes(request, pk)
