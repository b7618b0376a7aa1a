"""Pricing: which clause counts for a payment, and how much. Values in, values out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.programme.rules.deadlines import month_number
from zabota.domain.programme.rules.tally import Tally
from zabota.domain.programme.rules.terms import (
    FIXED,
    NET_OF_FEE,
    NET_OF_VAT,
    PERCENT,
    ClauseTerms,
    Special,
    VersionTerms,
)
from zabota.kit.money import BASIS_POINTS, divide_half_up

LEAST = "least"
MOST = "most"
CAP = "cap"

Period = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Priced:
    """The answer of pricing, with everything its explanation needs. Amounts in minor units.

    `bound_by` says what changed the plain amount: the least, the most, the cap, or nothing.
    """

    version: VersionTerms
    clause_id: int
    base_minor: int
    rate_bp: int | None
    amount_minor: int
    bound_by: str = ""


@dataclass(frozen=True, slots=True)
class Priceable:
    """What of a payment decides its price. Amounts in minor units.

    Without `first_paid_at` this payment is the client's first.
    """

    amount_minor: int
    fee_minor: int
    vat_minor: int
    paid_at: datetime
    product: str
    servicing: str
    client_id: int = 0
    partner_id: int = 0
    first_paid_at: datetime | None = None


class Timetable:
    """The published versions in the order of their beginnings, and all special terms.

    `entitled` holds, per special terms and partner, the periods in which he may use them.
    """

    def __init__(
        self,
        versions: Sequence[VersionTerms],
        specials: Sequence[Special] = (),
        entitled: Mapping[tuple[int, int], Sequence[Period]] | None = None,
    ) -> None:
        self._versions = sorted(versions, key=lambda version: version.effective_from)
        self._starts = [version.effective_from for version in self._versions]
        self._specials = sorted(specials, key=lambda special: special.id)
        self._entitled = entitled or {}
        self.remembering = frozenset(
            clause.id
            for clauses in [one.clauses for one in versions] + [one.clauses for one in specials]
            for clause in clauses
            if clause.remembers
        )

    def version_at(self, at: datetime) -> VersionTerms | None:
        """The version in force at a moment; None before the first one."""
        position = bisect_right(self._starts, at)
        return self._versions[position - 1] if position else None

    def price(self, payment: Priceable, tally: Tally | None = None) -> Priced | None:
        """The reward of a payment: of all clauses that apply, the best one for the partner.

        Clauses of exclusive special terms go first if they give anything; ties go to the version,
        then to the older special terms, then to the earlier clause. None when no version was in
        force or nothing applies. What is given is noted in the tally.
        """
        version = self.version_at(payment.paid_at)
        if version is None:
            return None
        tally = tally or Tally()
        best = _best(_offers(version, version.clauses, payment, tally))
        if self._specials:
            best = self._with_specials(version, payment, tally, best)
        if best is not None and best.clause_id in self.remembering:
            tally.add(
                best.clause_id,
                client_id=payment.client_id,
                partner_id=payment.partner_id,
                at=payment.paid_at,
                minor=best.amount_minor,
            )
        return best

    def _with_specials(
        self, version: VersionTerms, payment: Priceable, tally: Tally, ordinary: Priced | None
    ) -> Priced | None:
        open_to_all: list[Priced] = [ordinary] if ordinary else []
        exclusive: list[Priced] = []
        for special in self._specials:
            if self._is_for(special, payment):
                offers = _offers(version, special.clauses, payment, tally)
                (exclusive if special.exclusive else open_to_all).extend(offers)
        best = _best(exclusive)
        return best if best and best.amount_minor else _best(open_to_all)

    def _is_for(self, special: Special, payment: Priceable) -> bool:
        if not special.holds_at(payment.paid_at):
            return False
        first = payment.first_paid_at or payment.paid_at
        if special.newcomers_only and first < special.starts_at:
            return False
        return special.for_everyone or any(
            lower <= payment.paid_at and (upper is None or payment.paid_at < upper)
            for lower, upper in self._entitled.get((special.id, payment.partner_id), ())
        )


def _best(offers: Iterator[Priced] | Sequence[Priced]) -> Priced | None:
    return max(offers, key=lambda priced: priced.amount_minor, default=None)


def _offers(
    version: VersionTerms, clauses: Sequence[ClauseTerms], payment: Priceable, tally: Tally
) -> Iterator[Priced]:
    for clause in clauses:
        if _applies(clause, payment, tally):
            yield _count(version, clause, payment, tally)


def _applies(clause: ClauseTerms, payment: Priceable, tally: Tally) -> bool:
    if clause.servicing not in ("", payment.servicing):
        return False
    if clause.product not in ("", payment.product):
        return False
    if clause.from_month is not None or clause.to_month is not None:
        month = month_number(payment.first_paid_at or payment.paid_at, payment.paid_at)
        if month < (clause.from_month or 1) or month > (clause.to_month or month):
            return False
    return (
        clause.first_payments is None
        or tally.rewards_of_client(clause, payment.client_id) < clause.first_payments
    )


def _count(version: VersionTerms, clause: ClauseTerms, payment: Priceable, tally: Tally) -> Priced:
    base = base_of(clause.base, payment)
    if clause.kind == FIXED:
        amount = clause.fixed_minor or 0
    else:
        amount = divide_half_up(base * (clause.rate_bp or 0), BASIS_POINTS)
    amount, bound_by = _bounded(clause, payment, tally, amount)
    return Priced(
        version=version,
        clause_id=clause.id,
        base_minor=base,
        rate_bp=clause.rate_bp if clause.kind == PERCENT else None,
        amount_minor=amount,
        bound_by=bound_by,
    )


def _bounded(clause: ClauseTerms, payment: Priceable, tally: Tally, amount: int) -> tuple[int, str]:
    bound_by = ""
    if clause.least_minor is not None and amount < clause.least_minor:
        amount, bound_by = clause.least_minor, LEAST
    if clause.most_minor is not None and amount > clause.most_minor:
        amount, bound_by = clause.most_minor, MOST
    if clause.cap_minor is not None:
        left = tally.left_of_cap(
            clause,
            client_id=payment.client_id,
            partner_id=payment.partner_id,
            at=payment.paid_at,
        )
        if amount > left:
            amount, bound_by = left, CAP
    return amount, bound_by


def base_of(base: str, payment: Priceable) -> int:
    """What the share is taken of, in minor units; never below zero."""
    less = {NET_OF_VAT: payment.vat_minor, NET_OF_FEE: payment.fee_minor}.get(base, 0)
    return max(payment.amount_minor - less, 0)
