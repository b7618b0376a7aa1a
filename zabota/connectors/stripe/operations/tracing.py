"""Behind which payment a charge stands: an invoice, or itself when there is none."""

from __future__ import annotations

from zabota.connectors.connections.facts import NotCertain
from zabota.connectors.connections.models import Connection, Notice
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.stripe.client import Stripe
from zabota.connectors.stripe.models import InvoiceCharge
from zabota.connectors.stripe.translate import SOURCE, Object, id_of, invoice_named
from zabota.domain.payments.models import Payment


def remember(connection: Connection, charge: str, invoice: str) -> str:
    """What a charge is counted as from now on: the first that was said of it stays."""
    row, _made = InvoiceCharge.objects.get_or_create(
        connection=connection, charge=charge[:120], defaults={"invoice": invoice[:120]}
    )
    return row.invoice


def can_ask(notice: Notice) -> bool:
    """Whether we were given a key to the API."""
    return bool(keys_of(notice.connection)["api_key"])


def payment_of(notice: Notice, subject: Object, charge: str) -> Payment:
    """The payment behind a charge; NotCertain while it is not recorded."""
    invoice = invoice_of(notice, subject, charge)
    payment = Payment.objects.filter(source=SOURCE, external_id=invoice).first()
    if payment is None:
        raise NotCertain(f"the payment of {charge} is not known yet")
    return payment


def invoice_of(notice: Notice, subject: Object, charge: str) -> str:
    """What a charge, or what is about one, is counted as: an invoice, or itself.

    Named by it, learned from other events, or asked for; NotCertain when none of these helps.
    """
    if named := invoice_named(subject):
        return named
    intent = id_of(subject.get("payment_intent"))
    names = [name for name in (intent, charge) if name]
    known = InvoiceCharge.objects.filter(connection=notice.connection, charge__in=names).first()
    if known is not None:
        return known.invoice
    if "invoice" in subject:  # before «basil» it says so itself: no invoice
        return remember(notice.connection, names[0], names[0])
    if can_ask(notice):
        with Stripe(keys_of(notice.connection)) as account:
            return remember(notice.connection, names[0], account.invoice_of(names[0]) or names[0])
    raise NotCertain(f"the invoice of {charge} is not known yet: an API key would tell it")
