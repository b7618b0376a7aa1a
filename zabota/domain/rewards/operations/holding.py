"""Holding a reward by hand, and letting it be paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zabota.domain.rewards.events import RewardHeld, RewardReleased
from zabota.domain.rewards.models import Hold, Reward
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all


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
def release_rewards(
    reward_ids: Iterable[int], *, reason: str, at: datetime, by: str
) -> list[Reward]:
    """Let those of the rewards that are held be paid, for one reason; which they were."""
    rows = Reward.objects.select_for_update().filter(pk__in=list(reward_ids), cancelled_at=None)
    released = list(rows.exclude(hold=Hold.NONE).order_by("pk"))
    Reward.objects.filter(pk__in=[one.pk for one in released]).update(
        hold=Hold.NONE, hold_note=reason[:200], released_by=by
    )
    publish_all(
        [
            RewardReleased(at=at, by=by, reward_id=one.pk, partner_id=one.partner_id, reason=reason)
            for one in released
        ]
    )
    return released


@transaction.atomic
def hold_reward(reward: Reward, *, reason: str, at: datetime, by: str) -> None:
    """Hold a reward by hand, with a reason; refused when it is held already."""
    held = Reward.objects.filter(pk=reward.pk, hold=Hold.NONE, cancelled_at=None)
    if not held.update(hold=Hold.BY_HAND, hold_note=reason[:200]):
        raise Refusal("This reward is held already or no longer counts.", code="held")
    publish(
        RewardHeld(at=at, by=by, reward_id=reward.pk, partner_id=reward.partner_id, reason=reason)
    )


@transaction.atomic
def hold_rewards(reward_ids: Iterable[int], *, reason: str, at: datetime, by: str) -> list[Reward]:
    """Hold those of the rewards that nobody holds, for one reason; which they were.

    The caller tells the partner of all of them at once.
    """
    rows = Reward.objects.select_for_update().filter(pk__in=list(reward_ids), cancelled_at=None)
    held = list(rows.filter(hold=Hold.NONE).order_by("pk"))
    Reward.objects.filter(pk__in=[one.pk for one in held]).update(
        hold=Hold.BY_HAND, hold_note=reason[:200]
    )
    publish_all(
        [
            RewardHeld(
                at=at,
                by=by,
                reward_id=one.pk,
                partner_id=one.partner_id,
                reason=reason,
                together=True,
            )
            for one in held
        ]
    )
    return held
