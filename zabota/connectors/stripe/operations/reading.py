"""What an event says: a payment, a refund, a dispute, or nothing that moves money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zabota.connectors.connections.facts import (
    Noted,
    NotKnown,
    PaymentTold,
    RefundTold,
    Told,
)
from zabota.connectors.connections.models import Notice
from zabota.connectors.stripe.operations.money_back import (
    dispute_lost,
    dispute_opened,
    dispute_won,
    refund_failed,
    refunded_so_far,
)
from zabota.connectors.stripe.operations.one_off import (
    ENDED,
    ONE_OFF,
    SESSIONS,
    counted_before,
    paid_by_itself,
    session_ended,
    session_unpaid,
)
from zabota.connectors.stripe.operations.tracing import (
    can_ask,
    invoice_of,
    payment_of,
    remember,
)
from zabota.connectors.stripe.translate import (
    Object,
    charges_of,
    charges_of_payment,
    id_of,
    invoice_fact,
    is_paid_elsewhere,
    minor_of,
    read_event,
)

PAID = frozenset({"invoice.paid", "invoice.payment_succeeded"})
REFUND_NEWS = frozenset(
    {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}
)
LOST = frozenset({"charge.dispute.funds_withdrawn"})
WON = frozenset({"charge.dispute.funds_reinstated"})
DISPUTES = (
    LOST | WON | {"charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed"}
)
WANTED = (
    ONE_OFF
    | SESSIONS
    | ENDED
    | PAID
    | REFUND_NEWS
    | DISPUTES
    | {"charge.refunded", "invoice_payment.paid"}
)


def read_notice(notice: Notice) -> Sequence[Told]:
    """What an event says; NotCertain while the payment it is about is not known yet."""
    event = read_event(bytes(notice.event.raw))
    word, subject = str(event["type"]), event["data"]["object"]
    if word in PAID:
        return [_paid(notice, event, subject)]
    if word in ONE_OFF:
        return [paid_by_itself(notice, event, subject)]
    if word in SESSIONS:
        return [session_ended(notice, event, subject)]
    if word in ENDED:
        return [session_unpaid(subject)]
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
    counted = 0
    if not notice.test:
        for charge in charges_of(invoice):
            remember(notice.connection, charge, fact.external_id)
        counted = counted_before(notice, invoice)
    if is_paid_elsewhere(invoice) or fact.amount_minor <= counted:
        return Noted(amount_minor=fact.amount_minor, currency=fact.currency)
    order = str((invoice.get("metadata") or {}).get("checkout") or "")
    return PaymentTold(replace(fact, amount_minor=fact.amount_minor - counted), order)


def _note_charges(notice: Notice, invoice: str, payment: Object) -> None:
    for charge in charges_of_payment(payment) if invoice and not notice.test else ():
        if remember(notice.connection, charge, invoice) == charge and not can_ask(notice):
            raise ValueError(f"{charge} was counted by itself, and now {invoice} names it")


def _refunded(notice: Notice, event: Object, charge: Object) -> Told:
    """Stripe says how much of the charge is refunded so far; what is new of it is the refund."""
    currency = str(charge["currency"]).upper()
    total = minor_of(int(charge["amount_refunded"]), currency)
    if notice.test:
        return Noted(amount_minor=-total, currency=currency)
    invoice = invoice_of(notice, charge, id_of(charge))
    fact = refunded_so_far(
        charge=id_of(charge), invoice=invoice, total=total, created=event["created"]
    )
    if fact is None:
        return Noted(amount_minor=-total, currency=currency)
    return RefundTold(fact, currency=currency)


def _refund_news(notice: Notice, event: Object, refund: Object) -> Told:
    """The charge tells how much was refunded; a refund is heard only when it has failed."""
    currency = str(refund["currency"]).upper()
    amount = minor_of(int(refund["amount"]), currency)
    if refund.get("status") not in ("failed", "canceled") or notice.test:
        return Noted(amount_minor=-amount, currency=currency)
    charge = id_of(refund.get("charge"))
    payment = payment_of(notice, refund, charge)
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
    payment = payment_of(notice, dispute, id_of(dispute.get("charge")))
    name, status = id_of(dispute), str(dispute.get("status") or "")
    created = event["created"]
    if word in LOST or status == "lost":
        lost = dispute_lost(payment, dispute=name, amount=amount, created=created)
        return RefundTold(lost, currency=currency)
    if word in WON or status in ("won", "warning_closed", "prevented"):
        dispute_won(payment, dispute=name, created=created)
        return noted
    if word == "charge.dispute.created":
        dispute_opened(payment, dispute=name, created=created)
    return noted
