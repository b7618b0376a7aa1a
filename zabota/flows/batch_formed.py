"""Batch formed: what is due becomes one payout per partner, reserved in the books."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.operations import Formed, form_batch
from zabota.domain.people.models import Person
from zabota.flows.rewards_examined import examine_before_batch
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def batch_formed(
    *, before: datetime, at: datetime, by: str, person: Person | None = None
) -> Formed:
    """Form a batch of everything due before the moment; two at once cannot take one reward."""
    hold(Lock.BOOKS)
    examine_before_batch(at=at)
    return form_batch(before=before, at=at, by=by, person=person)
