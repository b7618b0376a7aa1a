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
from zabota.domain.scrutiny.queries.accounts import DETAILS, SAME_ACCOUNT
from zabota.domain.scrutiny.queries.sameness import domain_of, lies_in, mailbox_of
from zabota.domain.scrutiny.rules import FREE_MAILERS, Setting

# Found once, whatever the planner thinks of tables it has not measured yet.
_REWARDS = """
WITH looked AS MATERIALIZED (
    SELECT w.id AS reward_id, w.partner_id, p.client_id, p.payer_account, p.payer_inn,
        p.payer_name, p.paid_at, w.currency
    FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
    WHERE w.id = ANY(%(rewards)s) AND w.cancelled_at IS NULL
)
"""

# What a partner was before his legal form changed is still he.
HIS_INN = """his_inn AS MATERIALIZED (
    SELECT id AS partner_id, inn FROM partners_partner WHERE id = ANY(%(partners)s) AND inn <> ''
    UNION SELECT partner_id, inn FROM partners_formerform
    WHERE partner_id = ANY(%(partners)s) AND inn <> ''
)"""

# Each answers (reward id, partner id, what it is about, evidence).
SIGNS: dict[str, str] = {
    rules.SELF_PAYMENT: f"""
        , {HIS_INN}
        SELECT l.reward_id, l.partner_id, l.client_id || ':' || l.payer_inn,
            jsonb_build_object('client', c.name, 'client_id', c.id, 'payer_inn', l.payer_inn)
        FROM looked AS l
        JOIN his_inn AS h ON h.partner_id = l.partner_id AND h.inn = l.payer_inn
        JOIN clients_client AS c ON c.id = l.client_id""",
    rules.THIRD_PARTY: """
        SELECT l.reward_id, l.partner_id, l.client_id || ':' || l.payer_inn,
            jsonb_build_object('client', c.name, 'client_id', c.id, 'payer_inn', l.payer_inn,
                'payer', l.payer_name)
        FROM looked AS l JOIN partners_partner AS a ON a.id = l.partner_id
        JOIN clients_client AS c ON c.id = l.client_id
        WHERE l.payer_inn <> '' AND c.inn <> '' AND l.payer_inn NOT IN (a.inn, c.inn)
            AND NOT EXISTS (SELECT 1 FROM clients_payer AS y
                WHERE y.inn = l.payer_inn AND y.client_id = l.client_id)""",
    rules.PAYER_ACCOUNT: """
        SELECT DISTINCT l.reward_id, l.partner_id, b.account,
            jsonb_build_object('account', b.account)
        FROM looked AS l JOIN partners_bankdetails AS b ON b.partner_id = l.partner_id
            AND regexp_replace(upper(b.account), '[^0-9A-Z]', '', 'g')
                = regexp_replace(upper(l.payer_account), '[^0-9A-Z]', '', 'g')
        WHERE l.payer_account ~ '[0-9]'""",
    rules.REFUND_ACCOUNT: """
        , back AS MATERIALIZED (
            SELECT DISTINCT regexp_replace(upper(p.payer_account), '[^0-9A-Z]', '', 'g') AS account
            FROM payments_refund AS r JOIN payments_payment AS p ON p.id = r.payment_id
            WHERE p.payer_account ~ '[0-9]' AND r.undone_at IS NULL
        )
        SELECT DISTINCT l.reward_id, l.partner_id, b.account,
            jsonb_build_object('account', b.account)
        FROM looked AS l JOIN partners_bankdetails AS b ON b.partner_id = l.partner_id
        JOIN back ON back.account = regexp_replace(upper(b.account), '[^0-9A-Z]', '', 'g')""",
    rules.SELF_REFERRAL: f"""
        , {HIS_INN}, pair AS MATERIALIZED (SELECT DISTINCT partner_id, client_id FROM looked),
        people AS MATERIALIZED (
            SELECT partner_id, {mailbox_of("email")} AS mailbox, {domain_of("email")} AS domain FROM (
                SELECT id AS partner_id, email FROM partners_partner
                UNION SELECT m.partner_id, p.email
                FROM partners_member AS m JOIN people_person AS p ON p.id = m.person_id
                UNION SELECT partner_id, email FROM partners_invitation WHERE revoked_at IS NULL
            ) AS written WHERE email <> ''
        ),
        phone AS MATERIALIZED (
            SELECT id AS partner_id, right(regexp_replace(phone, '[^0-9]', '', 'g'), 10) AS phone
            FROM partners_partner WHERE id = ANY(%(partners)s)
            UNION SELECT partner_id, right(regexp_replace(account, '[^0-9]', '', 'g'), 10)
            FROM partners_bankdetails WHERE kind = 'sbp' AND partner_id = ANY(%(partners)s)
        ),
        own AS MATERIALIZED (  -- a domain of one partner only
            SELECT domain, min(partner_id) AS partner_id FROM people
            WHERE domain <> '' AND domain <> ALL(%(free)s)
            GROUP BY 1 HAVING count(DISTINCT partner_id) = 1
        ),
        same AS MATERIALIZED (
            SELECT pair.*, c.name, CASE
                WHEN c.inn <> '' AND EXISTS (SELECT 1 FROM his_inn
                    WHERE his_inn.partner_id = a.id AND his_inn.inn = c.inn) THEN 'inn'
                WHEN c.email <> '' AND EXISTS (SELECT 1 FROM people WHERE people.partner_id = a.id
                    AND people.mailbox = {mailbox_of("c.email")}) THEN 'email'
                WHEN EXISTS (SELECT 1 FROM phone WHERE phone.partner_id = a.id
                    AND length(phone.phone) = 10 AND phone.phone
                        = right(regexp_replace(c.phone, '[^0-9]', '', 'g'), 10)) THEN 'phone'
                WHEN EXISTS (SELECT 1 FROM own WHERE own.partner_id = a.id AND (
                    {lies_in(domain_of("c.domain"), "own.domain")}
                    OR {lies_in(domain_of("c.email"), "own.domain")})) THEN 'domain' END AS what
            FROM pair JOIN clients_client AS c ON c.id = pair.client_id
            JOIN partners_partner AS a ON a.id = pair.partner_id
        )
        SELECT l.reward_id, l.partner_id, l.client_id::text,
            jsonb_build_object('client', s.name, 'same', s.what)
        FROM looked AS l
        JOIN same AS s ON s.partner_id = l.partner_id AND s.client_id = l.client_id
        WHERE s.what IS NOT NULL""",
    rules.CLIENT_DEVICE: """
        , came AS MATERIALIZED (
            SELECT client_id, visitor FROM attribution_visit
            WHERE client_id IN (SELECT client_id FROM looked)
            UNION SELECT client_id, visitor FROM attribution_device
            WHERE client_id IN (SELECT client_id FROM looked)
        )
        SELECT DISTINCT l.reward_id, l.partner_id, l.client_id::text,
            jsonb_build_object('client', c.name)
        FROM looked AS l JOIN came ON came.client_id = l.client_id
        JOIN attribution_device AS d
            ON d.partner_id = l.partner_id AND d.visitor = came.visitor
        JOIN clients_client AS c ON c.id = l.client_id""",
    rules.SHARED_ACCOUNT: f"""
        , {DETAILS}
        SELECT DISTINCT ON (l.reward_id) l.reward_id, l.partner_id, mine.account,
            jsonb_build_object('account', mine.account, 'partner', other.name)
        FROM details AS mine JOIN looked AS l ON l.partner_id = mine.partner_id
        JOIN details AS his ON {SAME_ACCOUNT}
        JOIN partners_partner AS other ON other.id = his.partner_id
        WHERE mine.replaced_at IS NULL
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
    # Of one client, or of several together; a payment counts that was made or given back of late.
    rules.REFUND_CYCLES: """
        , paid AS MATERIALIZED (
            SELECT w.partner_id, p.client_id, back.refunded
            FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
            CROSS JOIN LATERAL (SELECT EXISTS (
                SELECT 1 FROM payments_refund AS r
                WHERE r.payment_id = p.id AND r.undone_at IS NULL
                    AND r.refunded_at > %(since)s::timestamptz) AS refunded) AS back
            WHERE w.partner_id = ANY(%(partners)s) AND w.cancelled_at IS NULL
                AND (p.paid_at > %(since)s::timestamptz OR back.refunded)
        ), counted AS (
            SELECT partner_id, client_id, count(*) AS payments,
                count(*) FILTER (WHERE refunded) AS refunded
            FROM paid GROUP BY partner_id, client_id
            UNION ALL
            SELECT partner_id, NULL, count(*), count(*) FILTER (WHERE refunded)
            FROM paid GROUP BY partner_id
            HAVING count(DISTINCT client_id) FILTER (WHERE refunded) > 1
        )
        SELECT l.reward_id, l.partner_id,
            concat_ws(':', to_char(%(at)s::timestamptz, 'YYYY-MM'), s.client_id),
            jsonb_build_object('refunded', s.refunded, 'payments', s.payments, 'client', c.name)
        FROM looked AS l JOIN counted AS s
            ON s.partner_id = l.partner_id AND coalesce(s.client_id, l.client_id) = l.client_id
        LEFT JOIN clients_client AS c ON c.id = s.client_id
        WHERE s.refunded >= greatest(%(minimum)s, 1)
            AND s.refunded * 100 >= s.payments * %(threshold)s""",
    # In each currency by itself. Who has no history yet is measured against the least that counts.
    rules.SPIKE: """
        SELECT l.reward_id, l.partner_id,
            to_char(%(at)s::timestamptz, 'IYYY-IW') || ':' || s.currency,
            jsonb_build_object(
                'now_minor', s.lately, 'usual_minor', s.usual, 'currency', s.currency)
        FROM looked AS l JOIN (
            SELECT w.partner_id, w.currency,
                coalesce(sum(w.amount_minor) FILTER (WHERE p.paid_at > %(since)s), 0)::bigint
                    AS lately,
                (coalesce(sum(w.amount_minor) FILTER (WHERE p.paid_at <= %(since)s), 0) / 8)::bigint
                    AS usual
            FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
            WHERE w.partner_id = ANY(%(partners)s) AND w.cancelled_at IS NULL
                AND p.paid_at > %(long_since)s::timestamptz
            GROUP BY w.partner_id, w.currency
        ) AS s ON s.partner_id = l.partner_id AND s.currency = l.currency
        WHERE l.paid_at > %(since)s AND s.lately > %(threshold)s
            * greatest(s.usual, (%(minimums)s::jsonb ->> s.currency)::bigint)""",
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
    looked = set(Reward.objects.filter(pk__in=reward_ids).values_list("partner_id", "currency"))
    known = {"rewards": list(reward_ids), "partners": sorted({partner for partner, _ in looked})}
    currencies = sorted({currency for _, currency in looked})
    with connection.cursor() as cursor:
        for rule, setting in settings.items():
            if not setting.enabled:
                continue
            cursor.execute(_REWARDS + SIGNS[rule], {**known, **_values(setting, currencies, at)})
            signs += [
                Sign(rule, reward, partner, about, _read(evidence))
                for reward, partner, about, evidence in cursor.fetchall()
            ]
    return signs


def _values(setting: Setting, currencies: Sequence[str], at: datetime) -> dict[str, Any]:
    window = timedelta(days=setting.window_days)
    return {
        "free": list(FREE_MAILERS),
        "at": at,
        "since": at - window,
        "long_since": at - 9 * window,  # eight windows before this one are the usual
        "threshold": setting.threshold,
        "minimum": setting.minimum,
        "minimums": json.dumps({one: setting.minimum_minor(one) for one in currencies}),
    }


def _read(evidence: Any) -> dict[str, Any]:
    """JSON of a raw statement comes as text."""
    found: dict[str, Any] = json.loads(evidence) if isinstance(evidence, str) else evidence
    return found
