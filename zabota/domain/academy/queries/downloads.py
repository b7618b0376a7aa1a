"""How a material is taken: by month, by version, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max
from django.db.models.functions import TruncMonth

from zabota.domain.academy.models import Material
from zabota.kit.clock import former_month, local_date

MONTHS = 12
MOST_TAKERS = 20


@dataclass(frozen=True, slots=True)
class Taker:
    """A partner who took a material (an empty name: staff), how often, and when last."""

    partner_id: int | None
    name: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Downloads:
    """Of the last twelve months one by one (the oldest first), of each version, of who takes most."""

    total: int
    months: list[tuple[date, int]]
    versions: dict[int | None, int]
    takers: list[Taker]


def get_downloads(material: Material, *, at: datetime) -> Downloads:
    """What is known of how often a material was taken."""
    rows = material.downloads.order_by()
    by_month = rows.annotate(month=TruncMonth("at")).values("month").annotate(n=Count("pk"))
    counted = {local_date(row["month"]): row["n"] for row in by_month}
    by_version = rows.values_list("version__number").annotate(n=Count("pk"))
    takers = (
        rows.values("partner", "partner__name")
        .annotate(n=Count("pk"), last=Max("at"))
        .order_by("-n", "partner__name")[:MOST_TAKERS]
    )
    return Downloads(
        sum(counted.values()),
        [(month, counted.get(month, 0)) for month in _months(local_date(at))],
        dict(by_version),
        [
            Taker(row["partner"], row["partner__name"] or "", row["n"], row["last"])
            for row in takers
        ],
    )


def _months(today: date) -> list[date]:
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.insert(0, former_month(months[0]))
    return months
