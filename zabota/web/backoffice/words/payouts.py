"""Tabs and horizons of the payout pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.ui.parts import Tab


def payout_tabs(active: str) -> list[Tab]:
    """What is due, batches, payouts, held rewards."""
    tabs = (
        ("due", "office:due", _("Due")),
        ("batches", "office:batches", _("Batches")),
        ("payouts", "office:payouts", _("All payouts")),
        ("held", "office:held", _("Held rewards")),
        ("checks", "office:checks", _("Checks")),
        ("receipts", "office:receipts", _("Receipts")),
        ("balance", "office:balance", _("Balance at YooKassa")),
    )
    return [Tab(reverse(name), label, key == active) for key, name, label in tabs]


def stale_words(reason: str) -> str:
    """Why an order must not leave as it is: the reason of `find_stale`."""
    return {
        "form": _("The legal form or the INN has changed"),
        "paused": _("The payouts of the partner are paused"),
        "details": _("The bank details were replaced"),
        "vat": _("The VAT is another one today"),
        "npd_lost": _("The tax service says: not self-employed any more"),
        "npd_unknown": _("The tax service has not said yes today; we ask every minute"),
    }.get(reason, reason)


def receipt_states() -> list[tuple[str, str]]:
    """How a payout to the self-employed may stand with its receipt."""
    return [
        ("entered", _("to look at")),
        ("awaited", _("awaited")),
        ("overdue", _("overdue")),
        ("accepted", _("accepted")),
    ]


def horizons() -> list[tuple[str, str]]:
    """How far ahead one looks, with the word for the address."""
    return [
        ("all", _("Everything")),
        ("late", _("Late only")),
        ("today", _("Due by tonight")),
        ("tomorrow", _("Due by tomorrow")),
        ("three", _("Due within three days")),
    ]
