"""A lead is kept, proposed to one partner at a time, answered, and ends."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zabota.domain.clients.models import Client
from zabota.domain.leads.events import (
    LeadAnswered,
    LeadClosed,
    LeadProposed,
    LeadRuleChanged,
    LeadTaken,
    LeadUnclaimed,
)
from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import (
    LEAD_MOVES,
    Answer,
    Lead,
    LeadRule,
    LeadStatus,
    Proposal,
)
from zabota.domain.leads.queries import find_waiting, get_rule, list_candidates, list_paying
from zabota.domain.leads.rules import Wanted, choose
from zabota.domain.partners.models import Partner
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import move


class LeadRefused(Refusal):
    """This cannot be done with the lead, with the reason."""

    code = "lead_refused"


@transaction.atomic
def record_lead(fact: LeadFact, *, at: datetime, by: str = "") -> tuple[Lead, bool]:
    """Keep a lead: (lead, is new). One with the same id of its source is known already."""
    if fact.external_id:
        known = Lead.objects.filter(source=fact.source, external_id=fact.external_id).first()
        if known is not None:
            return known, False
    lead = Lead.objects.create(**asdict(fact), made_at=at, made_by=by)
    publish(LeadTaken(at=at, by=by, lead_id=lead.pk))
    return lead, True


@transaction.atomic
def propose_lead(
    lead: Lead,
    *,
    levels: Mapping[int, str],
    trained: Container[int],
    at: datetime,
    to: Partner | None = None,
    by: str = "",
) -> Proposal | None:
    """Propose a lead to the partner who fits best, or to one whom staff name; one at a time.

    None when nobody is left to ask: then it waits for a person of ours. Levels and passed courses
    of partners are handed down as values.
    """
    row = Lead.objects.select_for_update().get(pk=lead.pk)
    if find_waiting(row) is not None:
        raise LeadRefused(
            "It is proposed to a partner already; wait for the answer or take it back."
        )
    if row.status in (LeadStatus.ACCEPTED, LeadStatus.WON):
        raise LeadRefused("A partner has this lead in work already.")
    rule = get_rule(at)
    why: dict[str, Any] = {"by_hand": by}
    if to is None:
        asked = row.proposals.values_list("partner_id", flat=True)
        chosen = choose(
            Wanted(row.crm, row.messenger, row.tongue, row.city, row.wished_id),
            list_candidates(levels=levels, trained=trained, at=at),
            asked=asked,
            needs_training=rule.needs_training,
        )
        if chosen is None:
            _with_nobody(row, at=at)
            return None
        why = asdict(chosen)
    partner_id = to.pk if to is not None else why["partner_id"]
    if row.status != LeadStatus.OFFERED:
        move(
            row, LeadStatus.OFFERED, allowed=LEAD_MOVES, partner=None, closed_at=None, closed_why=""
        )
    proposal = Proposal.objects.create(
        lead=row,
        partner_id=partner_id,
        at=at,
        answer_by=at + timedelta(hours=rule.answer_hours),
        why=why,
    )
    publish(
        LeadProposed(at=at, by=by, lead_id=row.pk, partner_id=partner_id, proposal_id=proposal.pk)
    )
    return proposal


def _with_nobody(lead: Lead, *, at: datetime) -> None:
    if lead.status != LeadStatus.NOBODY:
        move(lead, LeadStatus.NOBODY, allowed=LEAD_MOVES)
    publish(LeadUnclaimed(at=at, lead_id=lead.pk))


@transaction.atomic
def note_answer(
    proposal: Proposal,
    *,
    answer: str,
    at: datetime,
    by: str = "",
    why: str = "",
    client: Client | None = None,
) -> None:
    """What the partner said; refused when it was answered before, or its time has passed."""
    waiting = Proposal.objects.filter(pk=proposal.pk, answer="")
    if answer in (Answer.ACCEPTED, Answer.DECLINED):
        waiting = waiting.filter(answer_by__gt=at)
    changed = waiting.update(answer=answer, answered_at=at, answered_by=by, answer_why=why[:200])
    if not changed:
        raise LeadRefused("The time to answer has passed, or it is answered already.")
    if answer == Answer.ACCEPTED:
        lead = Lead.objects.get(pk=proposal.lead_id)
        move(
            lead,
            LeadStatus.ACCEPTED,
            allowed=LEAD_MOVES,
            partner_id=proposal.partner_id,
            client=client,
        )
    publish(
        LeadAnswered(
            at=at,
            by=by,
            lead_id=proposal.lead_id,
            partner_id=proposal.partner_id,
            answer=answer,
            why=why,
        )
    )


@transaction.atomic
def give_back(lead: Lead, *, why: str, at: datetime, by: str) -> None:
    """Its partner cannot work on it after all: it is nobody's again, and he is not asked once more.

    The company stays known as `client`, so that whoever takes it next takes the same one.
    """
    row = Lead.objects.select_for_update().get(pk=lead.pk)
    if row.status != LeadStatus.ACCEPTED or row.partner_id is None:
        raise LeadRefused("Only a lead in work can be given back.")
    partner_id = row.partner_id
    row.proposals.filter(partner_id=partner_id, answer=Answer.ACCEPTED).update(
        answer=Answer.RETURNED, answer_why=why[:200]
    )
    move(row, LeadStatus.OFFERED, allowed=LEAD_MOVES, partner=None)
    publish(
        LeadAnswered(
            at=at, by=by, lead_id=row.pk, partner_id=partner_id, answer=Answer.RETURNED, why=why
        )
    )


@transaction.atomic
def close_lead(lead: Lead, *, why: str, at: datetime, by: str) -> None:
    """It came to nothing, and why; a waiting proposal is taken back."""
    row = Lead.objects.select_for_update().get(pk=lead.pk)
    if (proposal := find_waiting(row)) is not None:
        note_answer(proposal, answer=Answer.WITHDRAWN, at=at, by=by, why=why)
    move(row, LeadStatus.LOST, allowed=LEAD_MOVES, closed_at=at, closed_why=why[:200])
    publish(
        LeadClosed(
            at=at, by=by, lead_id=row.pk, partner_id=row.partner_id, client_id=row.client_id,
            status=LeadStatus.LOST, why=why,
        )
    )  # fmt: skip


@transaction.atomic
def note_won(*, at: datetime) -> int:
    """Leads whose client has begun to pay are won; how many."""
    won = list(list_paying().select_for_update(of=("self",)))
    for lead in won:
        move(
            lead,
            LeadStatus.WON,
            allowed=LEAD_MOVES,
            closed_at=lead.client and lead.client.first_paid_at,
        )
        publish(
            LeadClosed(
                at=at, lead_id=lead.pk, partner_id=lead.partner_id, client_id=lead.client_id,
                status=LeadStatus.WON,
            )
        )  # fmt: skip
    return len(won)


@transaction.atomic
def set_rule(
    *,
    answer_hours: int,
    window_days: int,
    level_bonus: int,
    needs_training: bool,
    level_weights: Mapping[int, int] | None = None,
    at: datetime,
    by: str,
) -> LeadRule:
    """How leads are handed out from now on; a level without a weight of its own weighs `level_bonus` more."""
    rule = get_rule(at)
    if level_weights is not None:
        rule.level_weights = {str(pk): weight for pk, weight in level_weights.items()}
    rule.answer_hours, rule.window_days = answer_hours, window_days
    rule.level_bonus, rule.needs_training = level_bonus, needs_training
    rule.changed_at, rule.changed_by = at, by
    rule.save()
    publish(
        LeadRuleChanged(
            at=at,
            by=by,
            answer_hours=answer_hours,
            window_days=window_days,
            level_bonus=level_bonus,
            needs_training=needs_training,
        )
    )
    return rule
