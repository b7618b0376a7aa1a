"""Payments without an invoice: payment intents and Checkout sessions, each counted once.

Their key is the payment intent, whoever tells of it: the intent, its session, or its charge.
"""

from __future__ import annotations

from zabota.connectors.connections.facts import Noted, PaymentTold, Told
from zabota.connectors.connections.models import Notice
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.stripe.client import Stripe
from zabota.connectors.stripe.models import InvoiceCharge
from zabota.connectors.stripe.operations.tracing import can_ask, invoice_of, remember
from zabota.connectors.stripe.translate import (
    SOURCE,
    Object,
    charges_of,
    charges_of_payment,
    id_of,
    intent_fact,
    intent_of_session,
    minor_of,
)
from zabota.domain.payments.models import Payment

INTENT = "payment_intent.succeeded"
ONE_OFF = frozenset({INTENT, "charge.succeeded", "charge.captured"})
SESSIONS = frozenset({"checkout.session.completed", "checkout.session.async_payment_succeeded"})
ENDED = frozenset({"checkout.session.expired", "checkout.session.async_payment_failed"})


def paid_by_itself(notice: Notice, event: Object, subject: Object) -> Told:
    """An intent, or a charge that has none; what an invoice has behind it is the invoice's."""
    fact = intent_fact(event, subject, {})
    noted = Noted(amount_minor=fact.amount_minor, currency=fact.currency)
    if event["type"] != INTENT and not _is_lonely(subject):
        return noted
    if notice.test:
        return PaymentTold(fact)
    number = id_of(subject)
    if invoice_of(notice, subject, number) != number:
        return noted
    session: Object = {}
    if event["type"] == INTENT and can_ask(notice):
        with Stripe(keys_of(notice.connection)) as account:
            session = account.session_of(number)
    return _told(event, subject, session)


def session_unpaid(session: Object) -> Told:
    """A session that will not be paid any more."""
    order = str((session.get("metadata") or {}).get("checkout") or "")
    currency = str(session["currency"]).upper()
    return Noted(order, True, minor_of(int(session["amount_total"]), currency), currency)


def session_ended(notice: Notice, event: Object, session: Object) -> Told:
    """A session of a single payment; those of subscriptions and invoices come as invoices."""
    intent = id_of(session.get("payment_intent"))
    invoice = id_of(session.get("invoice"))
    if session.get("mode") != "payment" or not intent:
        return Noted()
    if session.get("payment_status") != "paid":  # a slow method: told once more when it has come
        return Noted()
    told = _told(event, intent_of_session(session), session)
    if notice.test:
        return told
    if remember(notice.connection, intent, invoice or intent) != intent:
        return Noted(amount_minor=told.fact.amount_minor, currency=told.fact.currency)
    return told


def counted_before(notice: Notice, invoice: Object) -> int:
    """How much of an invoice's money was counted by itself before it was put to the invoice."""
    alone = InvoiceCharge.objects.filter(connection=notice.connection, charge__startswith="pi_")
    alone = alone.filter(invoice__startswith="pi_")
    if not alone.exists():
        return 0
    names = set(charges_of(invoice))
    if not names and can_ask(notice):
        with Stripe(keys_of(notice.connection)) as account:
            for paid in account.payments_of(id_of(invoice)):
                names.update(charges_of_payment(paid.get("payment") or {}))
    counted = alone.filter(charge__in=names).values_list("charge", flat=True)
    found = Payment.objects.filter(source=SOURCE, external_id__in=list(counted))
    return sum(found.values_list("amount_minor", flat=True))


def _told(event: Object, intent: Object, session: Object) -> PaymentTold:
    metadata = {**(intent.get("metadata") or {}), **(session.get("metadata") or {})}
    return PaymentTold(intent_fact(event, intent, session), str(metadata.get("checkout") or ""))


def _is_lonely(charge: Object) -> bool:
    """Taken without a payment intent, in the way of old integrations."""
    return not charge.get("payment_intent") and bool(charge.get("captured"))
