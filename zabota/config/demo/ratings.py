"""The rating of the demo: half a year of sealed months, and the one that runs."""

from __future__ import annotations

from datetime import date, datetime

from zabota.domain.ratings.facts import Weights
from zabota.domain.ratings.operations import set_level, set_rule
from zabota.domain.ratings.queries.measuring import sealing_moment
from zabota.flows.rating_sealed import rating_counted, rating_sealed
from zabota.kit.clock import former_month, local_date

MONTHS = 6
OWNER = "Виктор Дубов"
LEVELS = (
    ("Бронза", "Bronze", 1500, "Именной сертификат", "A certificate with your name"),
    ("Серебро", "Silver", 3000, "Заявки клиентов в первую очередь", "Leads come to you first"),
    ("Золото", "Gold", 5000, "Личный менеджер, совместные вебинары, заявки в первую очередь",
     "A manager of your own, webinars together, leads come to you first"),
)  # fmt: skip


def rate_months(*, at: datetime) -> None:
    """Weights and levels, then every month sealed at its own moment."""
    running = local_date(at).replace(day=1)
    months: list[date] = [running]
    for _ in range(MONTHS):
        months.append(former_month(months[-1]))
    months.reverse()
    set_rule(Weights(50, 25, 20, 5), from_month=months[0], at=sealing_moment(months[0]), by=OWNER)
    for name, english, least_score, privileges, privileges_english in LEVELS:
        set_level(
            name=name, name_english=english, least_score=least_score, privileges=privileges,
            privileges_english=privileges_english, needs_training=False,
        )  # fmt: skip
    for month in months[:-1]:
        rating_sealed(month, training={}, at=sealing_moment(month))
    rating_counted(running, training={}, at=at)
