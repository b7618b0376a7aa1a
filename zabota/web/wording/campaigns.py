"""A campaign as partners and strangers see it: its state, its rule in sentences, who leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import Audience, SpecialTerms
from zabota.domain.ratings.queries import list_hidden
from zabota.domain.rewards.queries.standings import Place, list_standings
from zabota.web.wording.clauses import clause_sentence
from zabota.web.wording.terms import for_whom, sentence, state_of

FIRST = 5  # places that are shown to all


class Runner(NamedTuple):
    """A place of a campaign; `name` is what the reader may know."""

    place: int
    name: str
    clients: int
    own: bool


class Race(NamedTuple):
    """A campaign with its first places; `mine` is the reader's own, None when he has none."""

    campaign: SpecialTerms
    state: str
    first: list[Runner]
    mine: Place | None
    partners: int


def race_of(campaign: SpecialTerms, *, at: datetime, reader: Partner | None = None) -> Race:
    """How a campaign stands; hidden names stay hidden but to their owner."""
    standings = list_standings(campaign)
    own = reader.pk if reader else None
    hidden = list_hidden(place.partner_id for place in standings[:FIRST]) - {own}
    return Race(
        campaign,
        state_of(campaign, at=at),
        [
            Runner(
                place.place,
                _("a partner who hid his name") if place.partner_id in hidden else place.partner,
                place.clients,
                place.partner_id == own,
            )
            for place in standings[:FIRST]
        ],
        next((place for place in standings if place.partner_id == own), None),
        len(standings),
    )


def open_to_join(campaign: SpecialTerms, *, at: datetime) -> bool:
    """Whether a partner takes part by a click of his own, now."""
    return campaign.audience == Audience.JOINED and state_of(campaign, at=at) != "over"


def campaign_facts(campaign: SpecialTerms) -> list[tuple[str, list[str]]]:
    """Headings with sentences: what it gives, to whom, for which clients, beside what."""
    clauses = campaign.clauses.order_by("position")
    return [
        (_("What it gives"), [sentence(clause_sentence(clause)) for clause in clauses]),
        (_("Who may take part"), [sentence(for_whom(campaign))]),
        (_("Which clients"), [_which_clients(campaign)]),
        (_("Beside the terms in force"), list(_beside(campaign))),
    ]


def _which_clients(campaign: SpecialTerms) -> str:
    if campaign.newcomers_only:
        return _("Only clients whose first payment falls in this time.")
    return _("All your clients: those of long standing and new ones.")


def _beside(campaign: SpecialTerms) -> Iterator[str]:
    if campaign.exclusive:
        yield _("Exclusive: while they give anything, no other clause is looked at.")
    else:
        yield _("If another clause gives more, that one counts.")
    yield _("What is earned by a campaign stays when it is over.")
