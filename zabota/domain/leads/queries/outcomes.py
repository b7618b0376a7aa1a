"""What each partner made of the leads proposed to him in a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, F, Q

from zabota.domain.leads.models import Answer, LeadStatus, Proposal
from zabota.domain.partners.models import Partner


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a partner made of the leads proposed to him; of a lead proposed twice, one.

    `taken` are all he took: those that pay (`won`), came to nothing (`lost`), he gave back
    (`returned`), and has in work still. `hours` is his usual time to answer.
    """

    partner: Partner
    proposed: int
    taken: int
    declined: int
    silent: int
    returned: int
    won: int
    lost: int
    hours: int | None

    @property
    def share_bp(self) -> int | None:
        """Of those he took, how many pay, in basis points; None while he took none."""
        return self.won * 10_000 // self.taken if self.taken else None


def list_outcomes(*, since: datetime | None, until: datetime | None = None) -> list[Outcome]:
    """By partner, of what was proposed in [since, until); who was proposed the most first."""
    asked = Proposal.objects.all()
    if since is not None:
        asked = asked.filter(at__gte=since)
    if until is not None:
        asked = asked.filter(at__lt=until)
    his = Q(answer=Answer.ACCEPTED, lead__partner=F("partner"))
    in_work = his & Q(lead__status__in=[LeadStatus.WON, LeadStatus.ACCEPTED])
    rows = (
        asked.order_by()
        .values("partner")
        .annotate(
            proposed=_leads(Q()),
            taken=_leads(Q(answer__in=[Answer.ACCEPTED, Answer.RETURNED])),
            declined=_leads(Q(answer=Answer.DECLINED)),
            silent=_leads(Q(answer=Answer.SILENT)),
            returned=_leads(Q(answer=Answer.RETURNED)),
            won=_leads(his & Q(lead__status=LeadStatus.WON)),
            lost=_leads(Q(answer=Answer.ACCEPTED) & ~in_work),
            took=Avg(
                F("answered_at") - F("at"),
                filter=Q(answer__in=[Answer.ACCEPTED, Answer.RETURNED, Answer.DECLINED]),
            ),
        )
    )
    partners = Partner.objects.in_bulk([row["partner"] for row in rows])
    outcomes = [_outcome(row, partners) for row in rows]
    return sorted(outcomes, key=lambda one: (-one.proposed, one.partner.name, one.partner.pk))


def _leads(answered: Q) -> Count:
    return Count("lead", filter=answered, distinct=True)


def _outcome(row: Mapping[str, Any], partners: dict[int, Partner]) -> Outcome:
    counts = dict(row)
    partner, took = counts.pop("partner"), counts.pop("took")
    hours = round(took.total_seconds() / 3600) if took is not None else None
    return Outcome(partner=partners[partner], hours=hours, **counts)
