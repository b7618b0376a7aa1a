"""Giving back what a payout had taken."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.ledger.operations import post_transfers
from zabota.domain.payouts.models import Payout, PayoutItem
from zabota.domain.payouts.operations.posting import step_of


def release_items(payouts: list[Payout], *, at: datetime) -> None:
    """Make the rewards of payouts available again, in the rows and in the books."""
    PayoutItem.objects.filter(payout__in=payouts).update(live=False)
    post_transfers([step_of(payout, "released", at=at) for payout in payouts], at=at)
