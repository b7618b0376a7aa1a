"""Shapes of what stands in the rows of a table that moves in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What one row of a table is."""

    PARTNERS = "partners"
    CLIENTS = "clients"
    CODES = "codes"
    ATTRIBUTIONS = "attributions"
    PAYMENTS = "payments"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot move in: field of the row ("" for the whole) and a reason code."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Row:
    """One good row: number in the file, identity, and the values of its fields.

    Amounts are minor units, moments aware; `key` is what makes a repetition harmless.
    """

    number: int
    key: str
    texts: dict[str, str] = field(default_factory=dict)
    amount_minor: int = 0
    at: datetime | None = None

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")
