"""Leads for staff: all of them, who was asked and why, by hand where needed, what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import Lead, LeadSource, LeadStatus, Proposal
from zabota.domain.leads.operations import close_lead
from zabota.domain.leads.queries import find_waiting
from zabota.domain.people.rules import Right
from zabota.flows.lead_handed import lead_proposed, lead_taken
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import reason_of, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.parts import Tab
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.leads import HandForm, NewLeadForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.wording.leads import chosen_because, tone_of, wants


def tabs_of(chosen: str) -> list[Tab]:
    """Leads, and what became of them."""
    return [
        Tab("/office/leads/", _("Leads"), chosen == "leads"),
        Tab("/office/leads/outcomes/", _("What became of them"), chosen == "outcomes"),
    ]


@staff_page(Right.READ)
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """All leads, the newest first; those of the page with what they need."""
    table = Table(request, columns(), order="-came")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        header = [_("Company"), _("Source"), _("City"), _("Needs"), _("State"), _("Partner"), _("Proposed to"),
                  _("Answers till"), _("Came on"), _("Why")]  # fmt: skip
        return csv_of("leads", header, rows, lambda one: [
            one.company, one.get_source_display(), one.city, wants(one), one.get_status_display(),
            one.partner.name if one.partner else "", *_asked(one), one.made_at, one.closed_why])  # fmt: skip
    shown = one_page(request, rows)
    return page(
        request,
        "leads/list.html",
        section="leads",
        tabs=tabs_of("leads"),
        page=shown,
        rows=[(one, wants(one), *tone_of(one)) for one in shown],
        states=LeadStatus.choices,
        table=table,
        shelf=views.of(request, "leads", table),
    )


def _found(request: HttpRequest) -> QuerySet[Any]:
    asked = Proposal.objects.filter(answer="").select_related("partner")
    rows = Lead.objects.select_related("partner").prefetch_related(
        Prefetch("proposals", asked, to_attr="asked")
    )
    if state := word(request, "state"):
        rows = rows.filter(status=state)
    if found := word(request):
        rows = rows.filter(
            Q(company__icontains=found)
            | Q(partner__name__icontains=found)
            | Q(city__icontains=found)
        )
    return during(request, rows, "made_at")


def columns() -> list[Column]:
    """What the list of leads may show."""
    return [
        Column("company", _("Company"), by="company", fixed=True),
        Column("source", _("Source"), first=False, by="source"),
        Column("needs", _("Needs")),
        Column("city", _("City"), by="city"),
        Column("partner", _("Partner"), by="partner__name", sparse=True),
        Column("state", _("State"), by="status"),
        Column("why", _("Why"), first=False),
        Column("came", _("Came on"), by="made_at"),
    ]


def _asked(one: Any) -> tuple[str, datetime | None]:
    """To whom a waiting lead is proposed, and till when he may answer."""
    if not one.asked:
        return "", None
    return one.asked[0].partner.name, one.asked[0].answer_by


@staff_page(Right.READ)
@require_safe
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """One lead: whom we asked, by which signs, and what they said."""
    shown = get_object_or_404(Lead.objects.select_related("partner", "client", "wished"), pk=pk)
    proposals = shown.proposals.select_related("partner").order_by("-at", "-pk")
    return page(
        request,
        "leads/lead.html",
        section="leads",
        lead=shown,
        needs=wants(shown),
        tone=tone_of(shown),
        asked=find_waiting(shown),
        proposals=[(one, *chosen_because(one)) for one in proposals],
        form=HandForm(),
        may_hand=shown.status not in (LeadStatus.ACCEPTED, LeadStatus.WON),
        may_close=shown.status not in (LeadStatus.LOST, LeadStatus.WON),
    )


@staff_page(Right.CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A company asked us; it is proposed to an integrator at once."""
    form = NewLeadForm(request.POST or None)
    if form.is_bound and form.is_valid():
        fact = LeadFact(source=LeadSource.STAFF, **form.cleaned_data)
        made = lead_taken(fact, at=now(), by=str(request.user))
        return redirect("office:lead", made.pk)
    status = 422 if form.is_bound else 200
    return page(request, "leads/new.html", section="leads", form=form, status=status)


@staff_page(Right.CLIENTS)
@require_POST
def hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose it to whom staff name, or to whose turn it is; a waiting proposal is taken back."""
    shown = get_object_or_404(Lead, pk=pk)
    form = HandForm(request.POST)
    with refusals_said(request):
        if (
            not form.is_valid()
        ):  # left the directory while the page stood open: nobody else is asked instead
            raise Refusal("This integrator is not in the list any more. Choose again.", code="gone")
        chosen = form.cleaned_data["to"]
        to = chosen.partner if chosen else None
        proposal = lead_proposed(shown, to=to, at=now(), by=str(request.user))
        if proposal is None:
            say(request, _("Nobody is left who fits and was not asked."), tone="wait")
        else:
            say(request, _("%(partner)s is asked.") % {"partner": proposal.partner})
    return redirect("office:lead", pk)


@staff_page(Right.CLIENTS)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """It came to nothing."""
    with refusals_said(request):
        close_lead(
            get_object_or_404(Lead, pk=pk),
            why=reason_of(request)[:200],
            at=now(),
            by=str(request.user),
        )
        say(request, _("The lead is closed."), tone="info")
    return redirect("office:lead", pk)
