"""A card is opened by the first thing put on it, and only by the partner whose client it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from zabota.domain.attribution.models import Attribution
from zabota.domain.cards.models import Card
from zabota.kit.errors import Refusal

Pair = tuple[int, int]


class CardRefused(Refusal):
    """The card does not take this, with the reason."""

    code = "card_refused"


def open_cards(pairs: Collection[Pair], *, at: datetime) -> dict[Pair, Card]:
    """Cards of (partner, client) pairs, opened where there were none; a few statements for any number.

    Refused when a client is not the partner's at this moment.
    """
    refuse_others(pairs, at=at)
    wanted = sorted(set(pairs))
    Card.objects.bulk_create(
        [Card(partner_id=partner, client_id=client) for partner, client in wanted],
        ignore_conflicts=True,
    )
    rows = Card.objects.filter(
        partner__in={pair[0] for pair in wanted}, client__in={pair[1] for pair in wanted}
    )
    return {(row.partner_id, row.client_id): row for row in rows}


def open_card(partner_id: int, client_id: int, *, at: datetime) -> Card:
    """One card."""
    return open_cards([(partner_id, client_id)], at=at)[partner_id, client_id]


def check_his(card: Card, *, at: datetime) -> None:
    """Refuse where the client has gone to another partner: the card can only be read then."""
    refuse_others([(card.partner_id, card.client_id)], at=at)


def refuse_others(pairs: Collection[Pair], *, at: datetime) -> None:
    """Refuse unless each client of the (partner, client) pairs is that partner's now."""
    rows = Attribution.objects.filter(
        client__in={client for _partner, client in pairs}, withdrawn_at=None, during__contains=at
    )
    his = set(rows.values_list("partner", "client"))
    if not his.issuperset(pairs):
        raise CardRefused("The client is no longer yours: his card can only be read.")
