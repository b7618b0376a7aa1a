"""Figures for finance: what we owe and when, what is coming, and how the promise is kept.

Sums in roubles (what is owed in other currencies stands beside) and minor units, by sets: a constant
number of statements for any number of payments. The promise counts rewards of every currency; what a
former system had paid is left out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zabota.domain.ledger.queries import get_cached_total
from zabota.domain.papers.queries.months import list_paid_elsewhere
from zabota.domain.payouts.queries import PAYABLE
from zabota.kit.clock import end_of_day, local_date, start_of_day
from zabota.kit.money import divide_half_up
from zabota.kit.sql import fetch
from zabota.kit.zone import ZONE

DEADLINES = ("late", "today", "tomorrow", "week", "later")
AGES = (1, 2, 3, 7)  # days; older than the last is one more
WEEKS = 8  # that a forecast looks back

_OWED = f"""
SELECT width_bucket(due_at, %s::timestamptz[]) AS deadline,
    width_bucket(coalesce(counts_from, due_at), %s::timestamptz[]) AS age, sum(minor)::bigint, count(*) FROM (
    SELECT item.amount_minor AS minor, item.due_at, w.counts_from
    FROM ({PAYABLE}) AS item
    LEFT JOIN rewards_reversal AS v ON v.id = item.reversal_id
    LEFT JOIN rewards_reward AS w ON w.id = coalesce(item.reward_id, v.reward_id)
    WHERE item.currency = 'RUB'
) AS owed GROUP BY 1, 2
"""

_HELD = """
SELECT coalesce(sum(w.amount_minor - coalesce(v.minor, 0)), 0)::bigint
FROM rewards_reward AS w
LEFT JOIN LATERAL (
    SELECT sum(r.amount_minor) AS minor FROM rewards_reversal AS r WHERE r.reward_id = w.id
) AS v ON true
WHERE w.hold <> '' AND w.currency = 'RUB'
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """What we owe partners now: by deadline, by age of the payment, held, and what the books say.

    `by_deadline` are late, today, tomorrow, within a week, later; `by_age` under 1, 2, 3, 7 days
    and older. Reversals are netted. Minor units.
    """

    by_deadline: tuple[int, ...]
    by_age: tuple[int, ...]
    held: int
    books: int

    @property
    def total(self) -> int:
        """Everything that is not on its way to a bank yet."""
        return sum(self.by_deadline) + self.held


def get_owed(*, at: datetime) -> Owed:
    """What we owe partners at the moment, tied to their accounts in the books."""
    today = local_date(at)
    ends = [at, end_of_day(today), end_of_day(today + timedelta(days=1)), end_of_day(today + timedelta(days=7))]  # fmt: skip
    ages = sorted(at - timedelta(days=days) for days in AGES)
    by_deadline, by_age = [0] * len(DEADLINES), [0] * (len(AGES) + 1)
    for deadline, age, minor, _count in fetch(_OWED, [ends, ages]):
        by_deadline[deadline] += minor
        by_age[len(AGES) - age] += minor
    books = -get_cached_total(ending=":owed", currency="RUB")
    return Owed(tuple(by_deadline), tuple(by_age), int(fetch(_HELD)[0][0]), books)


_OWED_BESIDES = f"""
SELECT currency, sum(minor)::bigint, coalesce(sum(minor) FILTER (WHERE due_at < %s::timestamptz), 0)::bigint
FROM (
    SELECT currency, amount_minor AS minor, due_at FROM ({PAYABLE}) AS item
    UNION ALL
    SELECT w.currency, w.amount_minor - coalesce((
        SELECT sum(v.amount_minor) FROM rewards_reversal AS v WHERE v.reward_id = w.id), 0), NULL
    FROM rewards_reward AS w WHERE w.hold <> ''
) AS owed WHERE currency <> 'RUB' GROUP BY currency HAVING sum(minor) <> 0 ORDER BY currency
"""


@dataclass(frozen=True, slots=True)
class OwedBesides:
    """What we owe in another currency than roubles, and how much of it is late. Minor units."""

    currency: str
    minor: int
    late: int


def list_owed_besides(*, at: datetime) -> list[OwedBesides]:
    """Every other currency that partners are owed in, what is held included."""
    return [OwedBesides(*row) for row in fetch(_OWED_BESIDES, [at])]


