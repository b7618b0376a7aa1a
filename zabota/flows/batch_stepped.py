"""A batch goes on: approved, its orders downloaded, or cancelled before it left."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.models import Batch, BatchStatus
from zabota.domain.payouts.operations import approve_batch, cancel_batch, mark_batch_sent
from zabota.domain.payouts.operations.staleness import refuse_stale
from zabota.domain.people.models import Person
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

    Refused when a partner's legal form has changed since, or the tax service's yes is of another day.
    """
    hold(Lock.BOOKS)
    batch.refresh_from_db()
    if batch.status == BatchStatus.APPROVED:
        refuse_stale(batch, at=at)
    mark_batch_sent(batch, at=at, by=by)


@flow
def batch_cancelled(batch: Batch, *, at: datetime, by: str) -> None:
    """The batch is cancelled before it left; everything in it is due again."""
    hold(Lock.BOOKS)
    batch.refresh_from_db()
    cancel_batch(batch, at=at, by=by)
