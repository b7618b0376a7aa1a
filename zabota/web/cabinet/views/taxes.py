"""How the partner is taxed: his VAT, which he proposes and we confirm; an individual's income tax."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zabota.domain.partners.models import LegalForm, Partner, VatStanding
from zabota.domain.partners.operations.vat import propose_partner_vat
from zabota.domain.partners.queries import find_vat
from zabota.domain.partners.rules import VAT_PAYERS, MemberRight
from zabota.kit.clock import local_date, now
from zabota.ui.acting import refusals_said
from zabota.ui.toasts import say
from zabota.web.cabinet.access import partner_of, partner_page
from zabota.web.wording.individuals import example
from zabota.web.wording.vat import PartnerVatForm, first_regime


def taxes_of(partner: Partner) -> dict[str, Any]:
    """What the page of details says of taxes."""
    at = now()
    today = local_date(at)
    if partner.legal_form == LegalForm.PERSON:
        return example(at=at)
    if partner.legal_form not in VAT_PAYERS:
        return {}
    mine = partner.vat_regimes.order_by("-valid_from", "-pk")
    last = partner.vat_regimes.order_by("-pk").first()
    return {
        "vat_form": PartnerVatForm(initial=first_regime(today)),
        "vat_now": find_vat(partner.pk, on=today),
        "vat_coming": mine.filter(status=VatStanding.IN_FORCE, valid_from__gt=today),
        "vat_proposed": mine.filter(status=VatStanding.PROPOSED).first(),
        "vat_declined": last if last and last.status == VatStanding.DECLINED else None,
    }


@partner_page(MemberRight.DETAILS)
@require_POST
def propose_vat(request: HttpRequest) -> HttpResponse:
    """Say how VAT is paid from a day on; finance confirms it."""
    form = PartnerVatForm(request.POST)
    if not form.is_valid():
        say(request, _("Choose the regime and the day it begins."), tone="late")
        return redirect("cabinet:bank_details")
    with refusals_said(request):
        partner = partner_of(request)
        propose_partner_vat(partner, **form.said(), at=now(), by=str(request.user))
        say(request, _("Thank you. It holds as soon as finance has confirmed it."))
    return redirect("cabinet:bank_details")
