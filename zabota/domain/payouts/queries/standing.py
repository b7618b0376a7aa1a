"""Where a partner's money stands, asked so that years of payments do not slow the answer.

What is owed comes from the cached balance of his account. Rewards are read only where they are few:
those with a deadline ahead, those held, and payouts, of which there is at most one a batch. What is
due already is the rest: owed, less held, less ahead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from zabota.domain.ledger.queries import CACHED_BALANCE
from zabota.domain.rewards.postings import owed
from zabota.kit.sql import fetch

STATEMENT = f"""
WITH asked AS (
    SELECT %s::bigint AS partner_id, %s::text AS currency, %s::timestamptz AS before,
        %s::timestamptz AS since, %s::text AS zone
), ahead AS MATERIALIZED (
    SELECT w.id, w.amount_minor, w.due_at, EXISTS (
        SELECT 1 FROM payouts_payoutitem AS i WHERE i.reward_id = w.id AND i.live) AS taken
    FROM rewards_reward AS w, asked
    WHERE w.partner_id = asked.partner_id AND w.due_at >= asked.before AND w.hold = ''
        AND w.currency = asked.currency
), held AS MATERIALIZED (
    SELECT w.id, w.amount_minor FROM rewards_reward AS w, asked
    WHERE w.partner_id = asked.partner_id AND w.hold <> '' AND w.currency = asked.currency
), item AS (
    SELECT amount_minor, due_at FROM ahead WHERE NOT taken
    UNION ALL
    SELECT -v.amount_minor, ahead.due_at
    FROM ahead JOIN rewards_reversal AS v ON v.reward_id = ahead.id
    WHERE v.amount_minor > 0 AND NOT EXISTS (
        SELECT 1 FROM payouts_payoutitem AS i WHERE i.reversal_id = v.id AND i.live)
    UNION ALL
    SELECT -v.amount_minor, v.at + (w.due_at - w.counts_from)
    FROM asked, rewards_reversal AS v JOIN rewards_reward AS w ON w.id = v.reward_id
    WHERE v.amount_minor < 0 AND w.partner_id = asked.partner_id AND w.hold = ''
        AND v.currency = asked.currency AND v.at + (w.due_at - w.counts_from) >= asked.before
        AND NOT EXISTS (
            SELECT 1 FROM payouts_payoutitem AS i WHERE i.reversal_id = v.id AND i.live)
), payout AS MATERIALIZED (
    SELECT p.amount_minor, p.status, p.due_at, p.settled_at FROM payouts_payout AS p, asked
    WHERE p.partner_id = asked.partner_id AND p.currency = asked.currency
)
SELECT 'held', NULL::date, coalesce(sum(amount_minor), 0)::bigint - coalesce((
        SELECT sum(v.amount_minor) FROM held JOIN rewards_reversal AS v ON v.reward_id = held.id
    ), 0)::bigint FROM held
UNION ALL
SELECT 'way', (payout.due_at AT TIME ZONE asked.zone)::date, sum(amount_minor)::bigint
FROM payout, asked WHERE status IN ('formed', 'approved', 'sent', 'unknown') GROUP BY 2
UNION ALL
SELECT 'paid', NULL, coalesce(sum(amount_minor), 0)::bigint FROM payout WHERE status = 'settled'
UNION ALL
SELECT 'ahead', (item.due_at AT TIME ZONE asked.zone)::date, sum(amount_minor)::bigint
FROM item, asked GROUP BY 2
UNION ALL
SELECT 'paid_on', (payout.settled_at AT TIME ZONE asked.zone)::date, sum(amount_minor)::bigint
FROM payout, asked WHERE status = 'settled' AND payout.settled_at >= asked.since GROUP BY 2
UNION ALL
SELECT 'owed', NULL, {CACHED_BALANCE}::bigint
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class PartnerBalance:
    """What a partner has earned and where it stands, minor units.

    `pending` waits for its deadline, `due` has its deadline before the asked moment, `held` waits
    for a person; reversals are netted. pending + due may be below zero: a carried debt.
    """

    pending: int
    due: int
    held: int
    on_the_way: int
    paid: int


@dataclass(frozen=True, slots=True)
class PartnerStanding:
    """A balance; what is due on which day ahead, what is on its way by which day, and what was paid
    on which day; minor units."""

    balance: PartnerBalance
    ahead: dict[date, int]
    way_by: dict[date, int]
    paid_on: dict[date, int]


def get_partner_standing(
    partner_id: int, *, before: datetime, since: datetime, currency: str = "RUB"
) -> PartnerStanding:
    """Deadlines before the moment count as due; days of payouts are told from `since` on."""
    zone = settings.TIME_ZONE
    account = owed(partner_id)
    rows = fetch(STATEMENT, [partner_id, currency, before, since, zone, account, currency])
    ahead = {day: minor for word, day, minor in rows if word == "ahead"}
    way_by = {day: minor for word, day, minor in rows if word == "way"}
    paid_on = {day: minor for word, day, minor in rows if word == "paid_on"}
    one = {word: minor for word, day, minor in rows if day is None}
    pending = sum(ahead.values())
    due = -one["owed"] - one["held"] - pending
    balance = PartnerBalance(pending, due, one["held"], sum(way_by.values()), one["paid"])
    return PartnerStanding(balance, ahead, way_by, paid_on)


def get_partner_balance(
    partner_id: int, *, before: datetime, currency: str = "RUB"
) -> PartnerBalance:
    """The partner's balance; rewards with a deadline before the moment count as due."""
    return get_partner_standing(partner_id, before=before, since=before, currency=currency).balance
