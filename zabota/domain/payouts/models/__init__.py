"""Batches, payouts, what they are made of, and the attempts to send them."""

from zabota.domain.payouts.models.attempts import (
    ASKED_ABOUT,
    ATTEMPT_MOVES,
    OPEN_ATTEMPTS,
    AttemptStatus,
    HandProof,
    PayoutAttempt,
)
from zabota.domain.payouts.models.balances import BalanceMove, BalanceWord, MoveKind
from zabota.domain.payouts.models.items import Advance, PayoutItem
from zabota.domain.payouts.models.payouts import (
    BATCH_MOVES,
    LIVE,
    PAYOUT_MOVES,
    RECEIPT_MOVES,
    Approval,
    Batch,
    BatchStatus,
    NpdCheck,
    OrderNumber,
    Payout,
    PayoutStatus,
    Rail,
    Receipt,
    ReceiptStatus,
)

__all__ = [
    "ASKED_ABOUT",
    "ATTEMPT_MOVES",
    "BATCH_MOVES",
    "LIVE",
    "OPEN_ATTEMPTS",
    "PAYOUT_MOVES",
    "RECEIPT_MOVES",
    "Advance",
    "Approval",
    "AttemptStatus",
    "BalanceMove",
    "BalanceWord",
    "Batch",
    "BatchStatus",
    "HandProof",
    "MoveKind",
    "NpdCheck",
    "OrderNumber",
    "Payout",
    "PayoutAttempt",
    "PayoutItem",
    "PayoutStatus",
    "Rail",
    "Receipt",
    "ReceiptStatus",
]
