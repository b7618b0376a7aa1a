"""Where the partner is paid to: bank details with check digits, changed after a fresh code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zabota.domain.partners.models import BankDetails, DetailsKind, Partner
from zabota.domain.partners.operations import RequisitesRefused, set_payee
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.partners.rules import MemberRight, kinds_for
from zabota.kit.clock import now
from zabota.ui.parts import Tab
from zabota.ui.toasts import say
from zabota.web.cabinet.access import partner_of, partner_page
from zabota.web.cabinet.forms.details import AnyDetailsForm, details_form, kind_wished
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.proving import address_of_proof, proved_to_change
from zabota.web.cabinet.views.taxes import taxes_of
from zabota.web.proving import FRESH, has_proved
from zabota.web.wording.requisites import fault


@partner_page(MemberRight.DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
@proved_to_change("cabinet:bank_details")
def bank_details(request: HttpRequest) -> HttpResponse:
    """Where we pay to: current, the form for new ones, and the history."""
    partner = partner_of(request)
    kind = kind_wished(partner, request.GET.get("kind", ""))
    given = request.POST if request.method == "POST" else None
    form = details_form(given, partner=partner, kind=kind)
    if form.is_bound and form.is_valid() and _save(request, form):
        say(request, _("Saved. The next payout goes there."))
        return redirect("cabinet:bank_details")
    return page(
        request,
        "us/bank_details.html",
        section="details",
        only_euros=kinds_for(partner.legal_form) == (DetailsKind.IBAN,),
        form=form,
        tabs=_kinds(partner, kind),
        proved=form.is_bound or has_proved(request, within=FRESH, at=now()),
        url_prove=address_of_proof(request.path),
        current=find_bank_details(partner),
        former=BankDetails.objects.filter(partner=partner, replaced_at__isnull=False).order_by(
            "-replaced_at"
        ),
        **taxes_of(partner),
        status=422 if form.is_bound else 200,
    )


def _kinds(partner: Partner, active: str) -> list[Tab]:
    """The ways in which he may be paid, where there is a choice."""
    words = {
        DetailsKind.ACCOUNT: _("To an account"),
        DetailsKind.SBP: _("By phone number"),
        DetailsKind.WALLET: _("To a wallet"),
    }
    kinds = kinds_for(partner.legal_form)
    if len(kinds) < 2:
        return []
    return [Tab(f"?kind={kind}", words[DetailsKind(kind)], kind == active) for kind in kinds]


def _save(request: HttpRequest, form: AnyDetailsForm) -> bool:
    """Requisites and details together, or neither; every fault goes to its field."""
    try:
        set_payee(
            partner_of(request), own=form.requisites(), bank=form.bank(), at=now(),
            by=str(request.user),
        )  # fmt: skip
    except RequisitesRefused as refusal:
        for name, reason in refusal.params["faults"].items():
            form.add_error(name if name in form.fields else None, fault(reason))
        return False
    return True
