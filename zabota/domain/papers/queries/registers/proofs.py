"""Registers of what stands behind the money: refunds, invoices, receipts, acceptances of the offer."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.papers.queries.registers.shape import Register, Rows, day_or_none
from zabota.domain.payouts.rules.npd import receipt_due_on
from zabota.kit.money import Money
from zabota.kit.sql import stream
from zabota.kit.zone import day_of

_REFUNDS = """
SELECT r.id, r.payment_id, r.source, r.external_id, r.refunded_at, c.id, coalesce(c.name, ''),
    coalesce(c.inn, ''), r.kind, r.reason, p.currency, r.amount_minor, r.undone_at, r.undone_reason
FROM payments_refund AS r JOIN payments_payment AS p ON p.id = r.payment_id
LEFT JOIN clients_client AS c ON c.id = p.client_id
WHERE r.refunded_at >= %s AND r.refunded_at < %s ORDER BY r.refunded_at, r.id
"""


def _refunds(since: datetime, until: datetime) -> Rows:
    for row in stream(_REFUNDS, [since, until]):
        pk, payment, source, external, at, *words, currency, minor, undone_at, why = row
        yield [
            pk, payment, source, external, day_of(at), *words, currency, Money(minor, currency),
            day_or_none(undone_at), why,
        ]  # fmt: skip


_INVOICES = """
SELECT i.number, i.issued_at, c.id, c.name, coalesce(i.frozen->'buyer'->>'inn', c.inn), i.partner_id,
    coalesce(a.name, ''), i.currency, i.amount_minor, i.paid_minor, i.status, i.due_on,
    i.cancelled_at, coalesce(r.number, ''), i.purpose, coalesce(d.sha256, '')
FROM invoices_invoice AS i JOIN clients_client AS c ON c.id = i.client_id
LEFT JOIN partners_partner AS a ON a.id = i.partner_id
LEFT JOIN invoices_invoice AS r ON r.id = i.replaces_id
LEFT JOIN invoices_paper AS d ON d.invoice_id = i.id
WHERE i.status <> 'draft' AND i.issued_at >= %s AND i.issued_at < %s ORDER BY i.issued_at, i.id
"""


def _invoices(since: datetime, until: datetime) -> Rows:
    for row in stream(_INVOICES, [since, until]):
        (
            number,
            at,
            *who,
            currency,
            minor,
            paid,
            status,
            due_on,
            cancelled_at,
            replaces,
            why,
            sha,
        ) = row
        yield [
            number, day_of(at), *who, currency, Money(minor, currency), Money(paid, currency), status,
            due_on, day_or_none(cancelled_at), replaces, why, sha,
        ]  # fmt: skip


# Without a receipt what was paid to the self-employed is no expense (ч. 8 ст. 15 422-ФЗ).
_RECEIPTS = """
SELECT o.order_number, o.settled_at, p.id, p.name, o.inn, o.currency, o.amount_minor,
    k.on, coalesce(k.standing, ''), coalesce(t.number, ''), coalesce(t.link, ''),
    coalesce(t.status, ''), coalesce(t.annulled, false), t.entered_at
FROM payouts_payout AS o JOIN partners_partner AS p ON p.id = o.partner_id
LEFT JOIN payouts_npdcheck AS k ON k.id = o.npd_check_id
LEFT JOIN payouts_receipt AS t ON t.payout_id = o.id AND t.status <> 'returned'
WHERE o.legal_form = 'npd' AND o.status = 'settled' AND o.settled_at >= %s AND o.settled_at < %s
ORDER BY o.settled_at, o.id
"""


def _receipts(since: datetime, until: datetime) -> Rows:
    for row in stream(_RECEIPTS, [since, until]):
        (
            order,
            settled_at,
            *who,
            currency,
            minor,
            asked_on,
            standing,
            number,
            link,
            status,
            gone,
            at,
        ) = row
        paid_on = day_of(settled_at)
        yield [
            order, paid_on, *who, currency, Money(minor, currency), asked_on, standing,
            receipt_due_on(paid_on), number, link, status, "yes" if gone else "", day_or_none(at),
        ]  # fmt: skip


_ACCEPTANCES = """
SELECT s.at, p.id, p.name, p.inn, f.number, f.title, s.sha256, h.name
FROM programme_acceptance AS s JOIN partners_partner AS p ON p.id = s.partner_id
JOIN programme_offer AS f ON f.id = s.offer_id JOIN people_person AS h ON h.id = s.person_id
WHERE s.at < %s ORDER BY s.at, s.id
"""


def _acceptances(_since: datetime, until: datetime) -> Rows:
    """All of them up to the last day: papers of these days stand on acceptances of long ago."""
    for at, *rest in stream(_ACCEPTANCES, [until]):
        yield [day_of(at), *rest]


PROOFS = (
    Register(
        "refunds",
        "Возвраты клиентам",
        ("id", "payment_id", "source", "external_id", "refunded_on", "client_id", "client",
         "client_inn", "kind", "reason", "currency", "amount", "undone_on", "undone_because"),
        _refunds,
    ),
    Register(
        "invoices",
        "Счета клиентам",
        ("number", "issued_on", "client_id", "client", "client_inn", "partner_id", "partner",
         "currency", "amount", "paid", "status", "due_on", "cancelled_on", "replaces", "purpose",
         "sha256"),
        _invoices,
    ),
    Register(
        "receipts",
        "Чеки самозанятых",
        ("payment_order", "settled_on", "partner_id", "partner", "inn", "currency", "amount",
         "status_asked_on", "npd_status", "receipt_due_on", "receipt", "link", "status", "annulled",
         "entered_on"),
        _receipts,
    ),
    Register(
        "acceptances",
        "Акцепты оферты",
        ("accepted_on", "partner_id", "partner", "inn", "offer", "title", "sha256",
         "person"),
        _acceptances,
    ),
)  # fmt: skip
