"""What a line of a statement can be, and what it was taken for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a line is; the values are those of the stored line."""

    CLIENT_PAYMENT = "client_payment"
    PROCESSOR_SETTLEMENT = "processor_settlement"
    OWN_TRANSFER = "own_transfer"
    BANK_FEE = "bank_fee"
    RETURNED_ORDER = "returned_order"
    CLIENT_REFUND = "client_refund"
    OUTGOING_ORDER = "outgoing_order"
    TOP_UP = "top_up"
    OTHER_IN = "other_in"
    OTHER_OUT = "other_out"


@dataclass(frozen=True, slots=True)
class LineReading:
    """What a line is taken for, and why.

    `reason` is one of: own_account, own_inn, processor_inn, processor_name, processor_wording,
    mentions_processor, mentions_return, mentions_fee, reversal, our_key, our_batch, bank_account, fee_wording, fee_operation,
    interest, loan, return_wording, return_unnumbered, refund_wording, budget, treasury, wages,
    direction_unknown, details_differ, through_bank, bank_order, top_up_wording, to_gateway, ordinary. `doubtful` asks for
    a person before money moves. Of an order of ours, its key, of a batch booked as one, its number; of a returned one, number and date as
    far as the purpose names them.
    """

    kind: Kind
    reason: str
    doubtful: bool = False
    processor: str = ""
    order_number: str = ""
    order_on: date | None = None
    order_key: str = ""
    batch: int = 0