_DUE_DAYS = """
SELECT (due_at AT TIME ZONE %s::text)::date, sum(amount_minor)::bigint
FROM rewards_reward
WHERE due_at >= %s::timestamptz AND due_at < %s::timestamptz
    AND currency = 'RUB' AND cancelled_at IS NULL
GROUP BY 1
"""
_KNOWN_DAYS = f"""
SELECT (due_at AT TIME ZONE %s::text)::date, sum(amount_minor)::bigint
FROM ({PAYABLE}) AS item WHERE due_at >= %s::timestamptz AND currency = 'RUB' GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Coming:
    """A day to come: what is known to be due, and what is usual for this day of the week."""

    day: date
    known: int
    expected: int


def forecast_due(*, at: datetime, days: int = 30) -> list[Coming]:
    """The days to come, today first: what is known, and up to what same weekdays brought lately.

    Expected is what is missing from the known to the average of the last eight such weekdays, of as
    many as there were when we began less than eight weeks ago.
    """
    today, zone = local_date(at), str(ZONE)
    since = start_of_day(today - timedelta(weeks=WEEKS))
    past = dict(fetch(_DUE_DAYS, [zone, since, start_of_day(today)]))
    known = dict(fetch(_KNOWN_DAYS, [zone, start_of_day(today)]))
    weeks = -(-(today - min(past)).days // 7) if past else WEEKS
    usual = [0] * 7
    for day, minor in past.items():
        usual[day.weekday()] += minor
    coming = []
    for n in range(days):
        day = today + timedelta(days=n)
        there = max(known.get(day, 0), 0)
        average = divide_half_up(usual[day.weekday()], weeks)
        coming.append(Coming(day, there, max(average - there, 0) if n else 0))
    return coming


_MONEY = """
SELECT month, sum(payments), sum(paid)::bigint, sum(rewarded)::bigint, sum(earned)::bigint,
    sum(refunded)::bigint, sum(taken)::bigint FROM (
    SELECT date_trunc('month', p.paid_at AT TIME ZONE %s::text)::date AS month,
        count(*) AS payments, sum(p.amount_minor) AS paid,
        sum(p.amount_minor) FILTER (WHERE w.id IS NOT NULL) AS rewarded,
        sum(w.amount_minor) AS earned, 0 AS refunded, 0 AS taken
    FROM payments_payment AS p
    LEFT JOIN rewards_reward AS w ON w.payment_id = p.id AND w.cancelled_at IS NULL
    WHERE p.paid_at >= %s::timestamptz AND p.currency = 'RUB' AND p.set_aside_at IS NULL GROUP BY 1
    UNION ALL
    SELECT date_trunc('month', r.refunded_at AT TIME ZONE %s::text)::date, 0, 0, 0, 0,
        sum(r.amount_minor), 0
    FROM payments_refund AS r JOIN payments_payment AS p ON p.id = r.payment_id
    WHERE r.refunded_at >= %s::timestamptz AND p.currency = 'RUB' AND r.undone_at IS NULL GROUP BY 1
    UNION ALL
    SELECT date_trunc('month', v.at AT TIME ZONE %s::text)::date, 0, 0, 0, 0, 0,
        sum(v.amount_minor)
    FROM rewards_reversal AS v
    WHERE v.at >= %s::timestamptz AND v.currency = 'RUB' AND v.refund_id IS NOT NULL GROUP BY 1
) AS side GROUP BY month ORDER BY month
"""

# A reward that was taken back before it was paid has kept no promise and broken none. Nor has one
# that a debt of its partner had eaten up when it fell due: there was nothing to pay.
_PROMISE = """
WITH promised AS MATERIALIZED (
    SELECT w.id, w.partner_id, w.currency, w.due_at, w.counts_from, o.settled_at
    FROM rewards_reward AS w
    LEFT JOIN payouts_payoutitem AS i ON i.reward_id = w.id AND i.live
    LEFT JOIN payouts_payout AS o ON o.id = i.payout_id AND o.status = 'settled'
    WHERE w.due_at >= %s::timestamptz AND w.due_at < %s::timestamptz
        AND w.hold = '' AND NOT coalesce(i.payout_id = ANY(%s::bigint[]), false)
        AND (i.id IS NOT NULL OR w.amount_minor > (
            SELECT coalesce(sum(v.amount_minor), 0) FROM rewards_reversal AS v
            WHERE v.reward_id = w.id))
), debtor AS MATERIALIZED (
    SELECT w.partner_id, w.currency FROM rewards_reversal AS v
    JOIN rewards_reward AS w ON w.id = v.reward_id
    JOIN payouts_payoutitem AS i ON i.reward_id = w.id AND i.live
    JOIN payouts_payout AS o ON o.id = i.payout_id
    WHERE v.amount_minor > 0 AND o.settled_at < v.at
    UNION SELECT o.partner_id, a.currency
    FROM payouts_advance AS a JOIN payouts_payout AS o ON o.id = a.payout_id
)
SELECT date_trunc('month', m.due_at AT TIME ZONE %s::text)::date,
    count(*) FILTER (WHERE m.settled_at <= m.due_at),
    count(*) FILTER (WHERE m.settled_at > m.due_at),
    count(*) FILTER (WHERE m.settled_at IS NULL),
    percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (
        ORDER BY extract(epoch FROM m.settled_at - m.counts_from))
