"""Giving back what a payout had taken."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.ledger.operations import post_transfers
from zabota.domain.payouts.models import Payout, PayoutItem
from zabota.domain.payouts.postings import payout_line


def release_items(payouts: list[Payout], *, at: datetime) -> None:
    """Make the rewards of payouts available again, in the rows and in the books."""
    PayoutItem.objects.filter(payout__in=payouts).update(live=False)
    lines = [
        payout_line(
            "released",
            payout_id=payout.pk,
            partner_id=payout.partner_id,
            amount_minor=payout.amount_minor,
            currency=payout.currency,
            at=at,
        )
        for payout in payouts
    ]
    post_transfers(lines, at=at)
