"""The shape in which a plan and a note reach the room, one or many at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFact:
    """What a partner does next about a client, and by which day."""

    partner_id: int
    client_id: int
    step: str
    on: date
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFact:
    """Words of a partner about a client."""

    partner_id: int
    client_id: int
    words: str
    at: datetime
    by: str = ""
