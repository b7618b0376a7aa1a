"""The terms as pricing sees them: clauses, versions, special terms. Amounts in minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

PERCENT = "percent"
FIXED = "fixed"

GROSS = "gross"
NET_OF_VAT = "net_of_vat"
NET_OF_FEE = "net_of_fee"

PER_CLIENT = "client"
PER_CLIENT_MONTH = "client_month"
PER_CLIENT_YEAR = "client_year"
PER_PARTNER_MONTH = "partner_month"


@dataclass(frozen=True, slots=True)
class ClauseTerms:
    """A clause; empty `servicing` or `product` means any.

    Months count from the client's first payment, the first month is 1, both ends included.
    `least_minor` and `most_minor` bound one reward, `cap_minor` all rewards of the clause together
    per `cap_per`; `first_payments` is how many payments of a client it is for.
    """

    id: int
    position: int
    kind: str
    rate_bp: int | None
    fixed_minor: int | None
    base: str = GROSS
    servicing: str = ""
    product: str = ""
    from_month: int | None = None
    to_month: int | None = None
    least_minor: int | None = None
    most_minor: int | None = None
    cap_minor: int | None = None
    cap_per: str = ""
    first_payments: int | None = None

    @property
    def remembers(self) -> bool:
        """Whether earlier rewards of this clause decide what it still gives."""
        return self.cap_minor is not None or self.first_payments is not None


@dataclass(frozen=True, slots=True)
class VersionTerms:
    """A published version."""

    number: int
    effective_from: datetime
    payout_days: int
    clauses: tuple[ClauseTerms, ...]
    banking_days: bool = False
    refund_floor_days: int | None = None


@dataclass(frozen=True, slots=True)
class Special:
    """Special terms or a campaign: clauses for a while, for everybody or for the entitled.

    The period holds its beginning and not its end; no end means until further notice. Exclusive
    ones leave no choice: while they give anything, no other clause is looked at.
    """

    id: int
    starts_at: datetime
    ends_at: datetime | None
    for_everyone: bool
    newcomers_only: bool
    exclusive: bool
    clauses: tuple[ClauseTerms, ...]

    def holds_at(self, at: datetime) -> bool:
        """Whether the moment lies in its period."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)
