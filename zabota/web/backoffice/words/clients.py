"""Clients and corrections in words: tabs, effects, what a correction did."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.domain.attribution.models import Correction
from zabota.domain.partners.models import Partner
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.parts import Tab

Sums = Mapping[tuple[int, str], int]


def client_tabs(active: str, *, claims: int) -> list[Tab]:
    """Clients, and the claims that wait for a decision."""
    tabs = (
        ("clients", "office:clients", _("Clients"), None),
        ("board", "office:board", _("Board"), None),
        ("claims", "office:claims", _("Claims"), claims),
        ("reservations", "office:reservations", _("Named beforehand"), None),
        ("statuses", "office:statuses", _("Working statuses"), None),
    )
    return [Tab(reverse(name), label, key == active, n) for key, name, label, n in tabs]


def changes_of(sums: Sums, partners: Mapping[int, Partner]) -> list[str]:
    """Who gains and who loses how much: "Rita −1 200 ₽, Ivan +1 200 ₽"."""
    rows = sorted(sums.items(), key=lambda row: (row[1], row[0]))
    return [
        f"{partners.get(pk, '—')} {money_text(Money(minor, currency), plus=True)}"
        for (pk, currency), minor in rows
        if minor
    ]


def recounted(payments: int) -> str:
    """How many payments a correction counts anew."""
    return ngettext(
        "%(n)d payment is counted anew.", "%(n)d payments are counted anew.", payments
    ) % {"n": payments}


def corrected_sentence(changes: list[str]) -> str:
    """What a correction has just done."""
    if not changes:
        return _("The client is in his place. No payment had to be counted anew.")
    return _("The client is in his place: %(changes)s.") % {"changes": ", ".join(changes)}


def level_sentence(correction: Correction, changes: list[str]) -> str:
    """What a change of the servicing level has just done."""
    level = correction.get_servicing_display()
    if not changes:
        return _("Now: %(level)s. No payment had to be counted anew.") % {"level": level}
    return _("Now: %(level)s: %(changes)s.") % {"level": level, "changes": ", ".join(changes)}
