"""A partner becomes another legal form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zabota.domain.partners.models import Partner
from zabota.domain.partners.operations import RequisitesRefused
from zabota.domain.people.rules import Right
from zabota.flows.legal_form_changed import legal_form_changed
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.legal import LegalFormForm
from zabota.web.backoffice.frame import page
from zabota.web.wording.individuals import example
from zabota.web.wording.requisites import fault


@staff_page(Right.PAYOUTS)
@require_http_methods(["GET", "HEAD", "POST"])
def legal_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the form, with the requisites that belong to it and why."""
    partner = get_object_or_404(Partner, pk=pk)
    form = LegalFormForm(request.POST if request.method == "POST" else None, partner=partner)
    if form.is_bound and form.is_valid() and _change(request, partner, form):
        say(request, _("Changed. The partner gets a letter."))
        return redirect("office:partner_part", pk, "taxes")
    return page(
        request,
        "partners/legal_form.html",
        section="partners",
        partner=partner,
        form=form,
        **example(at=now()),
        status=422 if form.is_bound else 200,
    )


def _change(request: HttpRequest, partner: Partner, form: LegalFormForm) -> bool:
    try:
        legal_form_changed(partner, **form.said(), at=now(), by=str(request.user))
    except RequisitesRefused as refusal:
        for name, reason in refusal.params["faults"].items():
            form.add_error(name, fault(reason))
        return False
    except Refusal as refusal:
        form.add_error("to" if refusal.code == "same_form" else "since", sentence_of(refusal))
        return False
    return True
