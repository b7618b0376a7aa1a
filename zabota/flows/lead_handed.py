"""A lead comes, is proposed to one partner after another, and becomes a client of who takes it."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.academy.queries import get_trained
from zabota.domain.attribution.models import Attribution, Source
from zabota.domain.attribution.operations import attribute_client
from zabota.domain.attribution.queries import find_attribution
from zabota.domain.clients.facts import ClientFact
from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import add_clients
from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import Answer, Lead, Proposal
from zabota.domain.leads.operations import (
    LeadRefused,
    give_back,
    note_answer,
    propose_lead,
    record_lead,
)
from zabota.domain.leads.queries import find_waiting, list_overdue
from zabota.domain.partners.models import Partner
from zabota.domain.ratings.queries import get_levels_at
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def lead_taken(fact: LeadFact, *, at: datetime, by: str = "") -> Lead:
    """Keep a lead and propose it at once; the same lead twice is one."""
    lead, new = record_lead(fact, at=at, by=by)
    if new:
        _propose(lead, at=at)
    return lead


@flow
def lead_proposed(lead: Lead, *, to: Partner | None, at: datetime, by: str) -> Proposal | None:
    """Staff propose a lead to a partner they name, or once more to whom the rule chooses."""
    waiting = find_waiting(lead)
    if waiting is not None:
        note_answer(waiting, answer=Answer.WITHDRAWN, at=at, by=by)
    return _propose(lead, to=to, at=at, by=by)


@flow
def lead_accepted(proposal: Proposal, *, at: datetime, by: str) -> Client:
    """The partner takes the lead: the company is a client now, and his.

    Refused when the company is another partner's client already: then staff have to look.
    """
    hold(Lock.BOOKS)
    lead = proposal.lead
    client = lead.client or _client_of(lead, at=at, by=by)
    owner = Attribution.objects.filter(
        client=client, withdrawn_at=None, during__endswith=None
    ).first()
    if owner is not None and owner.partner_id != proposal.partner_id:
        raise LeadRefused("This company is another partner's client already. We will look into it.")
    note_answer(proposal, answer=Answer.ACCEPTED, at=at, by=by, client=client)
    if owner is None:
        attribute_client(
            client, to=proposal.partner, since=at, at=at, source=Source.LEAD, by=by,
            evidence=f"lead {lead.pk}",
        )  # fmt: skip
    return client


@flow
def lead_declined(proposal: Proposal, *, why: str, at: datetime, by: str) -> None:
    """The partner does not take it; the next one is asked at once."""
    note_answer(proposal, answer=Answer.DECLINED, at=at, by=by, why=why)
    _propose(proposal.lead, at=at)


@flow
def lead_returned(lead: Lead, *, why: str, at: datetime, by: str) -> Proposal | None:
    """The partner gives back what he took; the company is his no more, and the next one is asked.

    Refused once the client has paid, and when the client was the partner's before the lead.
    """
    hold(Lock.BOOKS)
    client = lead.client
    if client is not None and client.first_paid_at is not None:
        raise LeadRefused("This client has paid already: write to us, and we settle whose it is.")
    owner = find_attribution(client, at=at) if client is not None else None
    if owner is not None and (owner.partner_id, owner.source) != (lead.partner_id, Source.LEAD):
        raise LeadRefused("This client is yours not by the lead alone: write to us.")
    give_back(lead, why=why, at=at, by=by)
    if client is not None and owner is not None:
        attribute_client(
            client, to=None, since=at, at=at, source=Source.LEAD, by=by,
            evidence=f"lead {lead.pk}",
        )  # fmt: skip
    return _propose(lead, at=at)


@flow
def lead_passed_on(lead_id: int, *, at: datetime) -> None:
    """The partner let the time pass; the next one is asked. Answered meanwhile, nothing happens."""
    lead = Lead.objects.select_for_update().get(pk=lead_id)
    waiting = find_waiting(lead)
    if waiting is None or waiting.answer_by > at:
        return
    note_answer(waiting, answer=Answer.SILENT, at=at)
    _propose(lead, at=at)


def leads_passed_on(*, at: datetime) -> int:
    """Every lead whose time has passed goes to the next partner; how many."""
    overdue = list_overdue(at)
    for lead_id in overdue:
        lead_passed_on(lead_id, at=at)
    return len(overdue)


def _client_of(lead: Lead, *, at: datetime, by: str) -> Client:
    fact = ClientFact(name=lead.company, at=at, inn=lead.inn, email=lead.email, phone=lead.phone)
    (client,) = add_clients([fact], by=by)
    return client


def _propose(
    lead: Lead, *, at: datetime, to: Partner | None = None, by: str = ""
) -> Proposal | None:
    return propose_lead(
        lead, levels=get_levels_at(at), trained=get_trained(at), to=to, at=at, by=by
    )
