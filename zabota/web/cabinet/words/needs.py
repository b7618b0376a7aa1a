"""What waits for the partner on his first page."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.payouts.models import NpdCheck
from zabota.domain.payouts.queries.receipts import list_unreceipted
from zabota.kit.clock import local_date


class Need(NamedTuple):
    """Something that waits for the partner: what, why, where to do it, and the button's word."""

    title: str
    why: str
    url: str
    button: str
    tone: str = "wait"


def receipt_needs(partner: Partner, at: datetime) -> list[Need]:
    """Receipts that he owes, and the status that the tax service no longer sees."""
    if partner.legal_form != LegalForm.NPD:
        return []
    needs = []
    today = local_date(at)
    if NpdCheck.objects.filter(inn=partner.inn, on=today, standing="no").exists():
        needs.append(
            Need(
                _("The tax service says you are not self-employed today"),
                _("Payouts wait. If you have become a sole proprietor, tell your manager."),
                reverse("cabinet:receipts"),
                _("Receipts"),
                "late",
            )
        )
    if owed := list_unreceipted([partner.pk]):
        due_on = owed[0].due_on
        late = due_on < today
        why = (
            _("It was due by %(day)s. The next payout waits for it.")
            if late
            else _("The tax law gives you time until %(day)s; then payouts would wait.")
        )
        needs.append(
            Need(
                _("Enter the receipts for what we paid"),
                why % {"day": date_format(due_on, "j E")},
                reverse("cabinet:receipts"),
                _("Enter"),
                "late" if late else "wait",
            )
        )
    return needs
