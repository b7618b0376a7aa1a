"""The lines of a payout as it stands in the database."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.ledger.facts import Line
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.postings import payout_line


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


def rail_that_paid(rail: str, proof: str) -> str:
    """The rail whose own word the proof is; "" when a person or a line of the bank proved the payout."""
    return rail if proof.startswith(f"{rail}:") else ""
