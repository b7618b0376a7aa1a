"""Stripe's events → facts. Amounts there are in the smallest unit, as Stripe understands it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from zabota.connectors.connections.facts import Accepted, NotAccepted
from zabota.domain.payments.facts import PaymentFact
from zabota.kit.money import exponent

SOURCE = "stripe"
TOLERANCE = 300  # seconds, as in Stripe's own library

Object = Mapping[str, Any]

# Stripe counts these without digits; ISO 4217, and so we, may differ (MGA). Two it counts with
# digits that they do not have, for old times' sake.
_ZERO_DECIMAL = frozenset(
    {
        *("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV"),
        *("XAF", "XOF", "XPF"),
    }
)
_THREE_DECIMAL = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})


def check_signature(body: bytes, header: str, secrets: Sequence[str], *, at: datetime) -> None:
    """Any of the v1 signatures with any of the secrets, not older than the tolerance."""
    stamp, signatures = "", []
    for part in header.split(","):
        name, _equals, value = part.strip().partition("=")
        if name == "t":
            stamp = value
        elif name == "v1":
            signatures.append(value)
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > 12 or not signatures:
        raise NotAccepted("signature")
    genuine = False
    for secret in filter(None, secrets):
        wanted = signature_of(body, secret, int(stamp))
        for given in signatures:
            genuine |= hmac.compare_digest(wanted.encode(), given.encode())
    if not genuine:
        raise NotAccepted("signature")
    if at.timestamp() - int(stamp) > TOLERANCE:
        raise NotAccepted("stale")


def signature_of(body: bytes, secret: str, stamp: int) -> str:
    """HMAC-SHA256 over "stamp.body"."""
    return hmac.new(secret.encode(), b"%d.%s" % (stamp, body), sha256).hexdigest()


def read_event(raw: bytes) -> Object:
    """An event; ValueError for anything of another shape."""
    event = json.loads(raw)
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        raise ValueError("not an event of Stripe")
    subject = (event.get("data") or {}).get("object")
    if not event.get("id") or not isinstance(subject, dict):
        raise ValueError("not an event of Stripe")
    return event


def accepted_of(event: Object) -> Accepted:
    """Events have ids that survive a redelivery; outside of live mode nothing is in the books."""
    subject = event["data"]["object"]
    return Accepted(
        external_id=str(event["id"]),
        word=str(event["type"]),
        subject=str(subject.get("id") or ""),
        test=not event.get("livemode", False),
    )


def minor_of(amount: int, currency: str) -> int:
    """Our minor units of Stripe's amount; ValueError when a part of a unit would be lost."""
    code = currency.upper()
    theirs = 0 if code in _ZERO_DECIMAL else 3 if code in _THREE_DECIMAL else 2
    ours = exponent(code)
    more, fewer = 10 ** max(ours - theirs, 0), 10 ** max(theirs - ours, 0)
    minor, rest = divmod(amount * more, fewer)
    if rest:
        raise ValueError(f"{amount} is no amount of {code}")
    return int(minor)


def stripe_amount(minor: int, currency: str) -> int:
    """The other way round: Stripe's amount of our minor units."""
    one = minor_of(1, currency)
    amount, rest = divmod(minor, one)
    if rest:
        raise ValueError(f"{minor} is no amount of {currency} there")
    return amount


def moment(stamp: object) -> datetime:
    """Seconds since 1970."""
    return datetime.fromtimestamp(int(str(stamp)), UTC)


def is_paid_elsewhere(invoice: Object) -> bool:
    """Whether the money of a paid invoice came by another road: marked as paid by hand."""
    kinds = {(paid.get("payment") or {}).get("type") for paid in _payments(invoice)}
    return bool(invoice.get("paid_out_of_band")) or bool(kinds & {"payment_record", "out_of_band"})


