"""Recording money in and refunds: a batch in a constant number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice
from zabota.domain.payments.events import PaymentSetAside, PaymentTakenBack
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.payments.models import MatchedBy, Payment, Refund
from zabota.domain.payments.queries import get_known, get_payments_of, read_clues
from zabota.domain.payments.rules import Match, match_payment
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.sql import fetch

# Sorted before inserting: two batches with the same keys in another order would deadlock.
_RECORD = """
INSERT INTO payments_payment (
    source, external_id, amount_minor, currency, fee_minor, vat_minor, paid_at, payer_inn,
    payer_account, payer_name, purpose, product, doubtful, client_id, invoice_id, matched_by,
    recorded_at, set_aside_reason)
SELECT *, %s::timestamptz, '' FROM unnest(
    %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[],
    %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::bigint[], %s::text[]) AS fact(
    source, external_id, amount_minor, currency, fee_minor, vat_minor, paid_at, payer_inn,
    payer_account, payer_name, purpose, product, doubtful, client_id, invoice_id, matched_by)
ORDER BY source, external_id
ON CONFLICT (source, external_id) DO NOTHING
RETURNING id, source, external_id
"""

_REFUND = """
INSERT INTO payments_refund (
    payment_id, source, external_id, amount_minor, refunded_at, reason, kind, recorded_at,
    undone_by, undone_reason)
SELECT *, %s, '', '' FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[])
    AS fact(payment_id, source, external_id, amount_minor, refunded_at, reason, kind)
ORDER BY source, external_id
ON CONFLICT (source, external_id) DO NOTHING
RETURNING id, payment_id, amount_minor
"""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment that was not known before, with what it was tied to."""

    id: int
    fact: PaymentFact
    match: Match


@dataclass(frozen=True, slots=True)
class Recorded:
    """The outcome of a batch: what is new, how many were known, which contradict what we have."""

    new: list[NewPayment]
    known: int
    contradicting: list[PaymentFact]


class PaymentUnknown(Refusal):
    """A refund came before its payment; it waits and is tried again."""

    code = "payment_unknown"


def record_payments(facts: Sequence[PaymentFact], *, at: datetime) -> Recorded:
    """Tie facts to clients and record those that are new; the rest change nothing."""
    by_key: dict[Key, PaymentFact] = {}
    for fact in facts:
        by_key.setdefault((fact.source, fact.external_id), fact)
    chosen = list(by_key.values())
    matches = _match(chosen)
    ids = _insert(chosen, matches, at=at)
    new = [
        NewPayment(ids[fact.source, fact.external_id], fact, match)
        for fact, match in zip(chosen, matches, strict=True)
        if (fact.source, fact.external_id) in ids
    ]
    repeated = [fact for fact in facts if by_key[fact.source, fact.external_id] is not fact]
    old = [fact for key, fact in by_key.items() if key not in ids]
    contradicting = _contradicting(old) if old else []
    contradicting += [f for f in repeated if not _same(f, by_key[f.source, f.external_id])]
    return Recorded(new, len(old) + len(repeated) - len(contradicting), contradicting)


def _match(facts: Sequence[PaymentFact]) -> list[Match]:
    clues = [read_clues(fact) for fact in facts]
    known = get_known(facts, clues)
    return [match_payment(fact, clue, known) for fact, clue in zip(facts, clues, strict=True)]


def _insert(
    facts: Sequence[PaymentFact], matches: Sequence[Match], *, at: datetime
) -> dict[Key, int]:
    columns: list[Any] = [
        [fact.source for fact in facts],
        [fact.external_id for fact in facts],
        [fact.amount_minor for fact in facts],
        [fact.currency for fact in facts],
        [fact.fee_minor for fact in facts],
        [fact.vat_minor for fact in facts],
        [fact.paid_at for fact in facts],
        [fact.payer_inn for fact in facts],
        [fact.payer_account for fact in facts],
        [fact.payer_name[:300] for fact in facts],
        [fact.purpose[:500] for fact in facts],
        [fact.product for fact in facts],
        [fact.doubtful for fact in facts],
        [match.client_id for match in matches],
        [match.invoice_id for match in matches],
        [match.by for match in matches],
    ]
    rows = fetch(_RECORD, [at, *columns])
    return {(source, external_id): pk for pk, source, external_id in rows}


def _contradicting(facts: Sequence[PaymentFact]) -> list[PaymentFact]:
    """Facts known under the same key with another amount or currency."""
    kept = get_payments_of([(fact.source, fact.external_id) for fact in facts])
    return [
        fact
        for fact in facts
        if (fact.amount_minor, fact.currency) != kept[fact.source, fact.external_id][1:]
    ]


def _same(one: PaymentFact, other: PaymentFact) -> bool:
    return (one.amount_minor, one.currency) == (other.amount_minor, other.currency)


