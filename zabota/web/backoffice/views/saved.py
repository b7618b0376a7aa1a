"""Kept views of the back office's lists; of those for everybody, the partners' are the segments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zabota.domain.people.rules import Right
from zabota.web.backoffice.access import rights_of, staff_page
from zabota.web.saved import SavedViews

views = SavedViews(
    site="office",
    rule=staff_page(Right.READ),
    lists={
        key: f"office:{key}"
        for key in (
            "partners",
            "codes",
            "links",
            "clients",
            "leads",
            "lead_outcomes",
            "invoices",
            "repeated",
            "payments",
            "slips",
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
            "checks",
            "specials",
            "stories",
            "materials",
            "certificates",
            "bulletins",
        )
    },
    shared={
        "partners": _("for everybody of ours, and for bulletins"),
        "clients": _("for everybody of ours"),
    },
    may_share=lambda request: Right.PARTNERS in rights_of(request),
)
