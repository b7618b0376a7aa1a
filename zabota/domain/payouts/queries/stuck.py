"""Payouts that have not ended, and those that do not go on without a person."""

from __future__ import annotations

from django.db.models import Q

from zabota.domain.payouts.models import BatchStatus, PayoutStatus

UNDER_WAY = (PayoutStatus.APPROVED, PayoutStatus.SENT, PayoutStatus.UNKNOWN)


def is_stuck() -> Q:
    """Nobody knows the outcome, or the rail refused it: the condition on payouts."""
    refused = Q(status=PayoutStatus.APPROVED, batch__status=BatchStatus.SENT)
    return Q(status=PayoutStatus.UNKNOWN) | refused
