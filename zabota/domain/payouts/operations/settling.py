"""What the bank says: an outgoing line settles a payout, a returned order fails it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from zabota.domain.ledger.operations import post_transfers
from zabota.domain.payouts.events import PayoutFailed, PayoutsSettled
from zabota.domain.payouts.models import (
    OPEN_ATTEMPTS,
    PAYOUT_MOVES,
    AttemptStatus,
    Payout,
    PayoutAttempt,
    PayoutStatus,
)
from zabota.domain.payouts.operations.posting import paying_rail, step_of
from zabota.domain.payouts.operations.releasing import release_items
from zabota.domain.payouts.postings import payout_line
from zabota.domain.payouts.queries.carriers import list_called_rails
from zabota.kit.events.announce import publish
from zabota.kit.states import move

# What was sent in a file under a key of ours comes back with that key (EndToEndId); the amount and
# the currency must agree. A key names one attempt, so no account is needed.
_SETTLE_BY_KEY = """
UPDATE payouts_payout AS p SET status = 'settled', settled_at = s.at, proof = s.proof
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::timestamptz[], %s::text[])
    AS s(key, amount, currency, at, proof)
JOIN payouts_payoutattempt AS a ON a.key = s.key
WHERE p.id = a.payout_id AND p.amount_minor = s.amount AND p.currency = s.currency
    AND p.status IN ('approved', 'sent', 'unknown')
RETURNING p.id, p.partner_id, p.amount_minor, p.currency, p.settled_at, p.proof
"""

# Number, amount and account must agree; an approved batch may have been typed in by hand.
_SETTLE = """
UPDATE payouts_payout AS p SET status = 'settled', settled_at = s.at, proof = s.proof
FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::timestamptz[], %s::text[])
    AS s(order_number, amount, account, at, proof)
WHERE p.order_number = s.order_number AND p.amount_minor = s.amount AND p.account = s.account
    AND p.status IN ('approved', 'sent', 'unknown')
RETURNING p.id, p.partner_id, p.amount_minor, p.currency, p.settled_at, p.proof
"""


GIVEN_UP_PAUSE = timedelta(hours=1)
PROVED_OTHERWISE = "оплата доказана иначе"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The bank's own line that a payment order has left: minor units, and the line's key."""

    order_number: int
    amount_minor: int
    account: str
    settled_at: datetime
    proof: str


@dataclass(frozen=True, slots=True)
class KeyedSettlement:
    """The bank's own line about an order that carried the key of one of our attempts."""

    key: str
    amount_minor: int
    currency: str
    settled_at: datetime
    proof: str


def settle_payouts(
    settlements: Sequence[Settlement],
    *,
    at: datetime,
    keyed: Sequence[KeyedSettlement] = (),
) -> dict[str, int]:
    """Settle the payouts that these lines are about: proof → payout id, known ones included."""
    rows = (_by_number(settlements) if settlements else []) + (_by_key(keyed) if keyed else [])
    if rows:
        _note_settled(rows, at=at)
    proofs = [one.proof for one in settlements] + [one.proof for one in keyed]
    return dict(Payout.objects.filter(proof__in=proofs).values_list("proof", "pk"))


Row = tuple[int, int, int, str, datetime, str]


def _by_key(keyed: Sequence[KeyedSettlement]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE_BY_KEY,
            [
                [s.key for s in keyed],
                [s.amount_minor for s in keyed],
                [s.currency for s in keyed],
                [s.settled_at for s in keyed],
                [s.proof for s in keyed],
            ],
        )
        return list(cursor.fetchall())


def _by_number(settlements: Sequence[Settlement]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE,
            [
                [s.order_number for s in settlements],
                [s.amount_minor for s in settlements],
                [s.account for s in settlements],
                [s.settled_at for s in settlements],
                [s.proof for s in settlements],
            ],
        )
        return list(cursor.fetchall())


