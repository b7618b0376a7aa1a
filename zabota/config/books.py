"""The proof of the books: every check is one question to the database that must answer nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from zabota.kit.events.announce import publish
from zabota.kit.events.announcement import Announcement

CHECKS: dict[str, str] = {
    "every balance equals its transfers": """
        SELECT a.code FROM ledger_account AS a
        LEFT JOIN ledger_balance AS b ON b.account_id = a.id
        LEFT JOIN (
            SELECT account_id, sum(amount) AS total FROM (
                SELECT debit_account_id AS account_id, amount_minor AS amount FROM ledger_transfer
                UNION ALL SELECT credit_account_id, -amount_minor FROM ledger_transfer
            ) AS side GROUP BY account_id
        ) AS t ON t.account_id = a.id
        WHERE a.cached AND coalesce(b.amount_minor, 0) <> coalesce(t.total, 0)""",
    "all accounts of a currency come to zero": """
        SELECT currency FROM (
            SELECT a.currency, m.amount FROM (
                SELECT debit_account_id AS account_id, amount_minor AS amount FROM ledger_transfer
                UNION ALL SELECT credit_account_id, -amount_minor FROM ledger_transfer
            ) AS m JOIN ledger_account AS a ON a.id = m.account_id
        ) AS s GROUP BY currency HAVING sum(amount) <> 0""",
    "every transfer names two accounts of its currency": """
        SELECT t.cause FROM ledger_transfer AS t
        LEFT JOIN ledger_account AS d ON d.id = t.debit_account_id AND d.currency = t.currency
        LEFT JOIN ledger_account AS c ON c.id = t.credit_account_id AND c.currency = t.currency
        WHERE d.id IS NULL OR c.id IS NULL""",
    "every reward has exactly its transfer": """
        SELECT w.id::text FROM rewards_reward AS w
        LEFT JOIN ledger_transfer AS t ON t.cause = 'reward:' || w.id
        LEFT JOIN ledger_account AS a ON a.id = t.credit_account_id
        WHERE t.id IS NULL OR t.amount_minor <> w.amount_minor OR t.currency <> w.currency
            OR a.code <> 'partner:' || w.partner_id || ':owed'""",
    "every reward transfer has its reward": """
        SELECT t.cause FROM ledger_transfer AS t WHERE t.kind = 'reward' AND NOT EXISTS (
            SELECT 1 FROM rewards_reward AS w WHERE t.cause = 'reward:' || w.id)""",
    "every reversal has exactly its transfer": """
        SELECT v.cause FROM rewards_reversal AS v
        LEFT JOIN ledger_transfer AS t ON t.cause = v.cause
        WHERE t.id IS NULL OR t.amount_minor <> abs(v.amount_minor)""",
    "reversals never exceed their reward": """
        SELECT w.id::text FROM rewards_reward AS w JOIN rewards_reversal AS v ON v.reward_id = w.id
        GROUP BY w.id HAVING sum(v.amount_minor) NOT BETWEEN 0 AND w.amount_minor""",
    "a payment refunded in full leaves no live reward": """
        SELECT w.id::text FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
        WHERE w.cancelled_at IS NULL
            AND p.amount_minor <= (SELECT coalesce(sum(r.amount_minor), 0)
                                   FROM payments_refund AS r WHERE r.payment_id = p.id
                                       AND r.undone_at IS NULL AND NOT (coalesce(r.refunded_at > p.paid_at + make_interval(
                                           days => (SELECT t.refund_floor_days
                                                    FROM programme_termsversion AS t
                                                    WHERE t.status = 'published'
                                                        AND t.effective_from <= p.paid_at
                                                    ORDER BY t.effective_from DESC LIMIT 1)),
                                           false)))
            AND w.amount_minor <> (SELECT coalesce(sum(v.amount_minor), 0)
                                   FROM rewards_reversal AS v WHERE v.reward_id = w.id)""",
    "a cancelled reward is reversed in full or borne by the vendor": """
        SELECT w.id::text FROM rewards_reward AS w
        WHERE w.cancelled_at IS NOT NULL AND NOT w.borne_by_vendor
            AND w.amount_minor <> (SELECT coalesce(sum(v.amount_minor), 0)
                                   FROM rewards_reversal AS v WHERE v.reward_id = w.id)""",
    "every reward's payment, partner and client exist and agree": """
        SELECT w.id::text FROM rewards_reward AS w
        LEFT JOIN payments_payment AS p ON p.id = w.payment_id AND p.currency = w.currency
        LEFT JOIN partners_partner AS r ON r.id = w.partner_id
        LEFT JOIN attribution_attribution AS a
            ON a.id = w.attribution_id AND a.client_id = p.client_id AND a.partner_id = w.partner_id
        LEFT JOIN programme_clause AS c ON c.id = w.clause_id
        WHERE p.id IS NULL OR r.id IS NULL OR a.id IS NULL OR c.id IS NULL""",
    "every payment's client and invoice exist": """
        SELECT p.id::text FROM payments_payment AS p
        LEFT JOIN clients_client AS c ON c.id = p.client_id
        LEFT JOIN invoices_invoice AS i ON i.id = p.invoice_id
        WHERE (p.client_id IS NOT NULL AND c.id IS NULL)
            OR (p.invoice_id IS NOT NULL AND i.id IS NULL)""",
    "every payout equals its rewards": """
        SELECT o.order_number::text FROM payouts_payout AS o
        LEFT JOIN payouts_payoutitem AS i ON i.payout_id = o.id
        GROUP BY o.id HAVING coalesce(sum(i.amount_minor), 0) <> o.amount_minor""",
    "every item of a payout is its reward or reversal, whole": """
        SELECT i.id::text FROM payouts_payoutitem AS i
        JOIN payouts_payout AS o ON o.id = i.payout_id
        LEFT JOIN rewards_reward AS w ON w.id = i.reward_id
        LEFT JOIN rewards_reversal AS v ON v.id = i.reversal_id
        LEFT JOIN rewards_reward AS vw ON vw.id = v.reward_id
        LEFT JOIN payouts_advance AS a ON a.id = i.advance_id
        LEFT JOIN payouts_payout AS ap ON ap.id = a.payout_id
        WHERE i.amount_minor <> coalesce(w.amount_minor, -v.amount_minor, -a.amount_minor)
            OR o.partner_id <> coalesce(w.partner_id, vw.partner_id, ap.partner_id)""",
    "every move of a balance has exactly its transfer": """
        SELECT m.proof FROM payouts_balancemove AS m
        LEFT JOIN ledger_transfer AS t ON t.cause = 'balance:' || m.id
        LEFT JOIN ledger_transfer AS u ON u.cause = 'balance:' || m.id || ':undone'
        WHERE t.id IS NULL OR t.amount_minor <> m.amount_minor
            OR (u.id IS NOT NULL) <> (m.undone_at IS NOT NULL)""",
    "every advance has exactly its transfer": """
        SELECT a.proof FROM payouts_advance AS a
        LEFT JOIN ledger_transfer AS t
            ON t.cause = 'payout:' || a.payout_id || ':advance:' || a.id
        WHERE t.id IS NULL OR t.amount_minor <> a.amount_minor OR t.currency <> a.currency""",
    "the items of a live payout are live, of others not": """
        SELECT i.id::text FROM payouts_payoutitem AS i JOIN payouts_payout AS o ON o.id = i.payout_id
        WHERE i.live <> (o.status IN ('formed', 'approved', 'sent', 'unknown', 'settled'))""",
    "every settled payout has its proof": """
        SELECT o.order_number::text FROM payouts_payout AS o
        WHERE o.status = 'settled' AND (o.proof = '' OR NOT EXISTS (
            SELECT 1 FROM ledger_transfer AS t WHERE t.cause = 'payout:' || o.id || ':settled'
                AND t.amount_minor = o.amount_minor))""",
    "what partners are owed is what they earned and were not paid": """
        SELECT r.id::text FROM partners_partner AS r
        LEFT JOIN (
            SELECT partner_id, sum(amount_minor) AS total FROM rewards_reward GROUP BY partner_id
        ) AS earned ON earned.partner_id = r.id
        LEFT JOIN (
            SELECT w.partner_id, sum(v.amount_minor) AS total FROM rewards_reversal AS v
            JOIN rewards_reward AS w ON w.id = v.reward_id GROUP BY w.partner_id
        ) AS taken ON taken.partner_id = r.id
        LEFT JOIN (
            SELECT partner_id, sum(amount_minor) AS total FROM payouts_payout
            WHERE status IN ('formed', 'approved', 'sent', 'unknown', 'settled') GROUP BY partner_id
        ) AS paid ON paid.partner_id = r.id
        LEFT JOIN (
            SELECT o.partner_id, sum(a.amount_minor) AS total FROM payouts_advance AS a
            JOIN payouts_payout AS o ON o.id = a.payout_id GROUP BY o.partner_id
        ) AS ahead ON ahead.partner_id = r.id
        LEFT JOIN (
            SELECT a.code, sum(b.amount_minor) AS total FROM ledger_balance AS b
            JOIN ledger_account AS a ON a.id = b.account_id GROUP BY a.code
        ) AS owed ON owed.code = 'partner:' || r.id || ':owed'
        WHERE -coalesce(owed.total, 0) <>
            coalesce(earned.total, 0) - coalesce(taken.total, 0) - coalesce(paid.total, 0)
                - coalesce(ahead.total, 0)""",
    "every paper of a month says what was earned and taken back in it": """
        WITH elsewhere AS (
            SELECT i.reward_id, i.reversal_id FROM ledger_transfer AS t
            JOIN payouts_payoutitem AS i ON t.cause = 'payout:' || i.payout_id || ':settled'
            WHERE i.live AND t.kind = 'payout_elsewhere'
        ), paper AS (
            SELECT * FROM papers_paper WHERE payout_id IS NULL AND status <> 'replaced'
        ), earned AS (
            SELECT d.id, sum(w.amount_minor) AS minor FROM paper AS d
            JOIN rewards_reward AS w ON w.partner_id = d.partner_id AND w.currency = d.currency
                AND w.earned_at >= d.since AND w.earned_at < d.until
            WHERE NOT EXISTS (SELECT 1 FROM elsewhere AS e WHERE e.reward_id = w.id)
            GROUP BY d.id
        ), taken AS (
            SELECT d.id, sum(v.amount_minor) AS minor FROM rewards_reversal AS v
            JOIN rewards_reward AS w ON w.id = v.reward_id
            JOIN paper AS d ON w.partner_id = d.partner_id AND v.currency = d.currency
                AND v.at >= d.since AND v.at < d.until
            WHERE NOT EXISTS (SELECT 1 FROM elsewhere AS e WHERE e.reversal_id = v.id)
            GROUP BY d.id
        )
        SELECT d.number FROM paper AS d LEFT JOIN earned USING (id) LEFT JOIN taken USING (id)
        WHERE d.earned_minor <> coalesce(earned.minor, 0)
            OR d.taken_minor <> coalesce(taken.minor, 0)""",
    "every paper adds up, line by line": """
        SELECT d.number FROM papers_paper AS d WHERE d.earned_minor <> coalesce((
                SELECT sum((line->>'reward_minor')::bigint)
                FROM jsonb_array_elements(d.content->'lines') AS line), 0)
            OR d.taken_minor <> coalesce((
                SELECT sum((line->>'taken_minor')::bigint)
                FROM jsonb_array_elements(d.content->'taken') AS line), 0)
            OR d.amount_minor <> greatest(0, d.earned_minor - d.taken_minor
                + coalesce((d.content->>'carried_minor')::bigint, 0))""",
    "every notice of a payout says what was paid": """
        SELECT d.number FROM papers_paper AS d JOIN payouts_payout AS o ON o.id = d.payout_id
        WHERE d.amount_minor <> o.amount_minor OR d.currency <> o.currency
            OR d.partner_id <> o.partner_id""",
    "no number of a paper is missing": """
        SELECT s.kind || ' ' || s.year FROM papers_paperseries AS s
        LEFT JOIN papers_paper AS d ON d.kind = s.kind AND extract(year FROM d.on) = s.year
        GROUP BY s.id HAVING count(d.id) <> s.last""",
    "no client is two partners' at once": """
        SELECT a.client_id::text FROM attribution_attribution AS a
        JOIN attribution_attribution AS b ON b.client_id = a.client_id AND b.id > a.id
        WHERE a.withdrawn_at IS NULL AND b.withdrawn_at IS NULL AND a.during && b.during""",
    "every deadline is what the terms promised": """
        SELECT w.id::text FROM rewards_reward AS w
        JOIN payments_payment AS p ON p.id = w.payment_id
        JOIN LATERAL (
            SELECT t.payout_days, t.banking_days FROM programme_termsversion AS t
            WHERE t.status = 'published' AND t.effective_from <= p.paid_at
            ORDER BY t.effective_from DESC LIMIT 1) AS v ON true
        WHERE CASE WHEN v.banking_days
            THEN w.due_at - w.counts_from < make_interval(days => v.payout_days)
                OR w.due_at - w.counts_from > make_interval(days => 3 * v.payout_days + 14)
            ELSE w.due_at - w.counts_from <> make_interval(days => v.payout_days) END""",
}

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksChecked(Announcement):
    """The books were proved, or a fault was found."""

    ok: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One question and what it found: nothing when all is well."""

    name: str
    found: int
    examples: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return self.found == 0

    def __str__(self) -> str:
        if self.ok:
            return f"ok      {self.name}"
        return f"FAULT   {self.name}: {self.found}, for instance {', '.join(self.examples)}"


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of the books."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    @property
    def faults(self) -> list[str]:
        return [str(check) for check in self.checks if not check.ok]


def check_books() -> Report:
    """Ask every question on one snapshot of the database."""
    checks = []
    with connection.cursor() as cursor:
        for name, question in CHECKS.items():
            cursor.execute(question)
            found = [str(row[0]) for row in cursor.fetchall()]
            checks.append(Check(name, len(found), tuple(found[:SHOWN])))
    return Report(tuple(checks))


def prove_books(*, at: datetime) -> Report:
    """Check the books and leave the outcome where the back office shows it."""
    report = check_books()
    publish(BooksChecked(at=at, ok=report.ok, faults=tuple(report.faults)))
    return report
