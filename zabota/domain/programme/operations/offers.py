"""Verbs of the offer: drafting, publishing, accepting."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Max

from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.domain.programme.events import OfferAccepted, OfferPublished
from zabota.domain.programme.models import Acceptance, Offer
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


class OfferRefused(Refusal):
    """The offer cannot be changed or published as it stands."""

    code = "offer_refused"


@transaction.atomic
def draft_offer(
    *, title: str, text: str, changes: str = "", needed_from: datetime | None = None
) -> Offer:
    """A draft of the offer's next version."""
    return Offer.objects.create(
        title=title, text=text, changes=changes, needed_from=needed_from, sha256=_digest(text)
    )


@transaction.atomic
def change_offer(
    offer: Offer, *, title: str, text: str, changes: str = "", needed_from: datetime | None = None
) -> None:
    """Replace what a draft says; refused once it is published."""
    draft = _locked_draft(offer)
    draft.title, draft.text, draft.changes = title, text, changes
    draft.needed_from, draft.sha256 = needed_from, _digest(text)
    draft.save()


@transaction.atomic
def delete_offer(offer: Offer) -> None:
    """Throw a draft away; refused once it is published."""
    _locked_draft(offer).delete()


@transaction.atomic
def publish_draft(offer: Offer, *, at: datetime, by: str) -> Offer:
    """Publish for good, under the next number; it is the current text from this moment on.

    Refused when it says word for word what the current one says. The first offer is needed at
    once; a later one that is needed "from today" is needed from this moment on.
    """
    draft = _locked_draft(offer)
    last = Offer.objects.exclude(number=None).order_by("-number").first()
    if last is not None and (last.title, last.sha256) == (draft.title, draft.sha256):
        raise OfferRefused("This is word for word the offer that is published. Change the text.")
    draft.number = (Offer.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    if last is None or (draft.needed_from is not None and draft.needed_from < at):
        draft.needed_from = at
    draft.published_at, draft.published_by = at, by
    # Two who publish at once read the same last number; the unique key lets only one of them pass.
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise OfferRefused(
            "Another offer was published this very moment. Look at it and publish again."
        ) from error
    publish(OfferPublished(at=at, by=by, offer=draft.number, needed=draft.needed_from is not None))
    return draft


@transaction.atomic
def publish_offer(
    *, title: str, text: str, changes: str = "", at: datetime, by: str = "",
    needed_from: datetime | None = None,
) -> Offer:  # fmt: skip
    """A new version of the offer's text at once, with its digest."""
    draft = draft_offer(title=title, text=text, changes=changes, needed_from=needed_from)
    return publish_draft(draft, at=at, by=by)


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
    """Record that the partner accepted this offer, with evidence; the first acceptance stays.

    Refused for a draft: it may still change.
    """
    if offer.number is None:
        raise OfferRefused("This offer is not published yet.")
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


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _locked_draft(offer: Offer) -> Offer:
    draft = Offer.objects.select_for_update().filter(pk=offer.pk).first()
    if draft is None or not draft.is_draft:
        raise OfferRefused("A published offer never changes. Make a new draft from it.")
    return draft
