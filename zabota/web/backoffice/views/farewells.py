"""Saying goodbye to a partner: what it means in roubles first, then the day, and the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.partners.models import Farewell, FarewellStatus, Partner, PartnerStatus
from zabota.domain.partners.operations import withdraw_farewell
from zabota.domain.partners.queries import find_farewell
from zabota.domain.payouts.queries import get_partner_balance
from zabota.domain.people.rules import Right
from zabota.domain.rewards.queries.partners import list_months_earned
from zabota.flows.farewells import farewell_said
from zabota.kit.clock import end_of_day, local_date, now, start_of_day
from zabota.kit.money import Money
from zabota.ui.acting import MOST_LETTERS, back, refusals_said
from zabota.ui.templatetags.ui import moment_words
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.farewells import FarewellDeedForm, FarewellForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.partners import clients_now
from zabota.web.backoffice.words.farewells import meaning_of, steps_of

MONTHS = 6


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "POST"])
def farewell(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the day and what becomes of his clients, look at what it means, say goodbye."""
    partner = get_object_or_404(Partner, pk=pk)
    if request.method == "POST":
        deed = FarewellDeedForm(request.POST, partner=partner)
        if not deed.is_valid():
            return _shown(request, partner, deed, deed, status=422)
        _say(request, partner, deed.cleaned_data)
        return redirect("office:farewell", pk)
    form = (
        FarewellForm(request.GET, partner=partner)
        if request.GET
        else FarewellForm(initial={"on": local_date(now()) + timedelta(days=14)}, partner=partner)
    )
    return _shown(request, partner, form, FarewellDeedForm(partner=partner))


def _shown(
    request: HttpRequest,
    partner: Partner,
    form: FarewellForm,
    deed: FarewellForm,
    status: int = 200,
) -> HttpResponse:
    figures, waiting = _figures(partner), find_farewell(partner)
    ready = form.is_bound and not {"on", "clients_go", "to"} & set(form.errors)
    last = partner.farewells.filter(status=FarewellStatus.DONE).order_by("-pk").first()
    left = partner.status == PartnerStatus.LEFT
    return page(
        request,
        "partners/farewell.html",
        section="partners",
        status=status,
        partner=partner,
        form=form,
        deed=deed,
        ready=ready,
        waiting=waiting,
        left=left,
        last=last if left else None,
        steps=steps_of(partner, waiting, chosen=ready),
        meaning=meaning_of(form.cleaned_data, **figures) if ready else [],
        waiting_meaning=meaning_of(_said(waiting), **figures) if waiting else [],
        **figures,
    )


def _said(waiting: Farewell) -> dict[str, Any]:
    return {"on": waiting.on, "clients_go": waiting.clients_go, "to": waiting.to_partner}


def _figures(partner: Partner) -> dict[str, Any]:
    """What he earned in the last months, what is coming to him, how many clients he has."""
    at = now()
    balance = get_partner_balance(partner.pk, before=end_of_day(local_date(at)))
    first = (local_date(at).replace(day=1) - timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    months = list_months_earned(partner.pk, since=start_of_day(first), zone=str(settings.TIME_ZONE))
    return {
        "months": [(month, Money(month.minor)) for month in months],
        "lately": Money(sum(month.minor for month in months)),
        "coming": Money(balance.pending + balance.due + balance.held),
        "way": Money(balance.on_the_way),
        "clients": clients_now(at).filter(partner=partner).count(),
    }


def _say(request: HttpRequest, partner: Partner, wanted: dict[str, Any]) -> None:
    with refusals_said(request):
        said = farewell_said(partner, **wanted_only(wanted), at=now(), by=str(request.user))
        if said.status == FarewellStatus.DONE:
            say(request, _("%(partner)s has left. What he earned is paid.") % {"partner": partner})
            return
        say(
            request,
            _("Said: %(partner)s leaves on %(day)s. Until then it can be taken back.")
            % {"partner": partner, "day": moment_words(said.on)},
            undo_url=reverse("office:withdraw_farewell", args=[said.pk]),
        )


def wanted_only(wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields of the form, as the flow is told them."""
    return {key: wanted[key] for key in ("on", "clients_go", "to", "reason")}


@staff_page(Right.PARTNERS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a farewell back before its day; from its own toast no reason is asked for."""
    said = get_object_or_404(Farewell.objects.select_related("partner"), pk=pk)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:MOST_LETTERS]
    with refusals_said(request):
        withdraw_farewell(
            said, reason=reason or _("Taken back at once"), at=now(), by=str(request.user)
        )
        say(request, _("The farewell is taken back: everything stays as it is."))
    return back(request, "office:farewell", said.partner_id)
