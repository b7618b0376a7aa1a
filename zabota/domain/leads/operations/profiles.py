"""How clients see an integrator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zabota.domain.leads.events import ProfileChanged
from zabota.domain.leads.models import Profile
from zabota.domain.partners.models import Partner
from zabota.kit.events.announce import publish

_LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya",
})  # fmt: skip


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
    profile.most_open, profile.changed_at = most_open, at
    profile.save()
    publish(ProfileChanged(at=at, by=by, partner_id=partner.pk, published=published))
    return profile


def _slug_of(partner: Partner) -> str:
    """The name in Latin letters; with the number where another has it. It never changes."""
    latin = partner.name.lower().translate(_LATIN)
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:50] or "partner"
    return f"{slug}-{partner.pk}" if Profile.objects.filter(slug=slug).exists() else slug
