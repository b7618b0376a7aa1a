"""Leads proposed to the partner, those he has in work, and his page in the directory."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.leads.models import Lead, LeadStatus, Profile, Proposal
from zabota.domain.leads.operations import close_lead, set_profile
from zabota.domain.partners.rules import MemberRight
from zabota.flows.lead_handed import lead_accepted, lead_declined, lead_returned
from zabota.kit.clock import now
from zabota.ui.acting import reason_of, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of, partner_page
from zabota.web.cabinet.forms.profile import ProfileForm
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.saved import views
from zabota.web.wording.leads import chosen_because, tone_of, wants

WORDS = ("published", "about", "city", "site", "crms", "messengers", "tongues", "shows_clients",
         "most_open")  # fmt: skip


@members_page
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """What waits for an answer first, then what is in work or over."""
    partner = partner_of(request)
    asked = Proposal.objects.filter(partner=partner, answer="").select_related("lead")
    table = Table(request, columns(), order="-came")
    mine = table.sorted(_mine(request))
    if wants_csv(request):
        header = [_("Company"), _("Whom to ask for"), _("E-mail"), _("Phone"), _("City"), _("Needs"),
                  _("What they need"), _("State"), _("Came on")]  # fmt: skip
        return csv_of("leads", header, mine, lambda one: [
            one.company, one.person, one.email, one.phone, one.city, wants(one), one.words,
            one.get_status_display(), one.made_at])  # fmt: skip
    shown = one_page(request, mine)
    return page(
        request,
        "leads/list.html",
        section="leads",
        asked=[
            (one, wants(one.lead), *chosen_because(one, himself=True))
            for one in asked.order_by("answer_by")
        ],
        page=shown,
        rows=[(one, wants(one), *tone_of(one)) for one in shown],
        states=[(one.value, one.label) for one in LeadStatus if one != LeadStatus.NOBODY],
        has_profile=Profile.objects.filter(partner=partner, takes_since__isnull=False).exists(),
        table=table,
        shelf=views.of(request, "leads", table),
    )


def _mine(request: HttpRequest) -> QuerySet[Lead]:
    rows = Lead.objects.filter(partner=partner_of(request))
    if state := word(request, "state"):
        rows = rows.filter(status=state)
    if found := word(request):
        rows = rows.filter(
            Q(company__icontains=found) | Q(person__icontains=found) | Q(city__icontains=found)
        )
    return during(request, rows, "made_at")


def columns() -> list[Column]:
    """What the list of leads may show."""
    return [
        Column("company", _("Company"), by="company", fixed=True),
        Column("contacts", _("Contacts")),
        Column("needs", _("Needs")),
        Column("city", _("City"), by="city"),
        Column("came", _("Came on"), by="made_at"),
        Column("state", _("State"), by="status"),
        Column("deed", _("Deed"), fixed=True, head=False),
    ]


def _waiting(request: HttpRequest, pk: int) -> Proposal:
    rows = Proposal.objects.filter(partner=partner_of(request)).select_related("lead", "partner")
    return get_object_or_404(rows, pk=pk)


@members_page
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it: the company is a client of the partner now."""
    proposal = _waiting(request, pk)
    with refusals_said(request):
        client = lead_accepted(proposal, at=now(), by=str(request.user))
        say(request, _("The lead is yours. Get in touch: the contacts are on the client's page."))
        return redirect("cabinet:client", client.pk)
    return redirect("cabinet:leads")


@members_page
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Not now; the next integrator is asked at once."""
    proposal = _waiting(request, pk)
    with refusals_said(request):
        why = request.POST.get("reason", "").replace("\x00", "").strip()[:200]
        lead_declined(proposal, why=why, at=now(), by=str(request.user))
        say(request, _("Declined; the next integrator is asked."), tone="info")
    return redirect("cabinet:leads")


@members_page
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """It came to nothing, and why."""
    lead = get_object_or_404(Lead, pk=pk, partner=partner_of(request), status=LeadStatus.ACCEPTED)
    with refusals_said(request):
        close_lead(lead, why=reason_of(request)[:200], at=now(), by=str(request.user))
        say(request, _("Closed. Thank you for telling why."), tone="info")
    return redirect("cabinet:leads")


@members_page
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """He took it and cannot; the next integrator is asked."""
    lead = get_object_or_404(Lead, pk=pk, partner=partner_of(request), status=LeadStatus.ACCEPTED)
    with refusals_said(request):
        lead_returned(lead, why=reason_of(request)[:200], at=now(), by=str(request.user))
        say(request, _("Given back; the next integrator is asked."), tone="info")
        return redirect("cabinet:leads")
    return (
        redirect("cabinet:client", lead.client_id) if lead.client_id else redirect("cabinet:leads")
    )


@partner_page(MemberRight.FRONT)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The partner's page in the directory."""
    partner = partner_of(request)
    kept = Profile.objects.filter(partner=partner).first()
    initial = (
        {name: getattr(kept, name) for name in WORDS}
        if kept
        else {"city": partner.city, "most_open": 3, "tongues": ["ru"]}
    )
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        set_profile(partner, **form.cleaned_data, at=now(), by=str(request.user))
        say(request, _("Saved."))
        return redirect("cabinet:profile")
    return page(
        request, "leads/profile.html", section="leads", form=form, profile=kept,
        status=422 if form.is_bound else 200,
    )  # fmt: skip
