"""The road of one notification: proved, answered with a code, and asked about before it is believed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode

from zabota.connectors.cloudpayments.translate import (
    WORDS,
    Said,
    accepted_of,
    accepted_unknown,
    amount_of,
    customer_receipt,
    hmac_of,
    is_signed,
    payment_fact,
    read_notification,
    refund_fact,
    taken_of,
    word_of,
)
from zabota.connectors.connections.client import Json, ask, there
from zabota.connectors.connections.facts import (
    Accepted,
    Answer,
    Call,
    Denied,
    Found,
    Keys,
    NotAccepted,
    NotCertain,
    Noted,
    NotKnown,
    PaymentTold,
    ProcessorRefused,
    RefundTold,
    Started,
    Told,
)
from zabota.connectors.connections.models import (
    Checkout,
    CheckoutStatus,
    Connection,
    Notice,
)
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.translate.till import TillSlip
from zabota.domain.invoices.queries import is_payable, state_of
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.kit.outside import outside

LONGEST_WORD = 20
GOOD, UNKNOWN_INVOICE, WRONG_AMOUNT, NOT_NOW, EXPIRED = 0, 10, 12, 13, 20


def receive(call: Call, keys: Keys) -> Accepted:
    """Proved by Content-HMAC over the raw body; the address says which notification it is."""
    if not is_signed(call.body, call.headers.get("content-hmac", ""), keys["api_secret"]):
        raise NotAccepted("signature")
    word = word_of(call.query)
    if not word:
        raise NotAccepted("bare")
    if word not in WORDS and word.isalpha() and len(word) <= LONGEST_WORD:
        return accepted_unknown(word, call.body)
    if word not in WORDS:
        raise NotAccepted("unreadable")
    try:
        return accepted_of(word, read_notification(call.body, call.headers.get("content-type", "")))
    except ValueError:
        raise NotAccepted("unreadable") from None


def answer(call: Call, accepted: Accepted, connection: Connection) -> Answer:
    """A code; only a check may be answered with a no."""
    code = GOOD
    if accepted.word == "check":
        said = read_notification(call.body, call.headers.get("content-type", ""))
        code = _check(said, connection, today=local_date(call.at))
    return Answer(json.dumps({"code": code}), content_type="application/json")


def _check(said: Said, connection: Connection, *, today: date) -> int:
    order = str(said.get("InvoiceId") or "")
    known = Checkout.objects.filter(connection=connection, key=order)
    checkout = known.select_related("invoice").first()
    if checkout is None:
        strict = connection.settings.get("strangers") == "refuse"
        return UNKNOWN_INVOICE if strict else GOOD
    if checkout.status == CheckoutStatus.PAID:
        return NOT_NOW
    # Since the page was opened the invoice may have been cancelled, gone stale or been paid by bank.
    invoice = checkout.invoice
    if not is_payable(invoice, today=today):
        return EXPIRED if state_of(invoice, today=today) == "expired" else NOT_NOW
    left = Money(invoice.amount_minor - invoice.paid_minor, invoice.currency)
    return GOOD if amount_of(said) == left else WRONG_AMOUNT


def read_notice(notice: Notice) -> Sequence[Told]:
    """A payment is asked about: a mixed-up address in their cabinet must not make money."""
    if notice.word not in WORDS:
        return [NotKnown()]
    said = read_notification(bytes(notice.event.raw))
    order = str(said.get("InvoiceId") or "")
    if notice.word == "pay" and said.get("Status") == "Authorized":
        return [_held(said)]  # set aside only: what is taken of it, its confirmation tells
    if notice.word in ("pay", "confirm"):
        return [PaymentTold(payment_fact(said), order) if notice.test else _paid(notice, said)]
    if notice.word == "refund":
        return [RefundTold(refund_fact(said), currency=amount_of(said).currency)]
    return [_held(said)]  # check, fail, cancel


def _held(said: Said) -> Noted:
    amount = amount_of(said)
    return Noted(str(said.get("InvoiceId") or ""), False, amount.minor, amount.currency)


def _paid(notice: Notice, said: Said) -> Told:
    found = call(
        keys_of(notice.connection), "payments/get", {"TransactionId": said["TransactionId"]}
    )
    model = found.get("Model") or {}
    if not model:
        return Denied()
    if model.get("Status") == "Completed":
        taken = taken_of(model, said, confirmed=notice.word == "confirm")
        if taken is None:
            return Denied()
        fact = replace(payment_fact(said), amount_minor=taken.minor)
        return PaymentTold(fact, str(said.get("InvoiceId") or ""))
    if model.get("Status") in ("Authorized", "Cancelled", "Declined"):
        return _held(said)
    raise NotCertain(f"transaction {said['TransactionId']} is {model.get('Status')}")


def call(keys: Keys, method: str, said: dict[str, object], *, key: str = "") -> Json:
    """Their answer; with a key, the same key within the hour gives the same answer."""
    headers = {"X-Request-ID": key} if key else {}
    with outside(keys["api_url"], auth=(keys["public_id"], keys["api_secret"])) as client:
        return there(ask(client, "POST", method, json=said, headers=headers))


def begin(connection: Connection, checkout: Checkout) -> Started:
    """An invoice of theirs by a link (orders/create); the same request id makes it once."""
    keys = keys_of(connection)
    said: dict[str, object] = {
        "Amount": Money(checkout.amount_minor, checkout.currency).plain(),
        "Currency": checkout.currency,
        "Description": checkout.invoice.purpose[:200],
        "InvoiceId": checkout.key,
        "SuccessRedirectUrl": checkout.return_url,
        "FailRedirectUrl": checkout.return_url,
    }
    if slip := TillSlip.of(checkout.slip):
        said["Email"] = slip.email
        said["JsonData"] = {"CloudPayments": {"CustomerReceipt": customer_receipt(slip)}}
    found = call(keys, "orders/create", said, key=checkout.key)
    model = found.get("Model") or {}
    if not found.get("Success") or not model.get("Url"):
        raise ProcessorRefused("The processor refused: %(said)s", said=str(found.get("Message")))
    return Started(str(model["Id"]), str(model["Url"]))


def ask_about(connection: Connection, checkout: Checkout) -> Found | None:
    """The payment of a checkout by its invoice number, as if it had been announced."""
    found = call(keys_of(connection), "v2/payments/find", {"InvoiceId": checkout.key})
    model = found.get("Model") or {}
    if model.get("Status") != "Completed":
        return None
    said = {**model, "DateTime": model.get("ConfirmDateIso") or model.get("CreatedDateIso")}
    raw = json.dumps(said, ensure_ascii=False).encode()
    return Found(accepted_of("pay", said), raw)


def check_keys(connection: Connection) -> None:
    """Their own method for trying keys."""
    if not call(keys_of(connection), "test", {}).get("Success"):
        raise Refusal("The processor does not accept the keys: check them.", code="keys_refused")


def sample(keys: Keys, at: datetime) -> Call:
    """A notification such as they send."""
    body = urlencode(
        {
            "TransactionId": int(at.timestamp() * 1000),
            "Amount": "10.00",
            "Currency": "RUB",
            "DateTime": f"{at:%Y-%m-%d %H:%M:%S}",
            "Status": "Completed",
            "TestMode": "1",
            "Description": "Проверка подключения",
        }
    ).encode()
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "content-hmac": hmac_of(body, keys["api_secret"]),
    }
    return Call(body=body, query="kind=pay", headers=headers, at=at)
