"""Who earns by special terms: the standings of a campaign."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from zabota.domain.programme.models import SpecialTerms
from zabota.domain.rewards.models import Reward


@dataclass(frozen=True, slots=True)
class Place:
    """A partner's place: clients and payments rewarded by these clauses, and the sum; minor units."""

    place: int
    partner_id: int
    partner: str
    clients: int
    payments: int
    amount_minor: int


def list_standings(special: SpecialTerms) -> list[Place]:
    """Partners by what these clauses gave them, the most first; ties by who joined us earlier."""
    rows = (
        Reward.objects.filter(clause__special=special, cancelled_at=None)
        .values_list("partner_id", "partner__name")
        .annotate(
            clients=Count("payment__client_id", distinct=True),
            payments=Count("pk"),
            minor=Sum("amount_minor"),
        )
        .order_by("-minor", "partner_id")
    )
    return [Place(place, *row) for place, row in enumerate(rows, 1)]
