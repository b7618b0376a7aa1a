"""Leads of other systems: a company looks for an integrator."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import Crm, LeadSource, Messenger, Tongue
from zabota.domain.leads.queries import find_waiting
from zabota.domain.people.rules import KeyRight
from zabota.flows.lead_handed import lead_taken
from zabota.kit.clock import now
from zabota.web.api.access import needs
from zabota.web.api.problems import Problem, ProblemOut
from zabota.web.api.schemas import LeadIn, LeadOut

router = Router(tags=["leads"])
FAULTS = frozenset({400, 401, 403, 422, 429})
CHOICES = {"crm": Crm.values, "messenger": Messenger.values, "tongue": Tongue.values}


@router.post(
    "/leads",
    response={200: LeadOut, FAULTS: ProblemOut},
    auth=needs(KeyRight.LEADS_ADD),
    summary="A company looks for an integrator",
)
def add(request: HttpRequest, body: LeadIn) -> LeadOut:
    """Keep a lead and propose it to the integrator who fits; the same external id is the same lead."""
    told = body.model_dump()
    for name, known in CHOICES.items():
        if told[name] and told[name] not in known:
            raise Problem(422, f"{name}: {', '.join(known)}")
    by = f"API: {request.auth}"  # type: ignore[attr-defined]
    lead = lead_taken(LeadFact(source=LeadSource.API, **told), at=now(), by=by)
    proposal = find_waiting(lead)
    who = proposal.partner if proposal else lead.partner
    return LeadOut(
        id=lead.pk,
        external_id=lead.external_id,
        status=lead.status,
        partner=who.name if who else None,
    )
