"""What a processor's register says, and what does not agree with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

What = Literal["payment", "refund", "returned"]  # the last: a refund or a dispute came back
PROCESSORS = ("yookassa", "cloudpayments", "tbank", "robokassa", "stripe")
REASONS = (
    *("empty", "old_excel", "broken_excel", "not_text", "too_long"),
    "archive",  # a ZIP of which no file could be taken out
    "columns",  # no header with a number and an amount was found
    "processor",  # whose register it is cannot be told
    "taken_out",  # by a person
    "nothing",  # a header, and not a single row under it
)
DIFFERENCES = (
    "payment_missing",  # in the register, not with us
    "payment_differs",  # with another amount
    "refund_missing",  # in the register, not with us
    "refund_differs",
    "return_missing",  # a refund failed or a dispute was won there, and is still taken back here
    "payment_unlisted",  # with us, not in the register of its days
    "not_arrived",  # taken by the processor, not on our account yet
    "unexplained",  # on our account, and no register leads to it
)


class NotARegister(ValueError):
    """The file is no register that can be read; `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: a payment, or a refund of one. `at` is shown in Moscow, whatever zone was written."""

    what: What
    external_id: str
    payment_external_id: str = ""
    amount_minor: int
    fee_minor: int = 0
    currency: str = "RUB"
    at: datetime
    order: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A total that the file states and its rows do not come to; minor units, payments less refunds."""

    line: int
    stated_minor: int
    counted_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A whole register; rows that could not be read are counted with their lines."""

    processor: str
    entries: tuple[Entry, ...]
    unreadable: tuple[tuple[int, str], ...]
    left_out: int  # took no money, is neither payment nor refund, or a total
    cancelled: int = 0  # of these: cancelled, declined, void, not captured
    totals: tuple[Total, ...] = ()  # that do not agree with the rows


@dataclass(frozen=True, slots=True)
class Settled:
    """A processor's lump on our account; `line_id` names the bank's line."""

    line_id: int
    statement_event_id: int
    processor: str
    on: date
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that does not agree; `code` is one of `DIFFERENCES`. Minor units."""

    code: str
    source: str
    on: date
    until: date | None = None
    external_id: str = ""
    ours: int | None = None
    theirs: int | None = None
    currency: str = "RUB"
    row_id: int | None = None
    payment_id: int | None = None
    event_id: int | None = None
    order: str = ""
