"""Earning, reversing, cancelling and releasing rewards: a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zabota.domain.attribution.queries import Owner, find_owners
from zabota.domain.ledger.facts import Line
from zabota.domain.ledger.operations import post_transfers
from zabota.domain.programme.queries import get_timetable
from zabota.domain.programme.rules import Priceable, Priced, Tally, Timetable, due_at
from zabota.domain.rewards import postings
from zabota.domain.rewards.events import RewardHeld, RewardReleased
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.rewards.queries import PaymentToPrice, RewardOfClient, list_given, list_refunded
from zabota.domain.rewards.rules import hold_for, reversal_parts
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.locks import Lock
from zabota.kit.locks import hold as hold_alone
from zabota.kit.sql import fetch

_EARN = """
INSERT INTO rewards_reward (
    payment_id, partner_id, attribution_id, clause_id, amount_minor, base_minor, rate_bp, currency,
    servicing, counts_from, due_at, hold, bound_by, origin, earned_at, hold_note, released_by,
    borne_by_vendor)
SELECT *, %s::text, %s::timestamptz, '', '', false FROM unnest(
    %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
    %s::int[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::text[],
    %s::text[])
    AS earned(payment_id, partner_id, attribution_id, clause_id, amount_minor, base_minor,
              rate_bp, currency, servicing, counts_from, due_at, hold, bound_by)
ORDER BY payment_id
ON CONFLICT DO NOTHING
RETURNING id, partner_id, amount_minor, currency
"""

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


def earn_rewards(
    payments: Sequence[PaymentToPrice],
    *,
    at: datetime,
    origin: str = "",
    counts_from: datetime | None = None,
) -> list[int]:
    """Reward the partners of these payments by the terms of each payment's moment, and post it.

    A payment that has a live reward, belongs to nobody or earns nothing is passed over. Returns
    the ids of the new rewards. `counts_from` starts the deadline elsewhere than at the payment.
    """
    rows = [
        _row(payment, owner, priced, counts_from or payment.paid_at)
        for payment, owner, priced in filter(None, _priced(payments))
    ]
    return _earn(rows, at=at, origin=origin) if rows else []


def _priced(
    payments: Sequence[PaymentToPrice],
) -> Iterator[tuple[PaymentToPrice, Owner, Priced] | None]:
    """Each payment with its owner and the answer of pricing; None where nobody earns anything."""
    owners = find_owners([(p.client_id, p.paid_at, p.payer_inn) for p in payments])
    timetable = get_timetable(sorted({owner.partner_id for owner in owners if owner}))
    tally = _tally(timetable, payments, owners)
    for payment, owner in zip(payments, owners, strict=True):
        priced = timetable.price(_priceable(payment, owner), tally) if owner else None
        if owner is not None and priced is not None and priced.amount_minor > 0:
            yield payment, owner, priced
        else:
            yield None


def _tally(
    timetable: Timetable, payments: Sequence[PaymentToPrice], owners: Sequence[Owner | None]
) -> Tally:
    """What clauses with a memory have given so far; two batches cannot use up one cap at once."""
    if not timetable.remembering:
        return Tally()
    hold_alone(Lock.CAPS)
    given = list_given(
        sorted(timetable.remembering),
        client_ids=sorted({payment.client_id for payment in payments}),
        partner_ids=sorted({owner.partner_id for owner in owners if owner}),
    )
    return Tally(given)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The reward that a payment would bring: whose, how much (minor units), till when, held why."""

    partner_id: int
    amount_minor: int
    currency: str
    due_at: datetime
    hold: str


def foresee_rewards(payments: Sequence[PaymentToPrice]) -> list[Foreseen | None]:
    """What `earn_rewards` would earn for each of these payments; nothing is written."""
    return [_foreseen(*found) if found else None for found in _priced(payments)]


def _foreseen(payment: PaymentToPrice, owner: Owner, priced: Priced) -> Foreseen:
    return Foreseen(
        owner.partner_id,
        priced.amount_minor,
        payment.currency,
        _due_at(payment.paid_at, priced),
        _hold(payment, owner),
    )


def _row(
    payment: PaymentToPrice, owner: Owner, priced: Priced, counts_from: datetime
) -> tuple[Any, ...]:
    """A reward in the order of the columns of `_EARN`."""
    return (
        payment.id,
        owner.partner_id,
        owner.attribution_id,
        priced.clause_id,
        priced.amount_minor,
        priced.base_minor,
        priced.rate_bp,
        payment.currency,
        owner.servicing,
        counts_from,
        _due_at(counts_from, priced),
        _hold(payment, owner),
        priced.bound_by,
    )


def _due_at(counts_from: datetime, priced: Priced) -> datetime:
    version = priced.version
    return due_at(counts_from, version.payout_days, banking_days=version.banking_days)


def _hold(payment: PaymentToPrice, owner: Owner) -> str:
    return hold_for(
        payer_inn=payment.payer_inn,
        partner_inn=owner.partner_inn,
        client_inn=owner.client_inn,
        payer_known=owner.payer_known,
    )


def _priceable(payment: PaymentToPrice, owner: Owner) -> Priceable:
    return Priceable(
        amount_minor=payment.amount_minor,
        fee_minor=payment.fee_minor,
        vat_minor=payment.vat_minor,
        paid_at=payment.paid_at,
        product=payment.product,
        servicing=owner.servicing,
        client_id=payment.client_id,
        partner_id=owner.partner_id,
        first_paid_at=owner.first_paid_at,
    )


def _earn(rows: Sequence[tuple[object, ...]], *, at: datetime, origin: str) -> list[int]:
    columns = [list(column) for column in zip(*rows, strict=True)]
    new = fetch(_EARN, [origin, at, *columns])
    post_transfers(
        [
            postings.earned(
                reward_id=pk, partner_id=partner, amount_minor=minor, currency=currency, at=at
            )
            for pk, partner, minor, currency in new
        ],
        at=at,
    )
    return [pk for pk, *_ in new]


@dataclass(frozen=True, slots=True)
class Taken:
    """One reversal to write: of which reward, why, how much (minor units)."""

    reward_id: int
    partner_id: int
    amount_minor: int
    currency: str
    cause: str
    refund_id: int | None = None
    correction_id: int | None = None


def reverse_rewards(taken: Sequence[Taken], *, at: datetime) -> list[int]:
    """Write and post reversals; one whose cause is known changes nothing. Returns new ids."""
    taken = [part for part in taken if part.amount_minor > 0]
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
        postings.reversed_(
            cause=part.cause,
            partner_id=part.partner_id,
            amount_minor=part.amount_minor,
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
    taken = []
    for reward in list_refunded(payment_ids):
        parts = reversal_parts(
            reward=reward.amount_minor,
            paid=reward.paid_minor,
            refunds=[0 if one.borne else one.minor for one in reward.refunds],
        )
        taken += [
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
