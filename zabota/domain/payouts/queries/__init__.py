"""Questions about what is due and what is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from zabota.domain.payouts.queries.standing import (
    PartnerBalance,
    PartnerStanding,
    get_partner_balance,
    get_partner_standing,
)

__all__ = [
    "PAYABLE",
    "Due",
    "Item",
    "PartnerBalance",
    "PartnerStanding",
    "get_partner_balance",
    "get_partner_standing",
    "list_due",
    "list_paid_reward_ids",
    "list_payable_items",
]

# A cancelled reward and its reversal are both here and come to nothing together. A reversal is
# netted only from a reward that is not held: what waits for a person waits whole. What is put back
# (a reversal below zero) is due by the days of the terms, counted from the putting back. An advance is
# netted from whatever comes next.
PAYABLE = """
SELECT w.partner_id, w.currency, w.id AS reward_id, NULL::bigint AS reversal_id, w.amount_minor,
    w.due_at, NULL::bigint AS advance_id
FROM rewards_reward AS w
WHERE w.hold = '' AND NOT EXISTS (
    SELECT 1 FROM payouts_payoutitem AS i WHERE i.reward_id = w.id AND i.live)
UNION ALL
SELECT w.partner_id, v.currency, NULL, v.id, -v.amount_minor,
    CASE WHEN v.amount_minor > 0 THEN w.due_at ELSE v.at + (w.due_at - w.counts_from) END,
    NULL
FROM rewards_reversal AS v JOIN rewards_reward AS w ON w.id = v.reward_id
WHERE w.hold = '' AND NOT EXISTS (
    SELECT 1 FROM payouts_payoutitem AS i WHERE i.reversal_id = v.id AND i.live)
UNION ALL
SELECT p.partner_id, a.currency, NULL, NULL, -a.amount_minor, a.paid_at, a.id
FROM payouts_advance AS a JOIN payouts_payout AS p ON p.id = a.payout_id
WHERE NOT EXISTS (
    SELECT 1 FROM payouts_payoutitem AS i WHERE i.advance_id = a.id AND i.live)
"""

_BY_PARTNER = f"""
WITH item AS (
    SELECT * FROM ({PAYABLE}) AS every
    WHERE %(partner)s::bigint IS NULL OR partner_id = %(partner)s::bigint
), open_reward AS (
    SELECT item.partner_id, item.currency, item.due_at, item.amount_minor - coalesce((
        SELECT sum(v.amount_minor) FROM rewards_reversal AS v
        WHERE v.reward_id = item.reward_id AND v.amount_minor > 0), 0) AS left_minor
    FROM item WHERE item.reward_id IS NOT NULL
    UNION ALL
    SELECT partner_id, currency, due_at, amount_minor
    FROM item WHERE reversal_id IS NOT NULL AND amount_minor > 0
)
SELECT s.partner_id, s.currency, s.total, d.due_at, d.rewards FROM (
    SELECT partner_id, currency, sum(amount_minor)::bigint AS total
    FROM item GROUP BY partner_id, currency
) AS s JOIN (
    SELECT partner_id, currency, min(due_at) AS due_at, count(*) AS rewards
    FROM open_reward WHERE left_minor > 0 GROUP BY partner_id, currency
) AS d USING (partner_id, currency)
WHERE s.total > 0 AND d.due_at < %(before)s
ORDER BY d.due_at, s.partner_id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """What a partner is to be paid now: everything payable, net of carried negatives."""

    partner_id: int
    currency: str
    amount_minor: int
    due_at: datetime
    rewards: int


def list_due(*, before: datetime, partner_id: int | None = None) -> list[Due]:
    """Partners (or this one) with a reward whose deadline is before the moment, by deadline."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_PARTNER, {"before": before, "partner": partner_id})
        return [Due(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Item:
    """One reward, reversal or advance that a payout would take."""

    partner_id: int
    currency: str
    reward_id: int | None
    reversal_id: int | None
    amount_minor: int
    due_at: datetime
    advance_id: int | None = None


def list_payable_items(partner_ids: list[int]) -> list[Item]:
    """Everything payable of these partners: rewards, and what is netted from them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({PAYABLE}) AS item WHERE partner_id = ANY(%s) "
            "ORDER BY partner_id, reward_id, reversal_id, advance_id",
            [partner_ids],
        )
        return [Item(*row) for row in cursor.fetchall()]


def list_paid_reward_ids(reward_ids: list[int]) -> set[int]:
    """Those of the rewards that stand in a live payout: on their way or paid."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reward_id FROM payouts_payoutitem WHERE live AND reward_id = ANY(%s)",
            [reward_ids],
        )
        return {pk for (pk,) in cursor.fetchall()}
