"""Pricing: which clause of which version counts, and how much. Values in, values out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zabota.kit.money import BASIS_POINTS, divide_half_up

PERCENT = "percent"
FIXED = "fixed"
GROSS = "gross"
NET_OF_VAT = "net_of_vat"
NET_OF_FEE = "net_of_fee"


@dataclass(frozen=True, slots=True)
class ClauseTerms:
    """A clause as pricing sees it; empty `servicing` or `product` means any."""

    id: int
    position: int
    kind: str
    rate_bp: int | None
    fixed_minor: int | None
    base: str
    servicing: str
    product: str


@dataclass(frozen=True, slots=True)
class VersionTerms:
    """A published version as pricing sees it."""

    number: int
    effective_from: datetime
    payout_days: int
    clauses: tuple[ClauseTerms, ...]


@dataclass(frozen=True, slots=True)
class Priced:
    """The answer of pricing, with everything its explanation needs. Amounts in minor units."""

    version: int
    clause_id: int
    base_minor: int
    rate_bp: int | None
    amount_minor: int
    payout_days: int


@dataclass(frozen=True, slots=True)
class Priceable:
    """What of a payment decides its price. Amounts in minor units."""

    amount_minor: int
    fee_minor: int
    vat_minor: int
    paid_at: datetime
    product: str
    servicing: str


class Timetable:
    """The published versions in the order of their beginnings."""

    def __init__(self, versions: Sequence[VersionTerms]) -> None:
        self._versions = sorted(versions, key=lambda version: version.effective_from)
        self._starts = [version.effective_from for version in self._versions]

    def version_at(self, at: datetime) -> VersionTerms | None:
        """The version in force at a moment; None before the first one."""
        position = bisect_right(self._starts, at)
        return self._versions[position - 1] if position else None

    def price(self, payment: Priceable) -> Priced | None:
        """The reward of a payment: the best clause for the partner of the version then in force.

        None when no version was in force or no clause applies. Ties go to the earlier clause.
        """
        version = self.version_at(payment.paid_at)
        if version is None:
            return None
        offers = [
            _count(version, clause, payment)
            for clause in version.clauses
            if clause.servicing in ("", payment.servicing)
            and clause.product in ("", payment.product)
        ]
        return max(offers, key=lambda priced: priced.amount_minor) if offers else None


def _count(version: VersionTerms, clause: ClauseTerms, payment: Priceable) -> Priced:
    base = base_of(clause.base, payment)
    if clause.kind == FIXED:
        amount = clause.fixed_minor or 0
    else:
        amount = divide_half_up(base * (clause.rate_bp or 0), BASIS_POINTS)
    return Priced(
        version=version.number,
        clause_id=clause.id,
        base_minor=base,
        rate_bp=clause.rate_bp if clause.kind == PERCENT else None,
        amount_minor=amount,
        payout_days=version.payout_days,
    )


def base_of(base: str, payment: Priceable) -> int:
    """What the share is taken of, in minor units; never below zero."""
    less = {NET_OF_VAT: payment.vat_minor, NET_OF_FEE: payment.fee_minor}.get(base, 0)
    return max(payment.amount_minor - less, 0)


def due_at(counts_from: datetime, payout_days: int) -> datetime:
    """The deadline: so many whole days after the moment the clock starts."""
    return counts_from + timedelta(days=payout_days)
