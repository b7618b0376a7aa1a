"""Which days of a processor a lump on our account pays for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

_LONGEST_RUN = 7  # days paid together: a weekend and holidays


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
    the oldest days are paid first.
    """
    open_days = {day: net for day, net in sorted(days.items()) if net}
    unexplained = []
    for lump in sorted(lumps, key=lambda one: (one.on, one.id)):
        run = _run_for(open_days, lump)
        for day in run:
            del open_days[day]
        if not run:
            unexplained.append(lump)
    return open_days, unexplained


def _run_for(days: Mapping[date, int], lump: Lump) -> list[date]:
    order = [day for day in days if day <= lump.on]
    for start in range(len(order)):
        total = 0
        for end in range(start, min(start + _LONGEST_RUN, len(order))):
            total += days[order[end]]
            if total == lump.amount:
                return order[start : end + 1]
    return []
