"""Verbs of payouts: forming batches, their steps, and what the bank says."""

from zabota.domain.payouts.operations.approving import approve_batch
from zabota.domain.payouts.operations.forming import (
    Formed,
    LeftOut,
    NothingDue,
    form_batch,
)
from zabota.domain.payouts.operations.settling import (
    KeyedSettlement,
    Settlement,
    fail_payout,
    settle_payouts,
)
from zabota.domain.payouts.operations.steps import cancel_batch, mark_batch_sent

__all__ = [
    "Formed",
    "KeyedSettlement",
    "LeftOut",
    "NothingDue",
    "Settlement",
    "approve_batch",
    "cancel_batch",
    "fail_payout",
    "form_batch",
    "mark_batch_sent",
    "settle_payouts",
]
