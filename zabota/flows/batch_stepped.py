"""A batch goes on: approved, its orders downloaded, cancelled or made smaller before it left."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.models import Batch, BatchStatus, Payout
from zabota.domain.payouts.operations import approve_batch, cancel_batch, mark_batch_sent
from zabota.domain.payouts.operations.staleness import list_not_left, refuse_stale
from zabota.domain.payouts.operations.taking_out import take_out
from zabota.domain.people.models import Person
from zabota.domain.rewards.operations import hold_rewards
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def batch_approved(batch: Batch, *, at: datetime, by: str, person: Person | None = None) -> bool:
    """A person approves the batch; whether it is approved now, or waits for a second person."""
    hold(Lock.BOOKS)
    batch.refresh_from_db()
    return approve_batch(batch, at=at, by=by, person=person)


@flow
def batch_sent(batch: Batch, *, at: datetime, by: str) -> None:
    """The orders were downloaded for the bank: the payouts are on their way.

    Refused when a partner's form, bank details or VAT have changed since, or the tax service has not said yes today.
    """
    hold(Lock.BOOKS)
    batch.refresh_from_db()
    if batch.status == BatchStatus.APPROVED:
        refuse_stale(list_not_left(batch), at=at)
    mark_batch_sent(batch, at=at, by=by)


@flow
def batch_cancelled(batch: Batch, *, at: datetime, by: str) -> None:
    """The batch is cancelled before it left; everything in it is due again."""
    hold(Lock.BOOKS)
    batch.refresh_from_db()
    cancel_batch(batch, at=at, by=by)


@flow
def payout_taken_out(
    payout: Payout, *, reason: str, at: datetime, by: str, hold_them: bool = False
) -> None:
    """One payout leaves a batch that has not left; its rewards are due again, or held for a person."""
    hold(Lock.BOOKS)
    payout.refresh_from_db()
    take_out(payout, reason=reason, at=at, by=by, held=hold_them)
    if hold_them:
        ids = payout.items.exclude(reward=None).values_list("reward", flat=True)
        hold_rewards(ids, reason=reason, at=at, by=by)
