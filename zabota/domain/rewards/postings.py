"""What rewards and reversals mean to the books."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.ledger.facts import Line

REWARDS = "vendor:rewards"
GOODWILL = "vendor:goodwill"


def owed(partner_id: int) -> str:
    """The account of what we owe a partner; below zero (debit) it is his debt."""
    return f"partner:{partner_id}:owed"


def earned(
    *, reward_id: int, partner_id: int, amount_minor: int, currency: str, at: datetime
) -> Line:
    """A reward was earned: our expense, our debt to the partner."""
    return Line(
        debit=REWARDS,
        credit=owed(partner_id),
        amount_minor=amount_minor,
        currency=currency,
        kind="reward",
        cause=f"reward:{reward_id}",
        at=at,
    )


def reversed_(
    *, cause: str, partner_id: int, amount_minor: int, currency: str, at: datetime
) -> Line:
    """A part of a reward was taken back."""
    return Line(
        debit=owed(partner_id),
        credit=REWARDS,
        amount_minor=amount_minor,
        currency=currency,
        kind="reversal",
        cause=cause,
        at=at,
    )


def put_back(
    *, cause: str, partner_id: int, amount_minor: int, currency: str, at: datetime
) -> Line:
    """A part taken back is the partner's again."""
    return Line(
        debit=REWARDS,
        credit=owed(partner_id),
        amount_minor=amount_minor,
        currency=currency,
        kind="put_back",
        cause=cause,
        at=at,
    )


def borne(
    *, cause: str, amount_minor: int, currency: str, at: datetime, back: bool = False
) -> Line:
    """The vendor bears a reward paid to the wrong partner (`back`: bears it no longer)."""
    sides = (REWARDS, GOODWILL) if back else (GOODWILL, REWARDS)
    return Line(
        debit=sides[0],
        credit=sides[1],
        amount_minor=amount_minor,
        currency=currency,
        kind="goodwill",
        cause=cause,
        at=at,
    )
