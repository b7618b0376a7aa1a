"""Questions about cards: all of them are asked for one partner."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, Func, OuterRef, QuerySet, TextField

from zabota.domain.attribution.models import Attribution
from zabota.domain.cards.models import Card
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner


def find_card(partner: Partner, client: Client) -> Card | None:
    """The partner's own card of the client."""
    return Card.objects.filter(partner=partner, client=client).first()


def list_steps(partner: Partner, *, by: date, at: datetime) -> QuerySet[Card]:
    """Cards of clients who are his now with a step to make by the day, the oldest first."""
    his = Attribution.objects.filter(
        partner=partner, client=OuterRef("client"), withdrawn_at=None, during__contains=at
    )
    rows = Card.objects.filter(Exists(his), partner=partner, step_on__lte=by)
    return rows.select_related("client").order_by("step_on", "pk")


def list_tags(partner: Partner) -> list[str]:
    """Tags the partner has given, by the alphabet."""
    each = Func("tags", function="unnest", output_field=TextField())
    rows = Card.objects.filter(partner=partner).annotate(tag=each).values_list("tag", flat=True)
    return sorted(set(rows))
