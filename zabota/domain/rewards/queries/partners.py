"""What a partner has earned lately, and from how many clients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zabota.kit.sql import fetch

_EARNED = """
SELECT to_char(p.paid_at AT TIME ZONE %s::text, 'YYYY-MM') AS month,
    sum(w.amount_minor - coalesce((SELECT sum(v.amount_minor) FROM rewards_reversal AS v
                                   WHERE v.reward_id = w.id), 0))::bigint,
    count(DISTINCT p.client_id)
FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
WHERE w.partner_id = %s::bigint AND w.cancelled_at IS NULL AND w.currency = %s::text
    AND p.paid_at >= %s::timestamptz
GROUP BY month ORDER BY month
"""


@dataclass(frozen=True, slots=True)
class MonthEarned:
    """A month ("2026-11") of the vendor's calendar: minor units less reversals, clients who paid."""

    month: str
    minor: int
    clients: int


def list_months_earned(
    partner_id: int, *, since: datetime, zone: str, currency: str = "RUB"
) -> list[MonthEarned]:
    """What a partner's clients brought him, month by month, by when they paid."""
    return [MonthEarned(*row) for row in fetch(_EARNED, [zone, partner_id, currency, since])]
