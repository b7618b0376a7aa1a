"""The lines of a payout as it stands in the database."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.ledger.facts import Line
from zabota.domain.ledger.queries import find_credited
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.postings import GATEWAYS, payout_line


def step_of(payout: Payout, step: str, *, at: datetime, rail: str = "") -> Line:
    """One step of this payout, of its whole sum."""
    return payout_line(
        step,
        payout_id=payout.pk,
        partner_id=payout.partner_id,
        amount_minor=payout.amount_minor,
        currency=payout.currency,
        at=at,
        rail=rail,
    )


def paying_rail(payout: Payout) -> str:
    """The rail whose balance a settled payout was paid from by the books; empty for the bank's account.

    It need not be the rail of its batch: a person may have paid from the bank what a gateway did not.
    """
    credited = find_credited(f"payout:{payout.pk}:settled")
    return next((rail for rail, account in GATEWAYS.items() if account == credited), "")
