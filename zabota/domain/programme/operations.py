"""Verbs of the programme: drafting and publishing terms, the offer and its acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.domain.programme.events import OfferAccepted, TermsPublished
from zabota.domain.programme.models import Acceptance, Clause, Offer, TermsStatus, TermsVersion
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


class TermsRefused(Refusal):
    """The terms cannot be published as they stand."""

    code = "terms_refused"


@transaction.atomic
def draft_terms(
    *,
    number: int,
    title: str,
    effective_from: datetime,
    clauses: Sequence[Clause],
    payout_days: int = 3,
    note: str = "",
) -> TermsVersion:
    """A draft version with its clauses, in the order given."""
    version = TermsVersion.objects.create(
        number=number,
        title=title,
        note=note,
        effective_from=effective_from,
        payout_days=payout_days,
    )
    for position, clause in enumerate(clauses, start=1):
        clause.version = version
        clause.position = position
    Clause.objects.bulk_create(clauses)
    return version


@transaction.atomic
def publish_terms(version: TermsVersion, *, at: datetime, by: str) -> None:
    """Publish a draft for good; refused without clauses or with a beginning already taken."""
    if version.status == TermsStatus.PUBLISHED:
        return
    if not version.clauses.exists():
        raise TermsRefused("A version without clauses would pay nobody. Add a clause.")
    taken = TermsVersion.objects.filter(
        status=TermsStatus.PUBLISHED, effective_from=version.effective_from
    )
    if taken.exists():
        raise TermsRefused("Another version begins at this very moment. Choose another one.")
    version.status = TermsStatus.PUBLISHED
    version.published_at = at
    version.published_by = by
    version.save(update_fields=["status", "published_at", "published_by"])
    publish(TermsPublished(at=at, by=by, number=version.number))


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
