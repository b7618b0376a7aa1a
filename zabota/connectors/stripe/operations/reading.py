"""What an event says: a payment, a refund, a dispute, or nothing that moves money."""

from __future__ import annotations

from collections.abc import Sequence

from zabota.connectors.connections.facts import (
    NotCertain,
    Noted,
    NotKnown,
    PaymentTold,
    RefundTold,
    Told,
)
from zabota.connectors.connections.models import Connection, Notice
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.stripe.client import Stripe
from zabota.connectors.stripe.models import InvoiceCharge
from zabota.connectors.stripe.operations.money_back import (
    dispute_lost,
    dispute_opened,
    dispute_won,
    refund_failed,
    refunded_so_far,
)
from zabota.connectors.stripe.translate import (
    SOURCE,
    Object,
    charges_of,
    charges_of_payment,
    id_of,
    invoice_fact,
    invoice_named,
    is_paid_elsewhere,
    minor_of,
    read_event,
)
from zabota.domain.payments.models import Payment

PAID = frozenset({"invoice.paid", "invoice.payment_succeeded"})
REFUND_NEWS = frozenset(
    {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}
)
LOST = frozenset({"charge.dispute.funds_withdrawn"})
WON = frozenset({"charge.dispute.funds_reinstated"})
DISPUTES = (
    LOST | WON | {"charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed"}
)
WANTED = PAID | REFUND_NEWS | DISPUTES | {"charge.refunded", "invoice_payment.paid"}


def read_notice(notice: Notice) -> Sequence[Told]:
    """What an event says; NotCertain while the payment it is about is not known yet."""
    event = read_event(bytes(notice.event.raw))
    word, subject = str(event["type"]), event["data"]["object"]
    if word in PAID:
        return [_paid(notice, event, subject)]
    if word == "invoice_payment.paid":
        _note_charges(notice, id_of(subject.get("invoice")), subject.get("payment") or {})
        return [Noted()]
    if word == "charge.refunded":
        return [_refunded(notice, event, subject)]
    if word in REFUND_NEWS:
        return [_refund_news(notice, event, subject)]
    if word in DISPUTES:
        return [_disputed(notice, word, event, subject)]
    return [NotKnown()]


def _paid(notice: Notice, event: Object, invoice: Object) -> Told:
    fact = invoice_fact(event, invoice)
    if not notice.test:
        for charge in charges_of(invoice):
            _remember(notice.connection, charge, fact.external_id)
    if is_paid_elsewhere(invoice) or not fact.amount_minor:
        return Noted(amount_minor=fact.amount_minor, currency=fact.currency)
    order = str((invoice.get("metadata") or {}).get("checkout") or "")
    return PaymentTold(fact, order)


def _note_charges(notice: Notice, invoice: str, payment: Object) -> None:
    for charge in charges_of_payment(payment) if invoice and not notice.test else ():
        _remember(notice.connection, charge, invoice)


def _remember(connection: Connection, charge: str, invoice: str) -> None:
    InvoiceCharge.objects.get_or_create(
        connection=connection, charge=charge[:120], defaults={"invoice": invoice[:120]}
    )


def _refunded(notice: Notice, event: Object, charge: Object) -> Told:
    """Stripe says how much of the charge is refunded so far; what is new of it is the refund."""
    currency = str(charge["currency"]).upper()
    total = minor_of(int(charge["amount_refunded"]), currency)
    if notice.test:
        return Noted(amount_minor=-total, currency=currency)
    invoice = _invoice_of(notice, charge, id_of(charge))
    fact = refunded_so_far(
        charge=id_of(charge), invoice=invoice, total=total, created=event["created"]
    )
    return RefundTold(fact) if fact else Noted(amount_minor=-total, currency=currency)


def _refund_news(notice: Notice, event: Object, refund: Object) -> Told:
    """The charge tells how much was refunded; a refund is heard only when it has failed."""
    currency = str(refund["currency"]).upper()
    amount = minor_of(int(refund["amount"]), currency)
    if refund.get("status") not in ("failed", "canceled") or notice.test:
        return Noted(amount_minor=-amount, currency=currency)
    charge = id_of(refund.get("charge"))
    payment = _payment_of(notice, refund, charge)
    fact = refund_failed(
        payment, refund=id_of(refund), charge=charge, amount=amount, created=event["created"]
    )
    return PaymentTold(fact) if fact else Noted(amount_minor=-amount, currency=currency)


def _disputed(notice: Notice, word: str, event: Object, dispute: Object) -> Told:
    currency = str(dispute["currency"]).upper()
    amount = minor_of(int(dispute["amount"]), currency)
    noted = Noted(amount_minor=-amount, currency=currency)
    if notice.test:
        return noted
    payment = _payment_of(notice, dispute, id_of(dispute.get("charge")))
    name, status = id_of(dispute), str(dispute.get("status") or "")
    created = event["created"]
    if word in LOST or status == "lost":
        return RefundTold(dispute_lost(payment, dispute=name, amount=amount, created=created))
    if word in WON or status in ("won", "warning_closed", "prevented"):
        dispute_won(payment, dispute=name, created=created)
        return noted
    if word == "charge.dispute.created":
        dispute_opened(payment, dispute=name, created=created)
    return noted


def _payment_of(notice: Notice, subject: Object, charge: str) -> Payment:
    invoice = _invoice_of(notice, subject, charge)
    payment = Payment.objects.filter(source=SOURCE, external_id=invoice).first()
    if payment is None:
        raise NotCertain(f"the payment of {charge} is not known yet")
    return payment


def _invoice_of(notice: Notice, subject: Object, charge: str) -> str:
    """The invoice behind a charge: named by it, learned from other events, or asked for."""
    if named := invoice_named(subject):
        return named
    intent = id_of(subject.get("payment_intent"))
    known = InvoiceCharge.objects.filter(
        connection=notice.connection, charge__in=[name for name in (intent, charge) if name]
    ).first()
    if known is not None:
        return known.invoice
    keys = keys_of(notice.connection)
    if intent and keys["api_key"]:
        with Stripe(keys) as account:
            if found := account.invoice_of(intent):
                _remember(notice.connection, intent, found)
                return found
    raise NotCertain(f"the invoice of {charge} is not known yet")
