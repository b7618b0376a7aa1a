"""Payouts that have not ended, and those that do not go on without a person."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zabota.domain.payouts.models import BatchStatus, PayoutAttempt, PayoutStatus

UNDER_WAY = (PayoutStatus.APPROVED, PayoutStatus.SENT, PayoutStatus.UNKNOWN)


def list_late() -> QuerySet[PayoutAttempt]:
    """What a rail paid after it was given up here, and nobody has booked yet."""
    return PayoutAttempt.objects.filter(late_at__isnull=False, late_booked_at=None)


def is_stuck() -> Q:
    """Nobody knows the outcome, the rail refused it, or it paid after all: the condition on payouts."""
    late = Q(pk__in=list_late().values("payout"))
    refused = Q(status=PayoutStatus.APPROVED, batch__status=BatchStatus.SENT)
    return Q(status=PayoutStatus.UNKNOWN) | refused | late