FROM promised AS m
WHERE CASE
    WHEN m.settled_at <= m.due_at THEN true
    WHEN (m.partner_id, m.currency) NOT IN (SELECT partner_id, currency FROM debtor) THEN true
    ELSE (
        SELECT coalesce(sum(w.amount_minor), 0) FROM rewards_reward AS w
        WHERE w.partner_id = m.partner_id AND w.currency = m.currency AND w.hold = ''
            AND w.earned_at <= m.due_at
    ) - (
        SELECT coalesce(sum(v.amount_minor), 0)
        FROM rewards_reversal AS v JOIN rewards_reward AS w ON w.id = v.reward_id
        WHERE w.partner_id = m.partner_id AND w.currency = m.currency AND w.hold = ''
            AND v.at <= m.due_at
    ) - (
        SELECT coalesce(sum(o.amount_minor), 0) FROM payouts_payout AS o
        WHERE o.partner_id = m.partner_id AND o.currency = m.currency AND o.status = 'settled'
            AND o.settled_at <= m.due_at
    ) - (
        SELECT coalesce(sum(a.amount_minor), 0)
        FROM payouts_advance AS a JOIN payouts_payout AS o ON o.id = a.payout_id
        WHERE o.partner_id = m.partner_id AND a.currency = m.currency AND a.paid_at <= m.due_at
    ) > 0 END
GROUP BY 1
"""


@dataclass(slots=True)
class MonthFigures:
    """One month in figures: money by the day of the payment, the promise by the day it was due."""

    month: date
    payments: int = 0
    paid: int = 0
    rewarded: int = 0
    earned: int = 0
    refunded: int = 0
    taken: int = 0
    on_time: int = 0
    late: int = 0
    unpaid: int = 0
    half_hours: int | None = None
    most_hours: int | None = None

    @property
    def rate_bp(self) -> int | None:
        """Rewards for the payments of the month ÷ payments, basis points."""
        return divide_half_up(self.earned * 10_000, self.paid) if self.paid else None

    @property
    def refund_bp(self) -> int | None:
        """Refunds made in the month ÷ its payments, basis points."""
        return divide_half_up(self.refunded * 10_000, self.paid) if self.paid else None

    @property
    def promised(self) -> int:
        """Rewards whose deadline was in the month and has passed."""
        return self.on_time + self.late + self.unpaid

    @property
    def kept_bp(self) -> int | None:
        """The share paid on time, basis points; only what is all on time is 100 %."""
        return self.on_time * 10_000 // self.promised if self.promised else None


def list_month_figures(*, at: datetime, months: int = 12) -> list[MonthFigures]:
    """The last months up to now, the oldest first."""
    named = _months(local_date(at), months)
    since, zone = start_of_day(named[0]), str(ZONE)
    found = {month: MonthFigures(month) for month in named}
    for month, *money in fetch(_MONEY, [zone, since, zone, since, zone, since]):
        if month in found:
            one = found[month]
            one.payments, one.paid, one.rewarded, one.earned, one.refunded, one.taken = (
                int(sum_ or 0) for sum_ in money
            )
    for month, on_time, late, unpaid, spans in fetch(
        _PROMISE, [since, at, list_paid_elsewhere(), zone]
    ):
        one = found[month]
        one.on_time, one.late, one.unpaid = on_time, late, unpaid
        one.half_hours, one.most_hours = _hours(spans)
    return [found[month] for month in named]


def _months(today: date, count: int) -> list[date]:
    months = [today.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def _hours(spans: Sequence[float | None] | None) -> tuple[int | None, int | None]:
    half, most = (None if s is None else round(s / 3600) for s in spans or (None, None))
    return half, most
