"""Payouts proposed: every working day before the cut-off, what cannot wait becomes a batch."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.operations.forming import Formed
from zabota.domain.payouts.operations.proposing import proposal_wanted, propose_payouts
from zabota.flows.rewards_examined import examine_before_batch
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def payouts_proposed(*, at: datetime) -> Formed | None:
    """Propose today's payouts if it is the time; doing it again proposes nothing twice."""
    if not proposal_wanted(at=at):
        return None
    hold(Lock.BOOKS)
    examine_before_batch(at=at)
    return propose_payouts(at=at)
