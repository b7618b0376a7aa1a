"""What each rule sees: one statement a rule, for any number of rewards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from zabota.domain.rewards.models import Reward
from zabota.domain.scrutiny import rules
from zabota.domain.scrutiny.rules import FREE_MAILERS, Setting

# Found once, whatever the planner thinks of tables it has not measured yet.
_REWARDS = """
WITH looked AS MATERIALIZED (
    SELECT w.id AS reward_id, w.partner_id, p.client_id, p.payer_account, p.paid_at
    FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
    WHERE w.id = ANY(%(rewards)s) AND w.cancelled_at IS NULL
)
"""

# Each answers (reward id, partner id, what it is about, evidence).
SIGNS: dict[str, str] = {
    rules.PAYER_ACCOUNT: """
        SELECT DISTINCT l.reward_id, l.partner_id, b.account,
            jsonb_build_object('account', b.account)
        FROM looked AS l JOIN partners_bankdetails AS b
            ON b.partner_id = l.partner_id AND b.account = l.payer_account
        WHERE l.payer_account <> ''""",
    rules.REFUND_ACCOUNT: """
        , back AS MATERIALIZED (
            SELECT DISTINCT p.payer_account AS account
            FROM payments_refund AS r JOIN payments_payment AS p ON p.id = r.payment_id
            WHERE p.payer_account <> '' AND r.undone_at IS NULL
        )
        SELECT DISTINCT l.reward_id, l.partner_id, b.account,
            jsonb_build_object('account', b.account)
        FROM looked AS l JOIN partners_bankdetails AS b ON b.partner_id = l.partner_id
        JOIN back ON back.account = b.account""",
    rules.SELF_REFERRAL: """
        SELECT l.reward_id, l.partner_id, l.client_id::text,
            jsonb_build_object('client', c.name, 'same', CASE
                WHEN c.inn <> '' AND c.inn = a.inn THEN 'inn'
                WHEN c.email <> '' AND lower(c.email) = ANY(m.emails) THEN 'email'
                WHEN length(d.phone) = 10 AND d.phone = d.own_phone THEN 'phone'
                ELSE 'domain' END)
        FROM looked AS l JOIN clients_client AS c ON c.id = l.client_id
        JOIN partners_partner AS a ON a.id = l.partner_id
        CROSS JOIN LATERAL (
            SELECT array_append(coalesce(array_agg(lower(person.email)), '{}'), lower(a.email))
                AS emails
            FROM partners_member AS member JOIN people_person AS person
                ON person.id = member.person_id
            WHERE member.partner_id = a.id) AS m
        CROSS JOIN LATERAL (SELECT
            right(regexp_replace(c.phone, '[^0-9]', '', 'g'), 10) AS phone,
            right(regexp_replace(a.phone, '[^0-9]', '', 'g'), 10) AS own_phone,
            split_part(lower(a.email), '@', 2) AS own_domain) AS d
        WHERE (c.inn <> '' AND c.inn = a.inn)
            OR (c.email <> '' AND lower(c.email) = ANY(m.emails))
            OR (length(d.phone) = 10 AND d.phone = d.own_phone)
            OR (d.own_domain <> '' AND d.own_domain <> ALL(%(free)s) AND d.own_domain IN (
                    SELECT split_part(lower(email), '@', 2) FROM partners_partner
                    GROUP BY 1 HAVING count(*) = 1)
                AND d.own_domain IN (lower(c.domain), split_part(lower(c.email), '@', 2)))""",
    rules.SHARED_ACCOUNT: """
        SELECT DISTINCT ON (l.reward_id) l.reward_id, l.partner_id, mine.account,
            jsonb_build_object('account', mine.account, 'partner', other.name)
        FROM (
            SELECT d.partner_id, d.account, d.bic FROM partners_bankdetails AS d
            WHERE d.partner_id = ANY(%(partners)s) AND d.replaced_at IS NULL
        ) AS mine
        JOIN looked AS l ON l.partner_id = mine.partner_id
        JOIN partners_bankdetails AS his
            ON his.account = mine.account AND his.bic = mine.bic
            AND his.partner_id <> mine.partner_id
        JOIN partners_partner AS other ON other.id = his.partner_id
        ORDER BY l.reward_id, other.id""",
    rules.SHARED_DEVICE: """
        , device AS MATERIALIZED (  -- one that very many use is an office or a provider
            SELECT address, user_agent FROM programme_acceptance
            WHERE address IS NOT NULL AND user_agent <> ''
            GROUP BY address, user_agent HAVING count(DISTINCT partner_id) BETWEEN 2 AND 5
        )
        SELECT DISTINCT ON (l.reward_id) l.reward_id, l.partner_id, other.id::text,
            jsonb_build_object('partner', other.name, 'address', host(mine.address))
        FROM looked AS l
        JOIN programme_acceptance AS mine ON mine.partner_id = l.partner_id
        JOIN device ON device.address = mine.address AND device.user_agent = mine.user_agent
        JOIN programme_acceptance AS his ON his.address = mine.address
            AND his.user_agent = mine.user_agent AND his.partner_id <> l.partner_id
        JOIN partners_partner AS other ON other.id = his.partner_id
        ORDER BY l.reward_id, other.id""",
    rules.REFUND_CYCLES: """
        SELECT l.reward_id, l.partner_id, to_char(%(at)s::timestamptz, 'YYYY-MM'),
            jsonb_build_object('refunded', s.refunded, 'payments', s.payments)
        FROM looked AS l JOIN (
            SELECT w.partner_id, count(*) AS payments, count(*) FILTER (WHERE EXISTS (
                SELECT 1 FROM payments_refund AS r
                WHERE r.payment_id = w.payment_id AND r.undone_at IS NULL)) AS refunded
            FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
            WHERE w.partner_id = ANY(%(partners)s) AND w.cancelled_at IS NULL
                AND p.paid_at > %(since)s::timestamptz
            GROUP BY w.partner_id
        ) AS s ON s.partner_id = l.partner_id
        WHERE s.refunded >= 3 AND s.refunded * 100 >= s.payments * %(threshold)s""",
    rules.SPIKE: """
        SELECT l.reward_id, l.partner_id, to_char(%(at)s::timestamptz, 'IYYY-IW'),
            jsonb_build_object('now_minor', s.lately, 'usual_minor', s.usual)
        FROM looked AS l JOIN (
            SELECT w.partner_id,
                coalesce(sum(w.amount_minor) FILTER (WHERE p.paid_at > %(since)s), 0)::bigint
                    AS lately,
                (coalesce(sum(w.amount_minor) FILTER (WHERE p.paid_at <= %(since)s), 0) / 8)::bigint
                    AS usual
            FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
            WHERE w.partner_id = ANY(%(partners)s) AND w.cancelled_at IS NULL
                AND p.paid_at > %(long_since)s::timestamptz
            GROUP BY w.partner_id
        ) AS s ON s.partner_id = l.partner_id
        WHERE s.usual > 0 AND s.lately > s.usual * %(threshold)s AND l.paid_at > %(since)s""",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """What a rule saw in a reward: about what, and the evidence."""

    rule: str
    reward_id: int
    partner_id: int
    about: str
    evidence: dict[str, Any]

    @property
    def key(self) -> str:
        """One thing is found once."""
        return f"{self.rule}:{self.partner_id}:{self.about}"


def list_signs(
    reward_ids: Sequence[int], *, settings: dict[str, Setting], at: datetime
) -> list[Sign]:
    """What the rules that are on see in these rewards; one statement a rule."""
    signs: list[Sign] = []
    # Given as values: the planner then goes by the partners, not through everybody's rewards.
    partners = Reward.objects.filter(pk__in=reward_ids).values_list("partner_id", flat=True)
    known = {"rewards": list(reward_ids), "partners": sorted(set(partners))}
    with connection.cursor() as cursor:
        for rule, setting in settings.items():
            if not setting.enabled:
                continue
            cursor.execute(_REWARDS + SIGNS[rule], {**known, **_values(setting, at)})
            signs += [
                Sign(rule, reward, partner, about, _read(evidence))
                for reward, partner, about, evidence in cursor.fetchall()
            ]
    return signs


def _values(setting: Setting, at: datetime) -> dict[str, Any]:
    window = timedelta(days=setting.window_days)
    return {
        "free": list(FREE_MAILERS),
        "at": at,
        "since": at - window,
        "long_since": at - 9 * window,  # eight windows before this one are the usual
        "threshold": setting.threshold,
    }


def _read(evidence: Any) -> dict[str, Any]:
    """JSON of a raw statement comes as text."""
    found: dict[str, Any] = json.loads(evidence) if isinstance(evidence, str) else evidence
    return found
