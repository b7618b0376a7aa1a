"""The steps of a batch that a person takes; each refuses an impossible move with a sentence."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.ledger.operations import post_transfers
from zabota.domain.payouts.events import BatchCancelled, BatchSent
from zabota.domain.payouts.models import (
    BATCH_MOVES,
    Batch,
    BatchStatus,
    Payout,
    PayoutItem,
    PayoutStatus,
)
from zabota.domain.payouts.postings import payout_line
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import move

CANCELLABLE = frozenset({PayoutStatus.FORMED, PayoutStatus.APPROVED})


def mark_batch_sent(batch: Batch, *, at: datetime, by: str) -> None:
    """The orders of an approved batch were downloaded; doing it again changes nothing."""
    if batch.status == BatchStatus.SENT:
        return
    move(batch, BatchStatus.SENT, allowed=BATCH_MOVES, sent_at=at, sent_by=by)
    batch.payouts.filter(status=PayoutStatus.APPROVED).update(status=PayoutStatus.SENT)
    publish(BatchSent(at=at, by=by, batch_id=batch.pk))


def cancel_batch(batch: Batch, *, at: datetime, by: str) -> None:
    """Cancel a batch that has not left; its rewards are available again."""
    if batch.status == BatchStatus.CANCELLED:
        return
    move(batch, BatchStatus.CANCELLED, allowed=BATCH_MOVES, cancelled_at=at, cancelled_by=by)
    payouts = list(batch.payouts.all())
    if any(payout.status not in CANCELLABLE for payout in payouts):
        raise Refusal(
            "A part of this batch has left the bank already, so it cannot be cancelled.",
            code="already_left",
        )
    batch.payouts.update(status=PayoutStatus.CANCELLED)
    release_items(payouts, at=at)
    publish(BatchCancelled(at=at, by=by, batch_id=batch.pk))


def release_items(payouts: list[Payout], *, at: datetime) -> None:
    """Make the rewards of payouts available again, in the rows and in the books."""
    PayoutItem.objects.filter(payout__in=payouts).update(live=False)
    lines = [
        payout_line(
            "released",
            payout_id=payout.pk,
            partner_id=payout.partner_id,
            amount_minor=payout.amount_minor,
            currency=payout.currency,
            at=at,
        )
        for payout in payouts
    ]
    post_transfers(lines, at=at)
