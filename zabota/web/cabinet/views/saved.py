"""Kept views of the cabinet's lists."""

from __future__ import annotations

from zabota.web.cabinet.access import members_page
from zabota.web.saved import SavedViews
from zabota.web.visiting import visit_of

views = SavedViews(
    site="cabinet",
    rule=members_page,
    lists={
        key: f"cabinet:{key}"
        for key in (
            "clients", "rewards", "payouts", "papers", "receipts", "invoices", "repeated", "leads",
            "funnel", "claims", "reservations", "materials",
        )
    },
    may_save=lambda request: visit_of(request) is None,
)  # fmt: skip