@transaction.atomic
def tie_payment(
    payment: Payment,
    *,
    client: Client,
    invoice: Invoice | None = None,
    matched_by: str = MatchedBy.PERSON,
) -> None:
    """Tie a waiting payment to a client, and to an invoice of his; refused when decided already."""
    if invoice is not None and invoice.client_id != client.pk:
        raise Refusal("This invoice is another client's.", code="invoice_elsewhere")
    tied = Payment.objects.filter(pk=payment.pk, client=None, set_aside_at=None).update(
        client=client, invoice=invoice, matched_by=matched_by
    )
    if not tied:
        raise Refusal("This payment no longer waits: somebody has decided it.", code="decided")
    payment.refresh_from_db()


_TOLD_LATER = ("payer_inn", "payer_account", "payer_name", "purpose")


def complete_payment(fact: PaymentFact) -> Match | None:
    """Fill in what a waiting payment's first source did not tell; whose it is by all that is known.

    What was told first stays. None when the payment does not wait or nothing new was told.
    """
    waiting = Payment.objects.filter(client=None, set_aside_at=None)
    payment = waiting.filter(source=fact.source, external_id=fact.external_id).first()
    if payment is None:
        return None
    told = {
        name: getattr(fact, name)
        for name in _TOLD_LATER
        if getattr(fact, name) and not getattr(payment, name)
    }
    if not told:
        return None
    waiting.filter(pk=payment.pk).update(**told)
    payment.refresh_from_db()
    whole = replace(
        fact,
        amount_minor=payment.amount_minor,
        doubtful=payment.doubtful or fact.doubtful,
        **{name: getattr(payment, name) for name in _TOLD_LATER},
    )
    return _match([whole])[0]


@transaction.atomic
def set_payment_aside(payment: Payment, *, reason: str, at: datetime, by: str) -> None:
    """Say that this money is not a client's payment; it stays visible and can be taken back."""
    changed = Payment.objects.filter(pk=payment.pk, client=None, set_aside_at=None).update(
        set_aside_at=at, set_aside_reason=reason[:200]
    )
    if not changed:
        raise Refusal("This payment no longer waits: somebody has decided it.", code="decided")
    publish(PaymentSetAside(at=at, by=by, payment_id=payment.pk, reason=reason))


@transaction.atomic
def take_payment_back(payment: Payment, *, at: datetime, by: str) -> None:
    """Put a payment set aside back into the queue; a payment that waits already is left alone."""
    aside = Payment.objects.filter(pk=payment.pk, client=None, set_aside_at__isnull=False)
    if aside.update(set_aside_at=None, set_aside_reason=""):
        publish(PaymentTakenBack(at=at, by=by, payment_id=payment.pk))


@dataclass(frozen=True, slots=True)
class NewRefund:
    """A refund that was not known before. Minor units."""

    id: int
    payment_id: int
    amount_minor: int


class TooMuchRefunded(Refusal):
    """More would be returned than was paid."""

    code = "too_much_refunded"


def record_refunds(facts: Sequence[RefundFact], *, at: datetime) -> list[NewRefund]:
    """Record refunds that are new; refuses one of an unknown payment or above what was paid."""
    paid = get_payments_of([(f.payment_source, f.payment_external_id) for f in facts])
    for fact in facts:
        if (fact.payment_source, fact.payment_external_id) not in paid:
            raise PaymentUnknown(
                "The refund %(refund)s is of a payment that is not known yet.",
                refund=fact.external_id,
            )
    payment_ids = [paid[f.payment_source, f.payment_external_id][0] for f in facts]
    with connection.cursor() as cursor:
        cursor.execute(
            _REFUND,
            [
                at,
                payment_ids,
                [fact.source for fact in facts],
                [fact.external_id for fact in facts],
                [fact.amount_minor for fact in facts],
                [fact.refunded_at for fact in facts],
                [fact.reason[:200] for fact in facts],
                [fact.kind for fact in facts],
            ],
        )
        new = [NewRefund(*row) for row in cursor.fetchall()]
        cursor.execute(
            "SELECT count(*) FROM payments_payment AS p WHERE p.id = ANY(%s) AND p.amount_minor < "
            "(SELECT sum(r.amount_minor) FROM payments_refund AS r WHERE r.payment_id = p.id "
            "AND r.undone_at IS NULL)",
            [payment_ids],
        )
        if cursor.fetchone()[0]:
            raise TooMuchRefunded("More would be returned than the client paid.")
    return new


@transaction.atomic
def undo_refund(refund: Refund, *, reason: str, at: datetime, by: str) -> None:
    """The money is ours again: the refund stays in the list and counts no more; refused twice."""
    open_ = Refund.objects.filter(pk=refund.pk, undone_at=None)
    if not open_.update(undone_at=at, undone_by=by, undone_reason=reason[:200]):
        raise Refusal("This refund has been taken back already.", code="refund_undone")
    refund.refresh_from_db()
