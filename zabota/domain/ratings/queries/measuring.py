"""What partners did in a month, in one statement, as it was known when the month was sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from zabota.domain.ratings.facts import RATE_PARTS, Measured
from zabota.kit.clock import former_month, next_month, start_of_day
from zabota.kit.money import DEFAULT_CURRENCY, exponent
from zabota.kit.sql import fetch

SEALED_AFTER = timedelta(hours=3)  # of the next month: the night's last lines are in
LATE = timedelta(days=45)  # what becomes known later than this is history and counts nowhere

# A payment counts in its own month. One that became known after that month was sealed counts in the
# month in which it became known, if it is not too old. A refund counts when it became known: a
# sealed month never changes. Money that waits for a check (somebody paid himself) does not count.
# Sums in other currencies count at the rates of the month's rule, without a rate as nothing; the
# clients who paid them count in any case.
_MEASURE = """
WITH asked AS (
    SELECT %s::timestamptz AS before, %s::timestamptz AS since, %s::timestamptz AS until,
           %s::interval AS grace, %s::interval AS late
), rate AS (
    SELECT * FROM unnest(%s::text[], %s::numeric[], %s::numeric[]) AS t(currency, value, parts)
), counted AS (
    SELECT r.partner_id, p.client_id, p.paid_at,
           round(p.amount_minor * coalesce(x.value / x.parts, 0)) AS kopecks
    FROM asked, payments_payment p
    JOIN rewards_reward r ON r.payment_id = p.id AND r.cancelled_at IS NULL AND r.hold = ''
    LEFT JOIN rate x ON x.currency = p.currency
    WHERE p.paid_at >= asked.since - asked.late AND p.paid_at < asked.until
      AND (
        (p.paid_at >= asked.since AND p.recorded_at < asked.until + asked.grace)
        OR (p.paid_at < asked.since AND p.recorded_at >= asked.since + asked.grace
            AND p.recorded_at < asked.until + asked.grace
            AND p.recorded_at - p.paid_at < asked.late)
      )
), back AS (
    SELECT r.partner_id, sum(round(f.amount_minor * x.value / x.parts)) AS kopecks
    FROM asked, payments_refund f
    JOIN rewards_reward r ON r.payment_id = f.payment_id AND r.cancelled_at IS NULL
    JOIN payments_payment p ON p.id = f.payment_id JOIN rate x ON x.currency = p.currency
    WHERE f.recorded_at >= asked.since + asked.grace AND f.recorded_at < asked.until + asked.grace
    GROUP BY 1
), earned AS (
    SELECT c.partner_id, sum(c.kopecks) AS kopecks,
           count(DISTINCT c.client_id) FILTER (
               WHERE k.first_paid_at = c.paid_at AND c.paid_at >= asked.since
           ) AS newcomers
    FROM counted c JOIN clients_client k ON k.id = c.client_id, asked GROUP BY 1
), former AS (
    SELECT DISTINCT r.partner_id, p.client_id FROM asked, payments_payment p
    JOIN rewards_reward r ON r.payment_id = p.id AND r.cancelled_at IS NULL
    WHERE p.paid_at >= asked.before AND p.paid_at < asked.since
), stayed AS (
    SELECT f.partner_id, count(*) AS former, count(n.client_id) AS retained FROM former f
    LEFT JOIN (SELECT DISTINCT partner_id, client_id FROM counted) n
        ON n.partner_id = f.partner_id AND n.client_id = f.client_id
    GROUP BY 1
)
SELECT a.id, a.joined_at,
       (coalesce(e.kopecks, 0) - coalesce(b.kopecks, 0))::bigint, coalesce(e.newcomers, 0),
       coalesce(s.retained, 0), coalesce(s.former, 0)
FROM partners_partner a
LEFT JOIN earned e ON e.partner_id = a.id
LEFT JOIN back b ON b.partner_id = a.id
LEFT JOIN stayed s ON s.partner_id = a.id
WHERE a.status <> 'left' AND (e.partner_id IS NOT NULL OR b.partner_id IS NOT NULL)
ORDER BY a.id
"""


def measure_month(
    month: date, *, training: Mapping[int, int], rates: Mapping[str, int]
) -> list[Measured]:
    """Deeds of all partners in a month (its first day); `training` is partner id → courses passed,
    `rates` are those of its rule.
    """
    kopecks = {DEFAULT_CURRENCY: RATE_PARTS, **rates}
    parts = [RATE_PARTS * 10 ** exponent(one) // 100 for one in kopecks]
    rows = fetch(_MEASURE, [
        start_of_day(former_month(month)), start_of_day(month), start_of_day(next_month(month)),
        _interval(SEALED_AFTER), _interval(LATE), list(kopecks), list(kopecks.values()), parts,
    ])  # fmt: skip
    return [replace(Measured(*row), training=training.get(row[0], 0)) for row in rows]


def sealing_moment(month: date) -> datetime:
    """When the rating of a month is sealed."""
    return start_of_day(next_month(month)) + SEALED_AFTER


def _interval(length: timedelta) -> str:
    return f"{int(length.total_seconds())} seconds"
