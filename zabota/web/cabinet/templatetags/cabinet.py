"""Rows as the components of the looks want them: `{% load cabinet %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.utils.safestring import SafeString

from zabota.domain.attribution.models import Claim, PromoCode
from zabota.domain.clients.models import Client
from zabota.domain.payouts.models import Payout
from zabota.kit.money import Money
from zabota.ui.templatetags.ui import badge

register = template.Library()

TONES: dict[type[Model], dict[str, tuple[str, str]]] = {
    Payout: {
        "formed": ("wait", ""),
        "approved": ("wait", "arrow"),
        "sent": ("info", "arrow"),
        "settled": ("good", ""),
        "failed": ("late", ""),
        "cancelled": ("quiet", "cross"),
    },
    PromoCode: {
        "pending": ("good", "half"),
        "approved": ("good", ""),
        "rejected": ("late", "cross"),
        "retired": ("quiet", "dash"),
    },
    Client: {
        "trial": ("info", ""),
        "connecting": ("info", ""),
        "paying": ("good", ""),
        "at_risk": ("wait", ""),
        "left": ("quiet", "dash"),
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


@register.filter
def amount(row: Any) -> Money | None:
    """The amount of a row with `amount_minor` and perhaps `currency`."""
    return None if row is None else Money(row.amount_minor, getattr(row, "currency", "RUB"))


@register.filter
def roubles(minor: int | None) -> Money | None:
    """Kopecks as money."""
    return None if minor is None else Money(int(minor))


@register.filter
def masked(account: str) -> str:
    """The last four digits of an account."""
    return f"…{account[-4:]}" if account else ""


@register.simple_tag(takes_context=True)
def as_csv(context: Context) -> str:
    """The address of the same list as a file."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["as"] = "csv"
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def chosen(context: Context, name: str, value: Any) -> str:
    """`selected` when the address has this value for the filter."""
    return "selected" if context["request"].GET.get(name, "") == str(value) else ""
