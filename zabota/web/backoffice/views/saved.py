"""Kept views of the back office's lists."""

from __future__ import annotations

from zabota.domain.people.rules import Right
from zabota.web.backoffice.access import staff_page
from zabota.web.saved import SavedViews

views = SavedViews(
    site="office",
    rule=staff_page(Right.READ),
    lists={
        key: f"office:{key}"
        for key in (
            "partners",
            "clients",
            "invoices",
            "payments",
            "payouts",
            "held",
            "batches",
            "claims",
            "reservations",
            "papers",
            "statements",
            "inbox",
            "journal",
            "receipts",
        )
    },
)
