"""The steps of a batch that a person takes; each refuses an impossible move with a sentence."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.events import BatchCancelled, BatchSent
from zabota.domain.payouts.models import (
    BATCH_MOVES,
    NOT_LEFT,
    Batch,
    BatchStatus,
    PayoutStatus,
)
from zabota.domain.payouts.operations.attempts import drop_attempts, let_attempts_leave
from zabota.domain.payouts.operations.releasing import release_items
from zabota.domain.payouts.queries.stuck import list_late
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import move


def mark_batch_sent(batch: Batch, *, at: datetime, by: str) -> None:
    """An approved batch leaves: its file was downloaded, or its rail is called now. Twice is once."""
    if batch.status == BatchStatus.SENT:
        return
    _refuse_paid_already(batch)
    move(batch, BatchStatus.SENT, allowed=BATCH_MOVES, sent_at=at, sent_by=by)
    batch.payouts.filter(status=PayoutStatus.APPROVED).update(status=PayoutStatus.SENT)
    let_attempts_leave(batch, at=at)
    publish(BatchSent(at=at, by=by, batch_id=batch.pk))


def _refuse_paid_already(batch: Batch) -> None:
    """What was given up here and paid by the rail after all is booked first."""
    partners = batch.payouts.values("partner")
    late = (
        list_late().filter(payout__partner__in=partners).select_related("payout__partner").first()
    )
    if late is not None:
        raise Refusal(
            "%(whose)s was paid by payout No. %(number)s after all. Cancel this batch, then book that "
            "payout as paid.",
            code="paid_late",
            whose=str(late.payout.partner),
            number=late.payout.order_number,
        )


def cancel_batch(batch: Batch, *, at: datetime, by: str) -> None:
    """Cancel a batch that has not left; its rewards are available again."""
    if batch.status == BatchStatus.CANCELLED:
        return
    move(batch, BatchStatus.CANCELLED, allowed=BATCH_MOVES, cancelled_at=at, cancelled_by=by)
    payouts = list(batch.payouts.exclude(status=PayoutStatus.CANCELLED))
    if any(payout.status not in NOT_LEFT for payout in payouts):
        raise Refusal(
            "A part of this batch has left the bank already, so it cannot be cancelled.",
            code="already_left",
        )
    batch.payouts.filter(pk__in=[one.pk for one in payouts]).update(status=PayoutStatus.CANCELLED)
    drop_attempts(payouts, reason="", at=at)
    release_items(payouts, at=at)
    publish(BatchCancelled(at=at, by=by, batch_id=batch.pk))
