"""The road of one notification, and what we ask of YooKassa: payments, lists, the shop itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings

from zabota.connectors.connections.facts import (
    Accepted,
    Call,
    Denied,
    Found,
    Keys,
    NotAccepted,
    ProcessorRefused,
    Started,
    Told,
)
from zabota.connectors.connections.models import Checkout, Connection, Notice
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.translate.till import TillSlip
from zabota.connectors.yookassa.client import YooKassa
from zabota.connectors.yookassa.translate.payments import (
    PAYMENTS,
    REFUNDS,
    Object,
    accepted_of,
    read_notification,
    told_by_other,
    told_by_payment,
    told_by_refund,
)
from zabota.connectors.yookassa.translate.slips import receipt_of
from zabota.kit.errors import Refusal
from zabota.kit.money import Money


def receive(call: Call, keys: Keys) -> Accepted:
    """Notifications are not signed: their addresses are the first proof, asking back the second."""
    if not call.rehearsal and not _is_theirs(call.address):
        raise NotAccepted("address")
    try:
        event, subject = read_notification(call.body)
        accepted = accepted_of(event, subject)
    except (ValueError, KeyError, TypeError):
        raise NotAccepted("unreadable") from None
    shop = (subject.get("recipient") or {}).get("account_id")
    if shop and str(shop) != keys["shop_id"]:
        raise NotAccepted("foreign")
    return accepted


def _is_theirs(address: str) -> bool:
    try:
        caller = ip_address(address)
    except ValueError:
        return False
    return any(caller in ip_network(network) for network in settings.YOOKASSA_ADDRESSES)


def read_notice(notice: Notice) -> Sequence[Told]:
    """The notification is a hint: the object is asked for, and only that is believed.

    What we found in their own list is the truth already; a test is only shown.
    """
    event, said = read_notification(bytes(notice.event.raw))
    if event not in PAYMENTS | REFUNDS:
        return [told_by_other(event)]
    subject = said if notice.test or notice.found_by_us else _ask_for(notice, event)
    if subject is None:
        return [Denied()]
    if subject.get("test"):  # the keys of a test shop where a real one is meant: never in the books
        notice.test = True
    return [told_by_payment(event, subject) if event in PAYMENTS else told_by_refund(subject)]


def _ask_for(notice: Notice, event: str) -> Object | None:
    with YooKassa(keys_of(notice.connection)) as shop:
        asked = shop.payment if event in PAYMENTS else shop.refund
        return asked(notice.subject)


def begin(connection: Connection, checkout: Checkout) -> Started:
    """Open a payment for the invoice, captured at once; our key is theirs for idempotence."""
    invoice = checkout.invoice
    body: dict[str, Any] = {
        "amount": {
            "value": Money(checkout.amount_minor, checkout.currency).plain(),
            "currency": checkout.currency,
        },
        "capture": True,
        "confirmation": {"type": "redirect", "return_url": checkout.return_url},
        "description": invoice.purpose[:128],
        "metadata": {"checkout": checkout.key, "invoice": invoice.number},
    }
    if slip := TillSlip.of(checkout.slip):
        body["receipt"] = receipt_of(slip)
    with YooKassa(keys_of(connection)) as shop:
        payment = shop.create_payment(body, key=checkout.key)
    address = (payment.get("confirmation") or {}).get("confirmation_url")
    if not address:
        said = payment.get("status", "")
        raise ProcessorRefused("The processor refused: %(said)s", said=said)
    return Started(str(payment["id"]), str(address))


def ask_about(connection: Connection, checkout: Checkout) -> Found | None:
    """The checkout's payment, as if it had been announced, once it is decided."""
    with YooKassa(keys_of(connection)) as shop:
        payment = shop.payment(checkout.external_id)
    if payment is None or payment["status"] not in ("succeeded", "canceled"):
        return None
    return found_as_told(f"payment.{payment['status']}", payment)


def look(connection: Connection, since: datetime, until: datetime) -> Iterator[Found]:
    """Payments and refunds that succeeded between two moments, whether they were announced or not."""
    with YooKassa(keys_of(connection)) as shop:
        for payment in shop.succeeded_payments(since, until):
            yield found_as_told("payment.succeeded", payment)
        for refund in shop.succeeded_refunds(since, until):
            yield found_as_told("refund.succeeded", refund)


def found_as_told(event: str, subject: Object) -> Found:
    """Their object, as if they had called us with it."""
    told = {"type": "notification", "event": event, "object": subject}
    return Found(accepted_of(event, subject), json.dumps(told, ensure_ascii=False).encode())


def check_keys(connection: Connection) -> None:
    """Ask whose keys these are; refused when they are another shop's, or test and live are mixed."""
    keys = keys_of(connection)
    with YooKassa(keys) as asked:
        shop = asked.shop()
    if shop is None or str(shop.get("account_id")) != keys["shop_id"]:
        raise Refusal("The secret key belongs to another shop.", code="other_shop")
    if bool(shop.get("test")) != connection.test_mode:
        raise Refusal(
            "A test shop needs the test mode, and a real one must not have it: change the connection.",
            code="mode_differs",
        )


def sample(keys: Keys, at: datetime) -> Call:
    """A notification such as they send, marked as a test."""
    payment = {
        "id": f"zabota-test-{at:%Y%m%d%H%M%S%f}",
        "status": "succeeded",
        "paid": True,
        "amount": {"value": "10.00", "currency": "RUB"},
        "income_amount": {"value": "9.65", "currency": "RUB"},
        "created_at": at.isoformat(),
        "captured_at": at.isoformat(),
        "description": "Проверка подключения",
        "recipient": {"account_id": keys["shop_id"], "gateway_id": "1"},
        "refundable": True,
        "test": True,
        "metadata": {},
    }
    told = {"type": "notification", "event": "payment.succeeded", "object": payment}
    body = json.dumps(told, ensure_ascii=False).encode()
    return Call(body=body, headers={"content-type": "application/json"}, at=at)
