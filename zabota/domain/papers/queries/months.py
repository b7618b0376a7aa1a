"""What months and payouts hold for partners: the figures that papers are made of.

A month is told by when rewards were earned and taken back in the books, so each is in exactly one
month and a closed month never changes. What a former system had paid is on its papers, not ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zabota.domain.ledger.queries import list_causes
from zabota.domain.papers.rules.content import PaidLine, RewardLine, TakenLine
from zabota.domain.payouts.postings import ELSEWHERE_KIND
from zabota.kit.clock import local_date
from zabota.kit.sql import fetch
from zabota.kit.zone import ZONE

Key = tuple[int, str]  # partner, currency


def list_paid_elsewhere() -> list[int]:
    """Payouts that the former system had paid: their causes are "payout:17:settled"."""
    return [int(cause.split(":")[1]) for cause in list_causes(ELSEWHERE_KIND)]


_NOT_ELSEWHERE = """NOT EXISTS (
    SELECT 1 FROM payouts_payoutitem AS i
    WHERE i.{column} = {row}.id AND i.live AND i.payout_id = ANY(%s::bigint[]))"""

_SUMS = f"""
SELECT partner_id, currency, sum(earned)::bigint, sum(taken)::bigint FROM (
    SELECT w.partner_id, w.currency, w.amount_minor AS earned, 0 AS taken
    FROM rewards_reward AS w
    WHERE w.earned_at >= %s::timestamptz AND w.earned_at < %s::timestamptz
        AND {_NOT_ELSEWHERE.format(column="reward_id", row="w")}
    UNION ALL
    SELECT w.partner_id, v.currency, 0, v.amount_minor
    FROM rewards_reversal AS v JOIN rewards_reward AS w ON w.id = v.reward_id
    WHERE v.at >= %s::timestamptz AND v.at < %s::timestamptz
        AND {_NOT_ELSEWHERE.format(column="reversal_id", row="v")}
) AS side GROUP BY partner_id, currency ORDER BY partner_id, currency
"""


@dataclass(frozen=True, slots=True)
class MonthSums:
    """What a partner earned and what was taken back in a period, minor units."""

    partner_id: int
    currency: str
    earned: int
    taken: int


def list_month_sums(*, since: datetime, until: datetime, gone: Sequence[int]) -> list[MonthSums]:
    """Partners with anything earned or taken back in [since, until); not what `gone` had paid."""
    gone = list(gone)
    return [MonthSums(*row) for row in fetch(_SUMS, [since, until, gone, since, until, gone])]


_NETS = f"""
WITH side AS (
    SELECT w.partner_id, w.currency, w.amount_minor AS minor, w.earned_at AS at
    FROM rewards_reward AS w
    WHERE w.partner_id = ANY(%s::bigint[]) AND w.earned_at < %s::timestamptz
        AND {_NOT_ELSEWHERE.format(column="reward_id", row="w")}
    UNION ALL
    SELECT w.partner_id, v.currency, -v.amount_minor, v.at
    FROM rewards_reversal AS v JOIN rewards_reward AS w ON w.id = v.reward_id
    WHERE w.partner_id = ANY(%s::bigint[]) AND v.at < %s::timestamptz
        AND {_NOT_ELSEWHERE.format(column="reversal_id", row="v")}
), local AS (
    SELECT partner_id, currency, minor, (at AT TIME ZONE %s::text)::date AS day FROM side
), stretch AS (
    SELECT partner_id, currency, minor, date_trunc('month', day) AS month, (
        SELECT count(*) FROM unnest(%s::bigint[], %s::date[]) AS cut(partner_id, day)
        WHERE cut.partner_id = local.partner_id AND cut.day <= local.day
    ) AS form FROM local
)
SELECT partner_id, currency, sum(minor)::bigint FROM stretch
GROUP BY partner_id, currency, month, form ORDER BY partner_id, currency, month, form
"""


def list_nets_before(
    partner_ids: Sequence[int],
    *,
    before: datetime,
    gone: Sequence[int],
    cuts: Sequence[tuple[int, date]] = (),
) -> dict[Key, list[int]]:
    """Per partner and currency: what each month before the moment came to, oldest first.

    `cuts` are the days on which a partner's form changed: a month with one counts as two.
    """
    ids, gone, zone = list(partner_ids), list(gone), str(ZONE)
    whose, days = [pk for pk, _day in cuts], [day for _pk, day in cuts]
    period = [ids, before, gone, ids, before, gone, zone, whose, days]
    nets: dict[Key, list[int]] = defaultdict(list)
    for partner, currency, net in fetch(_NETS, period):
        nets[partner, currency].append(net)
    return nets


_LINE = """w.partner_id, w.currency, w.id, p.paid_at, coalesce(c.name, ''), coalesce(c.inn, ''),
    p.amount_minor, w.base_minor, w.rate_bp, w.amount_minor"""
_TAKEN = """w.partner_id, v.currency, v.id, v.at, p.paid_at, coalesce(c.name, ''),
    CASE WHEN v.amount_minor < 0 THEN 'undone' WHEN v.refund_id IS NULL THEN 'correction'
        ELSE 'refund' END, v.amount_minor"""
_OF_PAYMENT = """JOIN payments_payment AS p ON p.id = w.payment_id
LEFT JOIN clients_client AS c ON c.id = p.client_id"""

_MONTH_LINES = f"""
SELECT {_LINE} FROM rewards_reward AS w {_OF_PAYMENT}
WHERE w.partner_id = ANY(%s::bigint[])
    AND w.earned_at >= %s::timestamptz AND w.earned_at < %s::timestamptz
    AND {_NOT_ELSEWHERE.format(column="reward_id", row="w")}
