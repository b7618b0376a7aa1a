"""What was measured of a partner in a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

RATE_PARTS = 10_000  # a rate is kept in so many parts of a rouble, as the Bank of Russia writes it


@dataclass(frozen=True, slots=True)
class Measured:
    """The deeds of a partner in a month; the revenue in kopecks, less refunds."""

    partner_id: int
    joined_at: datetime
    revenue_minor: int
    newcomers: int
    retained: int
    retained_of: int
    training: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each measure weighs, in per cent."""

    revenue: int
    newcomers: int
    retention: int
    training: int
