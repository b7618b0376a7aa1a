"""Who gets a lead. Plain Python: facts of the candidates in, one of them and the signs out.

First whom the client wished for; then those of his city; then everybody who can do it. Among them the
one who got the fewest leads for the days he has been taking them, a level counting for more. So with
equal partners everybody gets his share, and a newcomer neither waits nor is flooded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a lead asks for; "" does not matter."""

    crm: str = ""
    messenger: str = ""
    tongue: str = ""
    city: str = ""
    wished_id: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner who takes leads: what he can, how many he has and had, and for how many days."""

    partner_id: int
    crms: frozenset[str]
    messengers: frozenset[str]
    tongues: frozenset[str]
    city: str
    open: int
    most_open: int
    given: int
    days: int
    weight: int = 100
    trained: bool = True
    level: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who, and by which signs: `fitting` could have had it, `given` in `days` days he had."""

    partner_id: int
    wished: bool
    same_city: bool
    fitting: int
    given: int
    days: int
    weight: int
    level: str = ""


def choose(
    wanted: Wanted,
    candidates: Sequence[Candidate],
    *,
    asked: Iterable[int] = (),
    needs_training: bool = False,
) -> Chosen | None:
    """The partner to propose a lead to; None when nobody fits who was not asked already."""
    former = set(asked)
    fitting = [
        one
        for one in candidates
        if one.partner_id not in former
        and one.open < one.most_open
        and _can(one, wanted)
        and (one.trained or not needs_training)
    ]
    if not fitting:
        return None
    near = [one for one in fitting if _near(one, wanted)]
    wished = [one for one in fitting if one.partner_id == wanted.wished_id]
    best = min(wished or near or fitting, key=_turn)
    return Chosen(
        partner_id=best.partner_id,
        wished=bool(wished),
        same_city=_near(best, wanted),
        fitting=len(fitting),
        given=best.given,
        days=best.days,
        weight=best.weight,
        level=best.level,
    )


def _can(one: Candidate, wanted: Wanted) -> bool:
    return (
        (not wanted.crm or wanted.crm in one.crms)
        and (not wanted.messenger or wanted.messenger in one.messengers)
        and (not wanted.tongue or wanted.tongue in one.tongues)
    )


def _near(one: Candidate, wanted: Wanted) -> bool:
    return bool(wanted.city) and one.city.casefold() == wanted.city.casefold()


def _turn(one: Candidate) -> tuple[Fraction, int]:
    """Leads a day for his weight, as if the next one were his already; then who is with us longer."""
    return Fraction((one.given + 1) * 100, max(one.days, 1) * one.weight), one.partner_id
