"""How clients see an integrator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zabota.domain.leads.events import ProfileChanged
from zabota.domain.leads.models import Profile
from zabota.domain.partners.models import Partner
from zabota.kit.events.announce import publish
from zabota.kit.latin import slug_of


@transaction.atomic
def set_profile(
    partner: Partner,
    *,
    published: bool,
    about: str,
    city: str,
    site: str,
    crms: Sequence[str],
    messengers: Sequence[str],
    tongues: Sequence[str],
    most_open: int,
    shows_clients: bool = False,
    at: datetime,
    by: str,
) -> Profile:
    """The partner's profile; who takes leads from now on begins his share now."""
    profile = Profile.objects.filter(partner=partner).first() or Profile(
        partner=partner, slug=_slug_of(partner)
    )
    takes = most_open > 0
    profile.takes_since = (profile.takes_since or at) if takes else None
    profile.published, profile.about, profile.city, profile.site = published, about, city, site
    profile.crms, profile.messengers, profile.tongues = list(crms), list(messengers), list(tongues)
    profile.shows_clients = shows_clients
    profile.most_open, profile.changed_at = most_open, at
    profile.save()
    publish(ProfileChanged(at=at, by=by, partner_id=partner.pk, published=published))
    return profile


def _slug_of(partner: Partner) -> str:
    """The name in Latin letters; with the number where another has it. It never changes."""
    slug = slug_of(partner.name) or "partner"
    return f"{slug}-{partner.pk}" if Profile.objects.filter(slug=slug).exists() else slug
