"""The tabs of invoices: the list, and what the owner sets for them."""

from __future__ import annotations

from collections.abc import Set

from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.people.rules import Right
from zabota.ui.parts import Tab


def invoice_tabs(active: str, *, rights: Set[Right]) -> list[Tab]:
    """Tabs that the person may open; one alone is no tab."""
    if Right.SETTINGS not in rights:
        return []
    named = (
        ("invoices", _("Invoices")),
        ("products", _("Products")),
        ("letterhead", _("Letterhead")),
        ("vat", _("VAT of invoices")),
    )
    return [Tab(reverse(f"office:{name}"), label, name == active) for name, label in named]
