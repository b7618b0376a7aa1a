"""Registers of papers, postings, payouts, payments and rewards."""

from __future__ import annotations

from datetime import date, datetime

from zabota.domain.ledger.queries import stream_postings
from zabota.domain.papers.queries.registers.shape import Register, Rows, day_or_none
from zabota.domain.papers.rules.accounts import account_name
from zabota.domain.partners.models import Partner
from zabota.kit.money import Money
from zabota.kit.sql import stream
from zabota.kit.zone import ZONE, day_of

_PAPERS = """
SELECT d.number, d.kind, d.on, p.id, p.name, d.content->'partner'->>'inn',
    d.content->'partner'->>'kpp', d.content->>'legal_form', d.since, d.until,
    d.currency, d.earned_minor, d.taken_minor, d.amount_minor,
    coalesce((d.content->>'vat_minor')::bigint, 0), coalesce(d.content->>'vat_text', ''), d.status,
    d.sent_at, d.signed_at, coalesce(r.number, ''), o.order_number, d.sha256
FROM papers_paper AS d JOIN partners_partner AS p ON p.id = d.partner_id
LEFT JOIN papers_paper AS r ON r.id = d.replaces_id
LEFT JOIN payouts_payout AS o ON o.id = d.payout_id
WHERE d.on >= %s AND d.on < %s
ORDER BY d.on, d.kind, d.id
"""


def _papers(since: datetime, until: datetime) -> Rows:
    for row in stream(_PAPERS, [day_of(since), day_of(until)]):
        (number, kind, on, pk, name, inn, kpp, form, first, end, currency, *minors, vat_text,
         status, sent_at, signed_at, replaces, order, digest) = row  # fmt: skip
        yield [
            number, kind, on, pk, name, inn, kpp, form, day_of(first), _last_day(end), currency,
            *(Money(minor, currency) for minor in minors), vat_text, status, day_or_none(sent_at),
            day_or_none(signed_at), replaces, order, digest,
        ]  # fmt: skip


def _postings(since: datetime, until: datetime) -> Rows:
    names = dict(Partner.objects.values_list("pk", "name"))
    for one in stream_postings(since=since, before=until):
        yield [
            one.id, day_of(one.posted_at), day_of(one.at), one.debit, account_name(one.debit, names),
            one.credit, account_name(one.credit, names), Money(one.amount_minor, one.currency),
            one.currency, one.kind, one.cause,
        ]  # fmt: skip


_PAYOUTS = """
SELECT o.order_number, o.formed_at, o.settled_at, p.id, p.name, o.inn, o.kpp, o.holder, o.account,
    o.bic, o.bank_name, o.amount_minor, o.currency, o.purpose, o.proof, coalesce(d.number, '')
FROM payouts_payout AS o JOIN partners_partner AS p ON p.id = o.partner_id
LEFT JOIN papers_paper AS d ON d.payout_id = o.id AND d.status <> 'replaced'
WHERE o.status = 'settled' AND o.settled_at >= %s AND o.settled_at < %s
ORDER BY o.settled_at, o.id
"""


def _payouts(since: datetime, until: datetime) -> Rows:
    for row in stream(_PAYOUTS, [since, until]):
        number, formed_at, settled_at, *who, minor, currency, purpose, proof, paper = row
        yield [
            number, day_of(formed_at), day_of(settled_at), *who, Money(minor, currency), currency,
            purpose, proof, paper,
        ]  # fmt: skip


_PAYMENTS = """
SELECT p.id, p.source, p.external_id, p.paid_at, c.id, coalesce(c.name, ''), coalesce(c.inn, ''),
    p.payer_name, p.payer_inn, coalesce(i.number, ''), p.product, p.currency, p.amount_minor,
    p.fee_minor, p.vat_minor,
    coalesce((SELECT sum(f.amount_minor) FROM payments_refund AS f
              WHERE f.payment_id = p.id AND f.undone_at IS NULL), 0)::bigint,
    w.partner_id, coalesce(a.name, ''), p.purpose
FROM payments_payment AS p
LEFT JOIN clients_client AS c ON c.id = p.client_id
LEFT JOIN invoices_invoice AS i ON i.id = p.invoice_id
LEFT JOIN rewards_reward AS w ON w.payment_id = p.id AND w.cancelled_at IS NULL
LEFT JOIN partners_partner AS a ON a.id = w.partner_id
WHERE p.paid_at >= %s AND p.paid_at < %s ORDER BY p.paid_at, p.id
"""


