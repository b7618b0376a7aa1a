"""Which days of a processor a lump on our account pays for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

_LONGEST_RUN = 7  # days paid together: a weekend and holidays
_MOST_PARTS = 3  # transfers that pay together: cards, fast payments, the rest
_APART = timedelta(days=1)
_NEAR = 6  # transfers that are tried together


@dataclass(frozen=True, slots=True)
class Lump:
    """Money of a processor that arrived; minor units."""

    id: int
    on: date
    amount: int


def match_lumps(
    days: Mapping[date, int], lumps: Sequence[Lump]
) -> tuple[dict[date, int], list[Lump]]:
    """(days that no lump pays for, with what they owe; lumps that no days explain).

    A lump pays for a run of neighbouring days that add up to it exactly and are not after it;
    the oldest days are paid first. What is left is tried once more as parts: a processor may pay
    a day, or a weekend, by two or three transfers that arrive close together.
    """
    open_days = {day: net for day, net in sorted(days.items()) if net}
    unexplained = []
    for lump in sorted(lumps, key=lambda one: (one.on, one.id)):
        if not _paid(open_days, (lump,)):
            unexplained.append(lump)
    for parts in range(2, _MOST_PARTS + 1):
        unexplained = _together(open_days, unexplained, parts)
    return open_days, unexplained


def _together(open_days: dict[date, int], lumps: list[Lump], parts: int) -> list[Lump]:
    """The lumps that remain after so many of them at a time have paid for days."""
    place = 0
    while place < len(lumps):
        first = lumps[place]
        near = [one for one in lumps[place + 1 :] if one.on - first.on <= _APART][:_NEAR]
        for others in combinations(near, parts - 1):
            if _paid(open_days, (first, *others)):
                lumps = [one for one in lumps if one not in (first, *others)]
                break
        else:
            place += 1
    return lumps


def _paid(open_days: dict[date, int], parts: Sequence[Lump]) -> bool:
    """Whether the parts together pay for days, which are then no longer open."""
    whole = Lump(parts[0].id, parts[-1].on, sum(one.amount for one in parts))
    run = _run_for(open_days, whole)
    for day in run:
        del open_days[day]
    return bool(run)


def _run_for(days: Mapping[date, int], lump: Lump) -> list[date]:
    order = [day for day in days if day <= lump.on]
    for start in range(len(order)):
        total = 0
        for end in range(start, min(start + _LONGEST_RUN, len(order))):
            total += days[order[end]]
            if total == lump.amount:
                return order[start : end + 1]
    return []
