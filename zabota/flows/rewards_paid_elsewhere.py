"""Rewards that the former system paid are recorded as paid, so that nobody pays them again."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.operations.elsewhere import record_paid_elsewhere
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def rewards_paid_elsewhere(
    *, source: str, paid_before: datetime, proof: str, at: datetime, by: str
) -> list[Payout]:
    """Settle what is payable for payments of `source` made before the moment; twice is once."""
    hold(Lock.BOOKS)
    return record_paid_elsewhere(source=source, paid_before=paid_before, proof=proof, at=at, by=by)
