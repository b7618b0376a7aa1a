"""Reminders before something begins: terms, and offers without whose acceptance we may not pay."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.programme.events import OfferAwaited, TermsBeginSoon
from zabota.domain.programme.models import Acceptance, Offer, TermsStatus, TermsVersion
from zabota.kit.events.announce import publish
from zabota.kit.events.announcement import Announcement
from zabota.kit.events.models import Event

AHEAD = timedelta(days=3)
LEAST_NOTICE = timedelta(days=7)  # what was announced this week needs no reminder


@transaction.atomic
def remind(*, at: datetime) -> None:
    """Say once what begins within three days; whoever runs it twice reminds nobody twice."""
    soon = TermsVersion.objects.filter(
        status=TermsStatus.PUBLISHED, effective_from__gt=at, effective_from__lte=at + AHEAD
    )
    for version in soon:
        told = version.published_at is None or version.published_at > at - LEAST_NOTICE
        if not told and not _said(TermsBeginSoon, number=version.number):
            publish(TermsBeginSoon(at=at, number=version.number))
    offer = (
        Offer.objects.filter(published_at__lte=at, needed_from__lte=at + AHEAD, number__gt=1)
        .order_by("-number")
        .first()
    )
    if offer is not None and offer.number and not _said(OfferAwaited, offer=offer.number):
        _remind_of(offer, at=at)


def _remind_of(offer: Offer, *, at: datetime) -> None:
    accepted = Acceptance.objects.filter(offer__number__gte=offer.number).values("partner_id")
    waiting = (
        Partner.objects.exclude(status=PartnerStatus.LEFT).exclude(pk__in=accepted).order_by("pk")
    )
    ids = tuple(waiting.values_list("pk", flat=True))
    if ids:
        publish(OfferAwaited(at=at, offer=offer.number or 0, partner_ids=ids))


def _said(event: type[Announcement], **about: int) -> bool:
    return Event.objects.filter(name=event.wire_name(), payload__contains=about).exists()