ORDER BY p.paid_at, w.id
"""
_MONTH_TAKEN = f"""
SELECT {_TAKEN}
FROM rewards_reversal AS v JOIN rewards_reward AS w ON w.id = v.reward_id {_OF_PAYMENT}
WHERE w.partner_id = ANY(%s::bigint[]) AND v.at >= %s::timestamptz AND v.at < %s::timestamptz
    AND {_NOT_ELSEWHERE.format(column="reversal_id", row="v")}
ORDER BY v.at, v.id
"""
_MONTH_PAID = """
SELECT o.partner_id, o.currency, o.id, o.order_number, o.settled_at, o.amount_minor
FROM payouts_payout AS o
WHERE o.partner_id = ANY(%s::bigint[]) AND o.status = 'settled'
    AND o.settled_at >= %s::timestamptz AND o.settled_at < %s::timestamptz
    AND NOT o.id = ANY(%s::bigint[])
ORDER BY o.settled_at, o.id
"""


@dataclass(frozen=True, slots=True)
class MonthLines:
    """Every line of one partner's month, in one currency."""

    lines: list[RewardLine]
    taken: list[TakenLine]
    paid: list[PaidLine]


def list_month_lines(
    partner_ids: Sequence[int], *, since: datetime, until: datetime, gone: Sequence[int]
) -> dict[Key, MonthLines]:
    """Rewards, reversals and settled payouts of the partners in [since, until)."""
    period = [list(partner_ids), since, until, list(gone)]
    found: dict[Key, MonthLines] = defaultdict(lambda: MonthLines([], [], []))
    for key, line in _reward_lines(fetch(_MONTH_LINES, period)):
        found[key].lines.append(line)
    for key, taken in _taken_lines(fetch(_MONTH_TAKEN, period)):
        found[key].taken.append(taken)
    for partner, currency, pk, number, at, minor in fetch(_MONTH_PAID, period):
        found[partner, currency].paid.append(PaidLine(pk, number, local_date(at), minor))
    return found


_PAYOUT_LINES = f"""
SELECT i.payout_id, {_LINE} FROM payouts_payoutitem AS i
JOIN rewards_reward AS w ON w.id = i.reward_id {_OF_PAYMENT}
WHERE i.payout_id = ANY(%s::bigint[]) ORDER BY p.paid_at, w.id
"""
_PAYOUT_TAKEN = f"""
SELECT i.payout_id, {_TAKEN} FROM payouts_payoutitem AS i
JOIN rewards_reversal AS v ON v.id = i.reversal_id
JOIN rewards_reward AS w ON w.id = v.reward_id {_OF_PAYMENT}
WHERE i.payout_id = ANY(%s::bigint[]) ORDER BY v.at, v.id
"""


def list_payout_lines(payout_ids: Sequence[int]) -> dict[int, MonthLines]:
    """What payouts are made of, payout by payout."""
    found: dict[int, MonthLines] = defaultdict(lambda: MonthLines([], [], []))
    for payout, *row in fetch(_PAYOUT_LINES, [list(payout_ids)]):
        found[payout].lines.extend(line for _, line in _reward_lines([tuple(row)]))
    for payout, *row in fetch(_PAYOUT_TAKEN, [list(payout_ids)]):
        found[payout].taken.extend(line for _, line in _taken_lines([tuple(row)]))
    return found


def _reward_lines(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Key, RewardLine]]:
    for partner, currency, pk, paid_at, *rest in rows:
        yield (partner, currency), RewardLine(pk, local_date(paid_at), *rest)


def _taken_lines(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Key, TakenLine]]:
    for partner, currency, pk, at, paid_at, *rest in rows:
        yield (partner, currency), TakenLine(pk, local_date(at), local_date(paid_at), *rest)
