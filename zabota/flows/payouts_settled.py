"""The bank has spoken: its own line settles a payout, a returned order fails it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.operations import (
    KeyedSettlement,
    Settlement,
    fail_payout,
    settle_payouts,
)
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def payouts_settled(
    settlements: Sequence[Settlement], *, at: datetime, keyed: Sequence[KeyedSettlement] = ()
) -> dict[str, int]:
    """Settle the payouts these statement lines are about; returns proof → payout id."""
    hold(Lock.BOOKS)
    return settle_payouts(settlements, at=at, keyed=keyed)


@flow
def payout_failed(payout: Payout, *, reason: str, at: datetime, by: str = "") -> None:
    """The order came back: its rewards are due again, and the partner is told why."""
    hold(Lock.BOOKS)
    payout.refresh_from_db()
    fail_payout(payout, reason=reason, at=at, by=by)