def invoice_fact(event: Object, invoice: Object) -> PaymentFact:
    """A paid invoice as a payment. Stripe's fee is not in it and is not guessed."""
    currency = str(invoice["currency"]).upper()
    paid_at = (invoice.get("status_transitions") or {}).get("paid_at") or event["created"]
    metadata = invoice.get("metadata") or {}
    return PaymentFact(
        source=SOURCE,
        external_id=str(invoice["id"]),
        amount_minor=minor_of(int(invoice["amount_paid"]), currency),
        currency=currency,
        vat_minor=minor_of(_tax(invoice), currency),
        paid_at=moment(paid_at),
        client_external_id=str(metadata.get("client") or id_of(invoice.get("customer")))[:120],
        payer_name=str(invoice.get("customer_name") or "")[:300],
        payer_inn=_tax_number(invoice),
        purpose=_purpose(invoice, metadata)[:500],
        product=str(metadata.get("product") or "")[:60],
    )


def intent_fact(event: Object, intent: Object, session: Object) -> PaymentFact:
    """A payment without an invoice. A Checkout session, where there was one, knows who has paid."""
    currency = str(intent["currency"]).upper()
    metadata = {**(intent.get("metadata") or {}), **(session.get("metadata") or {})}
    amount = intent.get("amount_received") or intent.get("amount_captured") or intent["amount"]
    payer = session.get("customer_details") or intent.get("billing_details") or {}
    client = (
        metadata.get("client")
        or session.get("client_reference_id")
        or id_of(intent.get("customer"))
        or id_of(session.get("customer"))
    )
    words = {**intent, "description": intent.get("description") or intent["id"]}
    return PaymentFact(
        source=SOURCE,
        external_id=str(intent["id"]),
        amount_minor=minor_of(int(amount), currency),
        currency=currency,
        vat_minor=minor_of(
            int((session.get("total_details") or {}).get("amount_tax") or 0), currency
        ),
        paid_at=moment(event["created"]),
        client_external_id=str(client)[:120],
        payer_name=str(payer.get("name") or payer.get("email") or "")[:300],
        payer_inn=_tax_number({"customer_tax_ids": payer.get("tax_ids")}),
        purpose=_purpose(words, metadata)[:500],
        product=str(metadata.get("product") or "")[:60],
    )


def intent_of_session(session: Object) -> Object:
    """The payment intent of a Checkout session, as far as the session tells of it."""
    return {
        "id": id_of(session.get("payment_intent")),
        "amount": session["amount_total"],
        "currency": session["currency"],
    }


def charges_of(invoice: Object) -> Iterator[str]:
    """Payment intents and charges that an invoice names, in the old shape or the new."""
    for key in ("payment_intent", "charge"):
        if found := id_of(invoice.get(key)):
            yield found
    for paid in _payments(invoice):
        yield from charges_of_payment(paid.get("payment") or {})


def charges_of_payment(payment: Object) -> Iterator[str]:
    """The same of an invoice payment."""
    for key in ("payment_intent", "charge"):
        if found := id_of(payment.get(key)):
            yield found


def invoice_named(subject: Object) -> str:
    """The invoice that a charge itself names, before «basil»."""
    return id_of(subject.get("invoice"))


def id_of(found: object) -> str:
    """An id, whether the object is expanded or not."""
    return str((found.get("id") if isinstance(found, dict) else found) or "")


def _payments(invoice: Object) -> Sequence[Object]:
    listed: Sequence[Object] = (invoice.get("payments") or {}).get("data") or ()
    return listed


def _tax(invoice: Object) -> int:
    taxes = invoice.get("total_taxes") or invoice.get("total_tax_amounts") or ()
    return sum(int(tax.get("amount") or 0) for tax in taxes) or int(invoice.get("tax") or 0)


def _tax_number(invoice: Object) -> str:
    for tax in invoice.get("customer_tax_ids") or ():
        if tax.get("type") == "ru_inn":
            return str(tax.get("value") or "")[:12]
    return ""


def _purpose(invoice: Object, metadata: Object) -> str:
    """Our invoice number, if they were told it, in the words that matching knows."""
    ours = metadata.get("invoice") or ""
    words = (
        f"Оплата по счёту {ours}." if ours else "",
        f"Stripe {invoice['number']}" if invoice.get("number") else "",
        str(invoice.get("description") or ""),
    )
    return " ".join(filter(None, words))
