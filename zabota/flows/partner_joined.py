"""A partner joins: no questionnaire; the offer is accepted, a code and a link work at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zabota.domain.attribution.models import PromoCode
from zabota.domain.attribution.operations import choose_code
from zabota.domain.ledger.operations import open_accounts
from zabota.domain.partners.models import Member, Partner
from zabota.domain.partners.operations import add_member, add_partner
from zabota.domain.payouts.operations.individuals import refuse_individuals
from zabota.domain.payouts.postings import on_the_way
from zabota.domain.people.models import Person
from zabota.domain.people.operations import add_person
from zabota.domain.programme.models import Offer
from zabota.domain.programme.operations import accept_offer
from zabota.domain.rewards.postings import owed
from zabota.kit.errors import Refusal
from zabota.kit.flow import flow
from zabota.kit.money import DEFAULT_CURRENCY


class AlreadyJoined(Refusal):
    """Somebody with this e-mail is a member of a partner already."""

    code = "already_joined"


@dataclass(frozen=True, slots=True)
class Joined:
    """Who joined, and the code that works already."""

    person: Person
    partner: Partner
    promo_code: PromoCode


@flow
def partner_joined(
    *,
    name: str,
    email: str,
    legal_form: str,
    wished_code: str,
    offer: Offer,
    at: datetime,
    address: str | None = None,
    user_agent: str = "",
    language: str = "ru",
) -> Joined:
    """Make the partner, its owner, the acceptance with evidence and the promo code, or nothing."""
    refuse_individuals(legal_form, at=at)
    person = add_person(email=email, name=name, language=language)
    if Member.objects.filter(person=person).exists():
        raise AlreadyJoined("You have joined already: sign in with this e-mail.")
    partner = add_partner(name=name, legal_form=legal_form, email=email, at=at, by=str(person))
    add_member(partner, person=person, at=at)
    accept_offer(partner, offer=offer, person=person, at=at, address=address, user_agent=user_agent)
    open_accounts([owed(partner.pk), on_the_way(partner.pk)], currency=DEFAULT_CURRENCY)
    code = choose_code(partner, wished=wished_code, at=at, by=str(person))
    return Joined(person, partner, code)
