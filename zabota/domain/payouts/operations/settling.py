"""What the bank says: an outgoing line settles a payout, a returned order fails it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from zabota.domain.ledger.operations import post_transfers
from zabota.domain.payouts.events import PayoutFailed, PayoutsSettled
from zabota.domain.payouts.models import PAYOUT_MOVES, Payout, PayoutStatus
from zabota.domain.payouts.operations.steps import release_items
from zabota.domain.payouts.postings import payout_line
from zabota.kit.events.announce import publish
from zabota.kit.states import move

# Number, amount and account must agree; an approved batch may have been typed in by hand.
_SETTLE = """
UPDATE payouts_payout AS p SET status = 'settled', settled_at = s.at, proof = s.proof
FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::timestamptz[], %s::text[])
    AS s(order_number, amount, account, at, proof)
WHERE p.order_number = s.order_number AND p.amount_minor = s.amount AND p.account = s.account
    AND p.status IN ('approved', 'sent', 'unknown')
RETURNING p.id, p.partner_id, p.amount_minor, p.currency, p.settled_at, p.proof
"""


@dataclass(frozen=True, slots=True)
class Settlement:
    """The bank's own line that a payment order has left: minor units, and the line's key."""

    order_number: int
    amount_minor: int
    account: str
    settled_at: datetime
    proof: str


def settle_payouts(settlements: Sequence[Settlement], *, at: datetime) -> dict[str, int]:
    """Settle the payouts that these lines are about: proof → payout id, known ones included."""
    if not settlements:
        return {}
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
        rows = cursor.fetchall()
    lines = [
        payout_line(
            "settled", payout_id=pk, partner_id=partner, amount_minor=minor, currency=cur, at=at
        )
        for pk, partner, minor, cur, *_ in rows
    ]
    post_transfers(lines, at=at)
    if rows:
        publish(PayoutsSettled(at=at, payout_ids=tuple(row[0] for row in rows)))
    proofs = [settlement.proof for settlement in settlements]
    return dict(Payout.objects.filter(proof__in=proofs).values_list("proof", "pk"))


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
        line = payout_line(
            "returned",
            payout_id=payout.pk,
            partner_id=payout.partner_id,
            amount_minor=payout.amount_minor,
            currency=payout.currency,
            at=at,
        )
        post_transfers([line], at=at)
    release_items([payout], at=at)
    publish(
        PayoutFailed(
            at=at, by=by, payout_id=payout.pk, partner_id=payout.partner_id, reason=reason[:300]
        )
    )
