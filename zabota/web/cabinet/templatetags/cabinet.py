"""Rows as the components of the looks want them: `{% load cabinet %}`."""

from __future__ import annotations

from django import template
from django.db.models import Model
from django.utils.safestring import SafeString

from zabota.domain.attribution.models import Claim, PromoCode
from zabota.domain.papers.models import Paper
from zabota.domain.payouts.models import Payout, Receipt
from zabota.domain.stories.models import Story
from zabota.ui.templatetags.lists import take_in
from zabota.ui.templatetags.ui import badge

register = template.Library()
take_in(register)

TONES: dict[type[Model], dict[str, tuple[str, str]]] = {
    Story: {
        "draft": ("quiet", "ring"),
        "proposed": ("info", "half"),
        "returned": ("wait", ""),
        "published": ("good", ""),
        "declined": ("late", "cross"),
    },
    Payout: {
        "formed": ("wait", ""),
        "approved": ("wait", "arrow"),
        "sent": ("info", "arrow"),
        "unknown": ("info", "half"),
        "settled": ("good", ""),
        "failed": ("late", ""),
        "cancelled": ("quiet", "cross"),
    },
    Receipt: {
        "entered": ("info", "ring"),
        "accepted": ("good", ""),
        "returned": ("late", "cross"),
    },
    Paper: {
        "made": ("info", "ring"),
        "sent": ("wait", ""),
        "signed": ("good", ""),
        "replaced": ("quiet", "cross"),
    },
    PromoCode: {
        "pending": ("good", "half"),
        "approved": ("good", ""),
        "rejected": ("late", "cross"),
        "retired": ("quiet", "dash"),
    },
    Claim: {
        "waiting": ("wait", ""),
        "approved": ("good", ""),
        "declined": ("late", "cross"),
        "withdrawn": ("quiet", "dash"),
    },
}


@register.simple_tag
def status(row: Model) -> SafeString:
    """The status of a row as a word and a shape."""
    value = row.status  # type: ignore[attr-defined]
    tone, shape = TONES.get(type(row), {}).get(value, ("quiet", ""))
    return badge(str(row.get_status_display()), tone, shape)  # type: ignore[attr-defined]