def _note_settled(rows: Sequence[Row], *, at: datetime, rail: str = "", by: str = "") -> None:
    lines = [
        payout_line(
            "settled",
            payout_id=pk,
            partner_id=partner,
            amount_minor=minor,
            currency=cur,
            at=at,
            rail=rail,
        )
        for pk, partner, minor, cur, *_ in rows
    ]
    post_transfers(lines, at=at)
    ids = [row[0] for row in rows]
    # What settles by its rail's own word has no open attempt any more; one that is still open here was
    # called, somebody else proved the payout, and the rail may pay it too: it is asked about on.
    _give_up_attempts(ids, at=at, reason=PROVED_OTHERWISE)
    _end_attempts(ids, AttemptStatus.SETTLED, at=at)
    publish(PayoutsSettled(at=at, by=by, payout_ids=tuple(ids)))


def settle_payout(
    payout: Payout,
    *,
    settled_at: datetime,
    proof: str,
    at: datetime,
    by: str = "",
    from_bank: bool = False,
) -> None:
    """One payout is paid, by the last word of its rail or by the proof of a person.

    `from_bank`: the money left our bank account, whatever balance its rail pays from. Refused when it is
    not on its way; settled once, it stays as it is.
    """
    if payout.status == PayoutStatus.SETTLED:
        return
    move(payout, PayoutStatus.SETTLED, allowed=PAYOUT_MOVES, settled_at=settled_at, proof=proof)
    row = (payout.pk, payout.partner_id, payout.amount_minor, payout.currency, settled_at, proof)
    rail = "" if from_bank else payout.batch.rail
    _note_settled([row], at=at, rail=rail, by=by)


def _end_attempts(
    payout_ids: Sequence[int], status: AttemptStatus, *, at: datetime, reason: str = ""
) -> None:
    rows = PayoutAttempt.objects.filter(payout__in=payout_ids, status__in=OPEN_ATTEMPTS)
    changes = {"reason": reason[:300]} if reason else {}
    rows.update(status=status, ended_at=at, next_ask_at=None, **changes)


def _give_up_attempts(payout_ids: Sequence[int], *, at: datetime, reason: str) -> None:
    """What was called and has not said its last word is asked about on: it may have paid."""
    rows = PayoutAttempt.objects.filter(
        payout__in=payout_ids,
        rail__in=list_called_rails(),
        status__in=OPEN_ATTEMPTS,
        sent_at__isnull=False,
    )
    rows.update(
        status=AttemptStatus.GIVEN_UP,
        reason=reason[:300],
        ended_at=at,
        next_ask_at=at + GIVEN_UP_PAUSE,
    )


def fail_payout(payout: Payout, *, reason: str, at: datetime, by: str = "") -> None:
    """The bank returned the order: the rewards are available again. Failing twice is once."""
    if payout.status == PayoutStatus.FAILED:
        return
    was_settled = payout.status == PayoutStatus.SETTLED
    move(
        payout,
        PayoutStatus.FAILED,
        allowed=PAYOUT_MOVES,
        failed_at=at,
        failure=reason[:300],
    )
    if was_settled:
        late = payout.attempts.filter(status=AttemptStatus.SETTLED, late_booked_at__isnull=False)
        step = "back_after" if late.exists() else "returned"
        post_transfers([step_of(payout, step, at=at, rail=paying_rail(payout))], at=at)
        settled = PayoutAttempt.objects.filter(payout=payout, status=AttemptStatus.SETTLED)
        settled.update(status=AttemptStatus.FAILED, ended_at=at, reason=reason[:300])
    _give_up_attempts([payout.pk], at=at, reason=reason)
    _end_attempts([payout.pk], AttemptStatus.FAILED, at=at, reason=reason)
    release_items([payout], at=at)
    publish(
        PayoutFailed(
            at=at, by=by, payout_id=payout.pk, partner_id=payout.partner_id, reason=reason[:300]
        )
    )
