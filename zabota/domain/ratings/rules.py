"""How a rating is counted. Plain Python: whoever has the facts of a month counts the same.

The best of a measure has 100 points, others their share of it; retention is the share of clients who
stayed, in full from five clients on; the score is the points by their weights. All in hundredths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zabota.domain.ratings.facts import Measured, Weights
from zabota.kit.money import divide_half_up

FULL = 10_000  # a hundred points
FEW = 5  # clients from which retention counts in full


@dataclass(frozen=True, slots=True)
class Rated:
    """A partner's place, his score, and the points it is made of, in hundredths."""

    measured: Measured
    place: int
    score: int
    revenue: int
    newcomers: int
    retention: int
    training: int


def rate(measured: Sequence[Measured], weights: Weights) -> list[Rated]:
    """Partners who did anything, the best first.

    A tie goes to the larger revenue, then to more new clients, then to who joined us earlier.
    """
    doing = [
        one
        for one in measured
        if one.revenue_minor > 0 or one.newcomers or one.retained or one.training
    ]
    most_revenue = max((one.revenue_minor for one in doing), default=0)  # below zero: all gave back
    most_newcomers = max((one.newcomers for one in doing), default=0)
    most_training = max((one.training for one in doing), default=0)
    scored = []
    for one in doing:
        points = (
            _share(max(one.revenue_minor, 0), most_revenue),
            _share(one.newcomers, most_newcomers),
            retention_points(one.retained, one.retained_of),
            _share(one.training, most_training),
        )
        scored.append((_score(points, weights), points, one))
    scored.sort(key=lambda row: (-row[0], -row[2].revenue_minor, -row[2].newcomers,
                                 row[2].joined_at, row[2].partner_id))  # fmt: skip
    return [
        Rated(one, place, score, *points) for place, (score, points, one) in enumerate(scored, 1)
    ]


def retention_points(retained: int, of: int) -> int:
    """The share of clients who stayed; with fewer than five of them only so many fifths of it."""
    if not of:
        return 0
    return divide_half_up(FULL * retained * min(of, FEW), of * FEW)


def _share(value: int, most: int) -> int:
    return divide_half_up(FULL * value, most) if most > 0 else 0


def _score(points: tuple[int, int, int, int], weights: Weights) -> int:
    heavy = (weights.revenue, weights.newcomers, weights.retention, weights.training)
    return divide_half_up(sum(p * w for p, w in zip(points, heavy, strict=True)), 100)
