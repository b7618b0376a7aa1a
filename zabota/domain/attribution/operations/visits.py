"""Verbs about visits by links: counted once a visitor, tied to the client who registered."""

from __future__ import annotations

from datetime import datetime, timedelta

from zabota.domain.attribution.models import Device, PromoCode, Visit
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner

REMEMBERED = timedelta(days=90)


def note_visit(
    code: PromoCode,
    *,
    visitor: str,
    at: datetime,
    campaign: str = "",
    utm_source: str = "",
    utm_medium: str = "",
) -> None:
    """Count a visitor of a link; the same one again changes nothing."""
    visit = Visit(
        promo_code=code,
        campaign=campaign[:60],
        utm_source=utm_source[:60],
        utm_medium=utm_medium[:60],
        visitor=visitor,
        came_at=at,
    )
    Visit.objects.bulk_create([visit], ignore_conflicts=True)


def note_sign_up(client: Client, *, code: PromoCode, visitor: str, at: datetime) -> None:
    """Tie a client to the first visit by this code; a client signs up once."""
    first = (
        Visit.objects.filter(
            promo_code=code, visitor=visitor, client=None, came_at__gt=at - REMEMBERED
        )
        .order_by("came_at", "pk")
        .values("pk")[:1]
    )
    if not Visit.objects.filter(client=client).exists():
        Visit.objects.filter(pk__in=first).update(client=client)


def note_device(
    visitor: str, *, at: datetime, partner: Partner | None = None, client: Client | None = None
) -> None:
    """Remember a browser of a partner's people, or the one a client registered from; once each."""
    device = Device(visitor=visitor, partner=partner, client=client, seen_at=at)
    Device.objects.bulk_create([device], ignore_conflicts=True)
