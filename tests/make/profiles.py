"""Profiles in a line."""

from __future__ import annotations

from zabota.domain.leads.models import Profile
from zabota.domain.leads.operations import set_profile
from zabota.domain.partners.models import Partner
from zabota.kit.clock import now


def show(partner: Partner, **words: object) -> Profile:
    """This partner in the directory: of Kazan, amoCRM and WhatsApp, with words that try to run."""
    plain = {
        "published": True, "about": "Внедряем **быстро** <script>alert(1)</script>", "city": "Казань",
        "site": "", "crms": ["amocrm"], "messengers": ["whatsapp"], "tongues": ["ru"], "most_open": 2,
    }  # fmt: skip
    return set_profile(partner, **{**plain, **words}, at=now(), by="Иван")  # type: ignore[arg-type]