def _payments(since: datetime, until: datetime) -> Rows:
    for row in stream(_PAYMENTS, [since, until]):
        pk, source, external, paid_at, *words, currency, gross, fee, vat, back, who, name, why = row
        sums = (Money(minor, currency) for minor in (gross, fee, vat, back))
        yield [pk, source, external, day_of(paid_at), *words, currency, *sums, who, name, why]


_REWARDS = """
SELECT line.*, a.name, coalesce((
    SELECT f.inn FROM partners_formerform AS f
    WHERE f.partner_id = a.id AND f.until > (line.at AT TIME ZONE %s::text)::date
    ORDER BY f.until, f.id LIMIT 1), a.inn), coalesce(c.name, ''), coalesce(c.inn, ''), p.paid_at FROM (
    SELECT 'reward' AS what, w.id, NULL::bigint AS reversal_id, w.earned_at AS at, w.partner_id,
        w.payment_id, w.base_minor, w.rate_bp, w.amount_minor, w.currency, w.due_at,
        '' AS cause, (SELECT o.order_number FROM payouts_payoutitem AS i
            JOIN payouts_payout AS o ON o.id = i.payout_id
            WHERE i.reward_id = w.id AND i.live) AS order_number
    FROM rewards_reward AS w WHERE w.earned_at >= %s AND w.earned_at < %s
    UNION ALL
    SELECT 'reversal', w.id, v.id, v.at, w.partner_id, w.payment_id, w.base_minor, w.rate_bp,
        -v.amount_minor, v.currency, w.due_at,
        CASE WHEN v.amount_minor < 0 THEN 'undone' WHEN v.refund_id IS NULL THEN 'correction'
            ELSE 'refund' END,
        (SELECT o.order_number FROM payouts_payoutitem AS i
            JOIN payouts_payout AS o ON o.id = i.payout_id
            WHERE i.reversal_id = v.id AND i.live)
    FROM rewards_reversal AS v JOIN rewards_reward AS w ON w.id = v.reward_id
    WHERE v.at >= %s AND v.at < %s
) AS line
JOIN partners_partner AS a ON a.id = line.partner_id
JOIN payments_payment AS p ON p.id = line.payment_id
LEFT JOIN clients_client AS c ON c.id = p.client_id
ORDER BY line.at, line.id, line.reversal_id NULLS FIRST
"""


def _rewards(since: datetime, until: datetime) -> Rows:
    for row in stream(_REWARDS, [str(ZONE), since, until, since, until]):
        (what, pk, reversal, at, partner_id, payment, base, rate, minor, currency, due_at, cause,
         order, partner, inn, client, client_inn, paid_at) = row  # fmt: skip
        percent = None if rate is None else Money(rate)  # 4000 basis points: 40.00
        yield [
            what, pk, reversal, day_of(at), partner_id, partner, inn, client, client_inn, payment,
            day_of(paid_at), Money(base, currency), percent, Money(minor, currency), currency,
            day_of(due_at), cause, order,
        ]  # fmt: skip


def _last_day(until: datetime) -> date:
    return date.fromordinal(day_of(until).toordinal() - 1)


BOOKS = (
    Register(
        "papers",
        "Документы",
        ("number", "kind", "on", "partner_id", "partner", "inn", "kpp", "legal_form",
         "period_from", "period_to", "currency", "earned", "taken_back", "amount", "vat",
         "vat_text", "status", "sent_on", "signed_on", "replaces", "payment_order", "sha256"),
        _papers,
    ),
    Register(
        "postings",
        "Проводки",
        ("id", "posted_on", "about_on", "debit", "debit_name", "credit", "credit_name", "amount",
         "currency", "kind", "cause"),
        _postings,
    ),
    Register(
        "payouts",
        "Выплаты",
        ("payment_order", "formed_on", "settled_on", "partner_id", "partner", "inn", "kpp",
         "holder", "account", "bic", "bank", "amount", "currency", "purpose", "proof", "notice"),
        _payouts,
    ),
    Register(
        "payments",
        "Оплаты клиентов",
        ("id", "source", "external_id", "paid_on", "client_id", "client", "client_inn", "payer",
         "payer_inn", "invoice", "product", "currency", "amount", "fee", "vat", "refunded",
         "partner_id", "partner", "purpose"),
        _payments,
    ),
    Register(
        "rewards",
        "Вознаграждения",
        ("what", "reward_id", "reversal_id", "on", "partner_id", "partner", "inn", "client",
         "client_inn", "payment_id", "paid_on", "base", "rate", "amount", "currency", "due_on",
         "why", "payment_order"),
        _rewards,
    ),
)  # fmt: skip
