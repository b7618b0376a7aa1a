"""Earning: what we owe for payments, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zabota.domain.attribution.queries import Owner, find_owners
from zabota.domain.ledger.operations import post_transfers
from zabota.domain.programme.queries import get_timetable
from zabota.domain.programme.rules import Priceable, Priced, Tally, Timetable, due_at
from zabota.domain.rewards import postings
from zabota.domain.rewards.queries import PaymentToPrice, list_given
from zabota.domain.rewards.rules import PayerWatch, hold_for
from zabota.kit.locks import Lock, hold
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

EVERY_PAYER = PayerWatch()


def earn_rewards(
    payments: Sequence[PaymentToPrice],
    *,
    at: datetime,
    origin: str = "",
    counts_from: datetime | None = None,
    watch: PayerWatch = EVERY_PAYER,
) -> list[int]:
    """Reward the partners of these payments by the terms of each payment's moment, and post it.

    A payment that has a live reward, belongs to nobody or earns nothing is passed over. Returns
    the ids of the new rewards. `counts_from` starts the deadline elsewhere than at the payment;
    `watch` says which payers make a reward wait.
    """
    rows = [
        _row(payment, owner, priced, counts_from or payment.paid_at, watch)
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
    hold(Lock.CAPS)
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


def foresee_rewards(
    payments: Sequence[PaymentToPrice], *, watch: PayerWatch = EVERY_PAYER
) -> list[Foreseen | None]:
    """What `earn_rewards` would earn for each of these payments; nothing is written."""
    return [_foreseen(*found, watch) if found else None for found in _priced(payments)]


def _foreseen(payment: PaymentToPrice, owner: Owner, priced: Priced, watch: PayerWatch) -> Foreseen:
    return Foreseen(
        owner.partner_id,
        priced.amount_minor,
        payment.currency,
        _due_at(payment.paid_at, priced),
        _hold(payment, owner, watch),
    )


def _row(
    payment: PaymentToPrice,
    owner: Owner,
    priced: Priced,
    counts_from: datetime,
    watch: PayerWatch,
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
        _hold(payment, owner, watch),
        priced.bound_by,
    )


def _due_at(counts_from: datetime, priced: Priced) -> datetime:
    version = priced.version
    return due_at(counts_from, version.payout_days, banking_days=version.banking_days)


def _hold(payment: PaymentToPrice, owner: Owner, watch: PayerWatch) -> str:
    why = hold_for(
        payer_inn=payment.payer_inn,
        partner_inn=owner.partner_inn,
        client_inn=owner.client_inn,
        payer_known=owner.payer_known,
    )
    waits = watch.holds(
        why,
        partner_id=owner.partner_id,
        client_id=payment.client_id,
        payer_inn=payment.payer_inn,
    )
    return why if waits else ""


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
