"""YooKassa's notifications and objects (API v3) → facts. Amounts there are roubles as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zabota.connectors.connections.facts import (
    Accepted,
    NotCertain,
    Noted,
    NotKnown,
    PaymentTold,
    RefundTold,
    Told,
)
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.kit.money import Money

SOURCE = "yookassa"
PAYMENTS = frozenset({"payment.succeeded", "payment.canceled", "payment.waiting_for_capture"})
REFUNDS = frozenset({"refund.succeeded"})

Object = Mapping[str, Any]


def read_notification(raw: bytes) -> tuple[str, Object]:
    """The event's name and its object; ValueError for anything of another shape."""
    said = json.loads(raw)
    event, subject = said["event"], said["object"]
    if not (isinstance(event, str) and isinstance(subject, dict) and subject.get("id")):
        raise ValueError("not a notification of YooKassa")
    return event, subject


def accepted_of(event: str, subject: Object) -> Accepted:
    """Notifications have no number of their own: the event and its object are the identity."""
    return Accepted(
        external_id=f"{event}:{subject['id']}",
        word=event,
        subject=str(subject["id"]),
        test=bool(subject.get("test")),
    )


def told_by_payment(event: str, payment: Object) -> Told:
    """What the payment itself says; NotCertain when it does not confirm the success announced."""
    status = payment["status"]
    if status == "succeeded":
        return PaymentTold(payment_fact(payment), _order_of(payment))
    if event == "payment.succeeded" and status != "canceled":
        raise NotCertain(f"payment {payment['id']} is {status}")
    amount = money(payment["amount"])
    ended = status == "canceled"
    return Noted(_order_of(payment), ended, amount.minor, amount.currency)


def told_by_refund(refund: Object) -> Told:
    """What the refund itself says."""
    if refund["status"] == "pending":
        raise NotCertain(f"refund {refund['id']} is pending")
    amount = money(refund["amount"])
    if refund["status"] != "succeeded":
        return Noted("", False, -amount.minor, amount.currency)
    return RefundTold(
        RefundFact(
            source=SOURCE,
            external_id=str(refund["id"]),
            payment_source=SOURCE,
            payment_external_id=str(refund["payment_id"]),
            amount_minor=amount.minor,
            refunded_at=moment(refund["created_at"]),
            reason=str(refund.get("description") or ""),
        ),
        currency=amount.currency,
    )


def told_by_other(event: str) -> Told:
    """Payouts, deals, saved cards: kept, no payment of a client."""
    return NotKnown()


def payment_fact(payment: Object) -> PaymentFact:
    """A payment that succeeded; what YooKassa kept for itself is the fee."""
    gross = money(payment["amount"])
    income = payment.get("income_amount")
    metadata = payment.get("metadata") or {}
    payer = (payment.get("payment_method") or {}).get("payer_bank_details") or {}
    return PaymentFact(
        source=SOURCE,
        external_id=str(payment["id"]),
        amount_minor=gross.minor,
        currency=gross.currency,
        fee_minor=(gross - money(income)).minor if income else 0,
        paid_at=moment(payment.get("captured_at") or payment["created_at"]),
        client_external_id=str(metadata.get("client") or "")[:120],
        payer_inn=str(payer.get("inn") or "")[:12],
        payer_account=str(payer.get("account") or "")[:34],
        payer_name=str(payer.get("short_name") or payer.get("full_name") or "")[:300],
        purpose=_purpose(payment, metadata),
        product=str(metadata.get("product") or "")[:60],
    )


def _purpose(payment: Object, metadata: Mapping[str, Any]) -> str:
    """The invoice in the metadata, in the words that matching knows, and the description."""
    invoice = metadata.get("invoice") or metadata.get("order_id") or ""
    named = f"Оплата по счёту {invoice}." if invoice else ""
    return f"{named} {payment.get('description') or ''}".strip()[:500]


def _order_of(payment: Object) -> str:
    return str((payment.get("metadata") or {}).get("checkout") or "")


def money(amount: Mapping[str, str]) -> Money:
    """{"value": "2.00", "currency": "RUB"} in kopecks, exactly."""
    return Money.parse(str(amount["value"]), str(amount["currency"]))


def moment(text: str) -> datetime:
    """Their ISO 8601 moments are in UTC."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"a moment without a zone: {text!r}")
    return found
