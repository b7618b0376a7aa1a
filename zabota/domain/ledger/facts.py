"""The shape in which a room tells the ledger what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One transfer to post: account codes, minor units, the unique cause, the moment it is about.

    A code that begins with "vendor:" names an account without a cached balance.
    """

    debit: str
    credit: str
    amount_minor: int
    currency: str
    kind: str
    cause: str
    at: datetime
