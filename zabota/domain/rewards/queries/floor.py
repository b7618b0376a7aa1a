"""Refunds and what they take back: those the vendor bears, and what one more would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from zabota.domain.payments.models import Payment, Refund
from zabota.domain.programme.queries import find_version_at
from zabota.domain.rewards.models import Reversal, Reward
from zabota.domain.rewards.rules import left_after_refunds


def find_floor(payment: Payment) -> datetime | None:
    """The last moment at which a refund lowers the reward; None when the terms name none."""
    version = find_version_at(payment.paid_at)
    if version is None or version.refund_floor_days is None:
        return None
    return payment.paid_at + timedelta(days=version.refund_floor_days)


@dataclass(frozen=True, slots=True)
class Change:
    """What would be taken of a live reward (below zero: put back), minor units, and what is left.

    `borne` is set when the refund comes too late for the terms: the vendor bears it.
    """

    reward: Reward
    taken_minor: int
    left_minor: int
    borne: bool


def foresee_refund(payment: Payment, *, amount_minor: int, refunded_at: datetime) -> Change | None:
    """What a refund would take of the payment's live reward; None when there is none."""
    last = find_floor(payment)
    borne = last is not None and refunded_at > last
    return _foreseen(payment, more=0 if borne else amount_minor, borne=borne)


def foresee_undoing(refund: Refund) -> Change | None:
    """What the payment's live reward would get back if the refund were undone."""
    last = find_floor(refund.payment)
    borne = last is not None and refund.refunded_at > last
    return _foreseen(refund.payment, more=0 if borne else -refund.amount_minor, borne=borne)


def _foreseen(payment: Payment, *, more: int, borne: bool) -> Change | None:
    reward = payment.rewards.filter(cancelled_at=None).select_related("partner").first()
    if reward is None:
        return None
    counted = payment.refunds.filter(undone_at=None)
    refunded = int(counted.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
    taken = reward.reversals.filter(refund__isnull=False).aggregate(sum=Sum("amount_minor"))["sum"]
    left = left_after_refunds(
        reward=reward.amount_minor,
        paid=payment.amount_minor,
        refunded=max(0, refunded - get_refunds_borne(payment) + more),
    )
    before = reward.amount_minor - int(taken or 0)
    return Change(reward, before - left, left, borne)


def get_refunds_borne(payment: Payment) -> int:
    """What of the payment was refunded later than the terms of its day count; minor units."""
    last = find_floor(payment)
    if last is None:
        return 0
    late = Refund.objects.filter(payment=payment, undone_at=None, refunded_at__gt=last)
    return int(late.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def list_touched(reversal_ids: Sequence[int]) -> list[tuple[int, int]]:
    """(reward id, partner id) of these reversals."""
    rows = Reversal.objects.filter(pk__in=reversal_ids)
    return list(rows.values_list("reward_id", "reward__partner_id"))
