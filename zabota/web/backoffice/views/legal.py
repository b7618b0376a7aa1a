"""A partner becomes another legal form, and what he was before is put right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zabota.domain.partners.models import FormerForm, Partner
from zabota.domain.partners.operations import RequisitesRefused
from zabota.domain.partners.operations.forms import correct_former_form
from zabota.domain.people.rules import Right
from zabota.flows.legal_form_changed import legal_form_changed
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.legal import FormerFormForm, LegalFormForm
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


@staff_page(Right.PAYOUTS)
@require_http_methods(["GET", "HEAD", "POST"])
def former_form(request: HttpRequest, pk: int, former_pk: int) -> HttpResponse:
    """The requisites he had in a former form, as papers of those days say them."""
    former = get_object_or_404(
        FormerForm.objects.select_related("partner"), pk=former_pk, partner=pk
    )
    known = {name: getattr(former, name) for name in ("name", "inn", "kpp", "ogrn")}
    form = FormerFormForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid() and _correct(request, former, form):
        say(
            request,
            _("Put right. Papers of those days say it from now on; make anew what is made."),
        )
        return redirect("office:partner_part", pk, "taxes")
    return page(
        request,
        "partners/former_form.html",
        section="partners",
        partner=former.partner,
        former=former,
        form=form,
        status=422 if form.is_bound else 200,
    )


def _correct(request: HttpRequest, former: FormerForm, form: FormerFormForm) -> bool:
    try:
        correct_former_form(former, **form.said(), at=now(), by=str(request.user))
    except RequisitesRefused as refusal:
        for name, reason in refusal.params["faults"].items():
            form.add_error(name, fault(reason))
        return False
    return True


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
