"""How the network grows: partners who joined and who earned, month by month; money in, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zabota.kit.clock import local_date, start_of_day
from zabota.kit.sql import fetch
from zabota.kit.zone import ZONE

_PARTNERS = """
WITH month AS (
    SELECT generate_series(%s::date, %s::date, interval '1 month')::date AS first_on
)
SELECT month.first_on,
    (SELECT count(*) FROM partners_partner AS p
     WHERE (p.joined_at AT TIME ZONE %s::text)::date < month.first_on + interval '1 month'),
    (SELECT count(DISTINCT w.partner_id) FROM rewards_reward AS w
     WHERE w.cancelled_at IS NULL
        AND w.due_at >= (month.first_on::timestamp AT TIME ZONE %s::text)
        AND w.due_at < ((month.first_on + interval '1 month') AT TIME ZONE %s::text))
FROM month ORDER BY month.first_on
"""

_DAYS = """
SELECT (p.paid_at AT TIME ZONE %s::text)::date, sum(p.amount_minor)::bigint
FROM payments_payment AS p
WHERE p.paid_at >= %s::timestamptz AND p.currency = 'RUB' AND p.set_aside_at IS NULL
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class MonthGrowth:
    """A month: partners there were at its end, and those with a reward due in it."""

    month: date
    partners: int
    earning: int


def list_growth(months: list[date]) -> list[MonthGrowth]:
    """The network at the end of each month, from the first of these to the last."""
    zone = str(ZONE)
    return [
        MonthGrowth(*row) for row in fetch(_PARTNERS, [months[0], months[-1], zone, zone, zone])
    ]


def list_days_paid(*, at: datetime, weeks: int) -> dict[date, int]:
    """What clients paid on each day of the last weeks, roubles in minor units; every day is there."""
    today = local_date(at)
    first = today - timedelta(days=weeks * 7 - 1)
    paid = dict(fetch(_DAYS, [str(ZONE), start_of_day(first)]))
    days = (first + timedelta(days=n) for n in range(weeks * 7))
    return {day: int(paid.get(day, 0)) for day in days}
