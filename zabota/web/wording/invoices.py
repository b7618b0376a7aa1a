"""How the state of an invoice is said and marked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.queries import state_of

STATE_WORDS = {
    "issued": _("issued"),
    "viewed": _("viewed"),
    "overdue": _("overdue"),
    "part_paid": _("part paid"),
    "paid": pgettext_lazy("invoice", "paid"),
    "expired": _("expired"),
    "returned": _("money returned"),
    "cancelled": pgettext_lazy("invoice", "cancelled"),
}
_MARKS = {
    "issued": ("quiet", "ring"),
    "viewed": ("info", "dot"),
    "overdue": ("late", "triangle"),
    "part_paid": ("wait", "half"),
    "paid": ("good", "check"),
    "expired": ("quiet", "dash"),
    "returned": ("quiet", "dash"),
    "cancelled": ("quiet", "cross"),
}


def look_of(invoice: Invoice, *, today: date) -> tuple[Any, str, str]:
    """The word, the tone and the shape of the badge."""
    state = state_of(invoice, today=today)
    return (STATE_WORDS[state], *_MARKS[state])
