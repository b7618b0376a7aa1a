"""Verbs of the offer: publishing a version of its text, accepting it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.domain.programme.events import OfferAccepted
from zabota.domain.programme.models import Acceptance, Offer
from zabota.kit.events.announce import publish


@transaction.atomic
def publish_offer(*, title: str, text: str, at: datetime) -> Offer:
    """A new version of the offer's text, with its digest."""
    last = Offer.objects.order_by("-number").first()
    return Offer.objects.create(
        number=last.number + 1 if last else 1,
        title=title,
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        published_at=at,
    )


@transaction.atomic
def accept_offer(
    partner: Partner,
    *,
    offer: Offer,
    person: Person,
    at: datetime,
    address: str | None = None,
    user_agent: str = "",
) -> Acceptance:
    """Record that the partner accepted this offer, with evidence; the first acceptance stays."""
    acceptance, new = Acceptance.objects.get_or_create(
        partner=partner,
        offer=offer,
        defaults={
            "person": person,
            "at": at,
            "address": address,
            "user_agent": user_agent[:300],
            "sha256": offer.sha256,
        },
    )
    if new:
        publish(OfferAccepted(at=at, by=str(person), partner_id=partner.pk, offer=offer.number))
    return acceptance
