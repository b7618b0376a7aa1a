"""Holding a reward by hand, and letting it be paid."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.rewards.events import RewardHeld, RewardReleased
from zabota.domain.rewards.models import Hold, Reward
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


@transaction.atomic
def release_reward(reward: Reward, *, reason: str, at: datetime, by: str) -> None:
    """Let a held reward be paid; refused when nobody holds it."""
    released = Reward.objects.filter(pk=reward.pk).exclude(hold=Hold.NONE)
    if not released.update(hold=Hold.NONE, hold_note=reason[:200], released_by=by):
        raise Refusal("This reward is not held.", code="not_held")
    publish(
        RewardReleased(
            at=at, by=by, reward_id=reward.pk, partner_id=reward.partner_id, reason=reason
        )
    )


@transaction.atomic
def hold_reward(reward: Reward, *, reason: str, at: datetime, by: str) -> None:
    """Hold a reward by hand, with a reason; refused when it is held already."""
    held = Reward.objects.filter(pk=reward.pk, hold=Hold.NONE, cancelled_at=None)
    if not held.update(hold=Hold.BY_HAND, hold_note=reason[:200]):
        raise Refusal("This reward is held already or no longer counts.", code="held")
    publish(
        RewardHeld(at=at, by=by, reward_id=reward.pk, partner_id=reward.partner_id, reason=reason)
    )
