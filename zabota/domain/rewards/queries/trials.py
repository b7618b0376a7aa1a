"""What a trial found: who would have earned how much more or less."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import F, Q, Sum

from zabota.domain.rewards.models import Trial

# Where the bars of the histogram part, per cent of change; the middle one is no change at all.
STEPS = (-50, -20, -10, 0, 10, 20)
ZERO = STEPS.index(0)


@dataclass(frozen=True, slots=True)
class Changed:
    """Before and after of a partner, or of one client of his; minor units, less refunds."""

    partner_id: int
    partner: str
    client_id: int | None
    client: str
    payments: int
    before: int
    after: int

    @property
    def difference(self) -> int:
        """How much more, below zero less."""
        return self.after - self.before

    @property
    def percent(self) -> float | None:
        """The difference in per cent of before, None when there was nothing before."""
        return 100 * self.difference / self.before if self.before else None


def list_changed(
    trial: Trial, *, by_client: bool, loses_percent: int | None = None, found: str = ""
) -> list[Changed]:
    """Partners (or their clients) with what changes for them; the greatest losses first."""
    keys = ["partner_id", "partner__name"]
    if by_client:
        keys += ["client_id", "client__name"]
    rows = trial.lines.all()
    if found:
        rows = rows.filter(Q(partner__name__icontains=found) | Q(client__name__icontains=found))
    sums = (
        rows.values(*keys)
        .annotate(n=Sum("payments"), was=Sum("before_minor"), would=Sum("after_minor"))
        .order_by(F("would") - F("was"), *keys)
    )
    changed = [
        Changed(
            row["partner_id"],
            row["partner__name"],
            row.get("client_id"),
            row.get("client__name", ""),
            row["n"],
            row["was"],
            row["would"],
        )
        for row in sums
    ]
    if loses_percent is None:
        return changed
    return [one for one in changed if one.percent is not None and one.percent <= -loses_percent]


def count_by_change(partners: Sequence[Changed]) -> list[tuple[str, int]]:
    """How many partners' rewards change by how many per cent, as bars of a histogram."""
    counted = Counter(_bar(one.percent) for one in partners if one.percent is not None)
    return [(label, counted[label]) for label in _labels()]


def _bar(percent: float) -> str:
    labels, below, above = _labels(), STEPS[:ZERO], STEPS[ZERO + 1 :]
    if percent < 0:
        return labels[bisect_left(below, percent)]
    same = len(below) + 1
    return labels[same + 1 + bisect_left(above, percent)] if percent else labels[same]


def _labels() -> list[str]:
    """≤ −50, −50…−20, …, 0, …, > +20; the edge farther from 0 belongs to a bar."""
    pairs = [f"{_signed(low)}…{_signed(high)}" for low, high in pairwise(STEPS)]
    return [f"≤ {_signed(STEPS[0])}", *pairs[:ZERO], "0", *pairs[ZERO:], f"> {_signed(STEPS[-1])}"]


def _signed(percent: int) -> str:
    return f"{percent:+}".replace("-", "−") if percent else "0"
