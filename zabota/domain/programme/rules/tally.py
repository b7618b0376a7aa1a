"""What clauses with a memory have given so far: how many rewards, and how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.programme.rules.terms import (
    PER_CLIENT,
    PER_CLIENT_MONTH,
    PER_CLIENT_YEAR,
    PER_PARTNER_MONTH,
    ClauseTerms,
)
from zabota.kit.zone import day_of

Key = tuple[int, str, int, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What one clause gave for one client of one partner in one month, less reversals."""

    clause_id: int
    client_id: int
    partner_id: int
    month: str
    rewards: int
    minor: int


class Tally:
    """Sums per clause and per whatever its cap counts by; priced payments are added as they come.

    Caps count in the order in which payments become known, so the same history gives the same
    rewards.
    """

    def __init__(self, given: Iterable[Given] = ()) -> None:
        self._rewards: dict[Key, int] = defaultdict(int)
        self._minor: dict[Key, int] = defaultdict(int)
        for one in given:
            for key in _keys(one.clause_id, one.client_id, one.partner_id, one.month):
                self._rewards[key] += one.rewards
                self._minor[key] += one.minor

    def rewards_of_client(self, clause: ClauseTerms, client_id: int) -> int:
        """How many payments of this client the clause has rewarded."""
        return self._rewards[clause.id, PER_CLIENT, client_id, ""]

    def left_of_cap(
        self, clause: ClauseTerms, *, client_id: int, partner_id: int, at: datetime
    ) -> int:
        """What the clause may still give under its cap, minor units, never below zero."""
        period = _month(at)
        wanted = next(
            key
            for key in _keys(clause.id, client_id, partner_id, period)
            if key[1] == clause.cap_per
        )
        return max((clause.cap_minor or 0) - self._minor[wanted], 0)

    def add(
        self, clause_id: int, *, client_id: int, partner_id: int, at: datetime, minor: int
    ) -> None:
        """Note a reward that the clause has given; nothing given is no reward."""
        if not minor:
            return
        for key in _keys(clause_id, client_id, partner_id, _month(at)):
            self._rewards[key] += 1
            self._minor[key] += minor


def _month(at: datetime) -> str:
    return f"{day_of(at):%Y-%m}"


def _keys(clause_id: int, client_id: int, partner_id: int, month: str) -> tuple[Key, ...]:
    return (
        (clause_id, PER_CLIENT, client_id, ""),
        (clause_id, PER_CLIENT_MONTH, client_id, month),
        (clause_id, PER_CLIENT_YEAR, client_id, month[:4]),
        (clause_id, PER_PARTNER_MONTH, partner_id, month),
    )
