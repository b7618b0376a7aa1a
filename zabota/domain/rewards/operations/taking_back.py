"""Taking back: reversals for refunds and corrections, and what the vendor bears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.ledger.facts import Line
from zabota.domain.ledger.operations import post_transfers
from zabota.domain.payments.models import Refund
from zabota.domain.rewards import postings
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.queries import RefundedReward, RewardOfClient, list_refunded
from zabota.domain.rewards.rules import left_after_refunds, reversal_parts
from zabota.kit.sql import fetch

_REVERSE = """
INSERT INTO rewards_reversal (
    reward_id, refund_id, correction_id, amount_minor, currency, cause, at)
SELECT *, %s::timestamptz FROM unnest(
    %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
    AS reversal(reward_id, refund_id, correction_id, amount_minor, currency, cause)
ORDER BY cause
ON CONFLICT (cause) DO NOTHING
RETURNING id, cause
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """One reversal to write: of which reward, why, how much (minor units; below zero: put back)."""

    reward_id: int
    partner_id: int
    amount_minor: int
    currency: str
    cause: str
    refund_id: int | None = None
    correction_id: int | None = None


def reverse_rewards(taken: Sequence[Taken], *, at: datetime) -> list[int]:
    """Write and post reversals; one whose cause is known changes nothing. Returns new ids."""
    taken = [part for part in taken if part.amount_minor]
    if not taken:
        return []
    rows = fetch(
        _REVERSE,
        [
            at,
            [part.reward_id for part in taken],
            [part.refund_id for part in taken],
            [part.correction_id for part in taken],
            [part.amount_minor for part in taken],
            [part.currency for part in taken],
            [part.cause for part in taken],
        ],
    )
    new = {cause: pk for pk, cause in rows}
    lines: list[Line] = [
        (postings.reversed_ if part.amount_minor > 0 else postings.put_back)(
            cause=part.cause,
            partner_id=part.partner_id,
            amount_minor=abs(part.amount_minor),
            currency=part.currency,
            at=at,
        )
        for part in taken
        if part.cause in new
    ]
    post_transfers(lines, at=at)
    return list(new.values())


def reverse_for_refunds(payment_ids: Sequence[int], *, at: datetime) -> list[int]:
    """Take back what the refunds of these payments take back of their live rewards.

    Refunds that came later than the terms allow are the vendor's loss.
    """
    return reverse_rewards(
        [part for reward in list_refunded(payment_ids) for part in _parts_of(reward)], at=at
    )


def _parts_of(reward: RefundedReward) -> list[Taken]:
    """What the refunds that are new to this reward take back of it."""
    parts = reversal_parts(
        reward=reward.amount_minor,
        paid=reward.paid_minor,
        refunds=_counted(reward),
        taken=reward.taken_minor,
    )
    return [
        Taken(
            reward_id=reward.id,
            partner_id=reward.partner_id,
            amount_minor=part,
            currency=reward.currency,
            cause=f"refund:{one.id}:reward:{reward.id}",
            refund_id=one.id,
        )
        for part, one in zip(parts, reward.refunds, strict=True)
        if not one.reversed
    ]


def _counted(reward: RefundedReward) -> list[int]:
    return [0 if one.harmless else one.minor for one in reward.refunds]


def put_back_for(refund: Refund, *, at: datetime) -> list[int]:
    """Put back what an undone refund had taken of the payment's live reward; ids of the new rows.

    What the other refunds take together stays taken, to the kopeck.
    """
    taken = []
    for reward in list_refunded([refund.payment_id]):
        left = left_after_refunds(
            reward=reward.amount_minor, paid=reward.paid_minor, refunded=sum(_counted(reward))
        )
        taken.append(
            Taken(
                reward_id=reward.id,
                partner_id=reward.partner_id,
                amount_minor=min(0, reward.amount_minor - left - reward.taken_minor),
                currency=reward.currency,
                cause=f"refund:{refund.pk}:undone:reward:{reward.id}",
                refund_id=refund.pk,
            )
        )
    return reverse_rewards(taken, at=at)


def cancel_rewards(
    rewards: Sequence[RewardOfClient], *, correction_id: int, borne: set[int], at: datetime
) -> None:
    """Cancel rewards of partners who turned out not to be the rightful ones.

    Rewards in `borne` stay with their partner at the vendor's expense; what is left of the others
    is reversed (unpaid: never paid; paid: his debt, netted from later payouts).
    """
    Reward.objects.filter(pk__in=[reward.id for reward in rewards], cancelled_at=None).update(
        cancelled_at=at, cancelled_by=correction_id
    )
    Reward.objects.filter(pk__in=borne).update(borne_by_vendor=True)
    reverse_rewards(
        [
            Taken(
                reward_id=reward.id,
                partner_id=reward.partner_id,
                amount_minor=reward.left_minor,
                currency=reward.currency,
                cause=f"correction:{correction_id}:reward:{reward.id}",
                correction_id=correction_id,
            )
            for reward in rewards
            if reward.id not in borne
        ],
        at=at,
    )
    _post_borne([r for r in rewards if r.id in borne], f"borne:{correction_id}", at=at)


def reinstate_rewards(
    rewards: Sequence[RewardOfClient], *, correction_id: int, at: datetime
) -> None:
    """Give back their life to rewards the vendor bore: their partners are the rightful ones again."""
    Reward.objects.filter(pk__in=[reward.id for reward in rewards]).update(
        cancelled_at=None, cancelled_by=None, borne_by_vendor=False
    )
    _post_borne(rewards, f"reinstated:{correction_id}", at=at, back=True)


def _post_borne(
    rewards: Sequence[RewardOfClient], cause: str, *, at: datetime, back: bool = False
) -> None:
    lines = [
        postings.borne(
            cause=f"{cause}:reward:{reward.id}",
            amount_minor=reward.left_minor,
            currency=reward.currency,
            at=at,
            back=back,
        )
        for reward in rewards
        if reward.left_minor > 0
    ]
    post_transfers(lines, at=at)
