"""The road of one notification, and what we ask of T-Bank: Init, GetState."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from zabota.connectors.connections.client import Json, ask, there
from zabota.connectors.connections.facts import (
    Accepted,
    Call,
    Found,
    Keys,
    KeysRefused,
    NotAccepted,
    NotCertain,
    Noted,
    ProcessorRefused,
    RefundTold,
    Started,
    Told,
)
from zabota.connectors.connections.models import Checkout, Connection, Notice
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.translate.till import TillSlip
from zabota.connectors.tbank.translate import (
    BACK,
    ENDS,
    PAID,
    PART_BACK,
    SOURCE,
    Said,
    accepted_of,
    is_made_of,
    is_signed,
    read_notification,
    receipt_of,
    refund_fact,
    token_of,
    told_of,
)
from zabota.domain.payments.models import Payment
from zabota.kit.clock import now
from zabota.kit.outside import outside

EXPLAINED_WITHIN = timedelta(hours=1)
WRONG_KEYS = frozenset({"202", "204", "205", "501"})


def receive(call: Call, keys: Keys) -> Accepted:
    """Proved by the token over the values of the body."""
    try:
        said = read_notification(call.body)
        accepted = accepted_of(said, at=call.at)
        signed = is_signed(said, keys["password"])
    except (ValueError, KeyError, TypeError):
        raise NotAccepted("unreadable") from None
    if str(said.get("TerminalKey")) != keys["terminal_key"]:
        raise NotAccepted("foreign")
    if not signed:
        raise NotAccepted("signature")
    return accepted


def read_notice(notice: Notice) -> Sequence[Told]:
    """Only CONFIRMED is money; a full refund takes back whatever is left of the payment, a partial
    one what the bank has less than we."""
    said = read_notification(bytes(notice.event.raw))
    at = notice.came_at
    if said["Status"] == PART_BACK:
        return [_part_back(notice, said, at=at)]
    if said["Status"] in BACK:
        return [_all_back(said, at=at)]
    return [told_of(said, at=at)]


def _part_back(notice: Notice, said: Said, *, at: datetime) -> Told:
    """What has gone back and is not recorded yet, by what the bank says is left.

    Two equal refunds and one told twice are the same bytes: only what is left tells them apart. An
    answer that the amounts told so far do not explain waits for the notification that does; after
    an hour, and where the bank does not lower the amount, the notification's own word is taken.
    """
    by_its_word = RefundTold(refund_fact(said, amount_minor=int(said["Amount"]), at=at))
    payment = _payment_of(said)
    if notice.test or payment is None:
        return by_its_word
    state = call(keys_of(notice.connection), "GetState", {"PaymentId": str(said["PaymentId"])})
    if str(state.get("Status")) in BACK:
        return _all_back({**said, "Status": state["Status"]}, at=at)
    left = state.get("Amount")
    if not isinstance(left, int) or not 0 < left < payment.amount_minor:
        return by_its_word
    recorded = _back(payment)
    new = payment.amount_minor - left - recorded
    if new == 0:
        return Noted(amount_minor=-int(said["Amount"]))
    if is_made_of(new, _parts_told(notice)):
        return RefundTold(refund_fact(said, amount_minor=new, at=at, key=f"after:{recorded}"))
    if now() - notice.came_at < EXPLAINED_WITHIN:
        raise NotCertain(f"the bank has {left} left, which no notification explains yet")
    return by_its_word


def _parts_told(notice: Notice) -> list[int]:
    """The amount of each notification of a partial refund of this payment, the newest first."""
    told = Notice.objects.filter(
        connection=notice.connection, subject=notice.subject, word=PART_BACK
    ).select_related("event")
    rows = told.order_by("-pk")
    return [int(read_notification(bytes(one.event.raw))["Amount"]) for one in rows]


def _all_back(said: Said, *, at: datetime) -> Told:
    payment = _payment_of(said)
    if payment is None:
        if said["Status"] == "REVERSED":  # let go before it was ever taken
            return Noted(str(said.get("OrderId") or ""), True, int(said["Amount"]))
        return RefundTold(refund_fact(said, amount_minor=int(said["Amount"]), at=at))
    left = payment.amount_minor - _back(payment)
    if left <= 0:
        return Noted()
    return RefundTold(refund_fact(said, amount_minor=left, at=at))


def _payment_of(said: Said) -> Payment | None:
    return Payment.objects.filter(source=SOURCE, external_id=str(said["PaymentId"])).first()


def _back(payment: Payment) -> int:
    return int(payment.refunds.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def call(keys: Keys, method: str, said: dict[str, Any]) -> Json:
    """Their answer to a signed call; raises KeysRefused, or what leaves the outcome open."""
    body = {"TerminalKey": keys["terminal_key"], **said}
    body["Token"] = token_of(body, keys["password"])
    with outside(keys["api_url"]) as client:
        answer = there(ask(client, "POST", method, json=body))
    if str(answer.get("ErrorCode")) in WRONG_KEYS:
        raise KeysRefused("The processor does not accept the keys: check them.")
    return answer


def begin(connection: Connection, checkout: Checkout) -> Started:
    """Init: nothing is taken by it, so a second one with the same order is harmless."""
    said: dict[str, Any] = {
        "Amount": checkout.amount_minor,
        "OrderId": checkout.key,
        "Description": checkout.invoice.purpose[:140],
        "SuccessURL": checkout.return_url,
        "FailURL": checkout.return_url,
        "PayType": "O",
    }
    if slip := TillSlip.of(checkout.slip):
        said["Receipt"] = receipt_of(slip)
    answer = call(keys_of(connection), "Init", said)
    if not answer.get("Success") or not answer.get("PaymentURL"):
        words = answer.get("Details") or answer.get("Message") or answer.get("ErrorCode")
        raise ProcessorRefused("The processor refused: %(said)s", said=str(words))
    return Started(str(answer["PaymentId"]), str(answer["PaymentURL"]))


def ask_about(connection: Connection, checkout: Checkout) -> Found | None:
    """GetState of a checkout, as if it had been announced, once it is decided.

    What was given back had been taken before; REVERSED was only set aside and let go.
    """
    keys = keys_of(connection)
    answer = call(keys, "GetState", {"PaymentId": checkout.external_id})
    if str(answer.get("Status")) not in {PAID, PART_BACK} | BACK | ENDS:
        return None
    was_taken = answer["Status"] in (PART_BACK, "REFUNDED")
    status = PAID if was_taken else answer["Status"]
    said = {**answer, "Status": status, "TerminalKey": keys["terminal_key"],
            "Amount": checkout.amount_minor, "OrderId": checkout.key,
            "PaymentId": checkout.external_id}  # fmt: skip
    return Found(accepted_of(said), json.dumps(said, ensure_ascii=False).encode())


def check_keys(connection: Connection) -> None:
    """Ask for a payment that is not there: wrong keys are told apart from that."""
    call(keys_of(connection), "GetState", {"PaymentId": "1"})


def sample(keys: Keys, at: datetime) -> Call:
    """A notification such as they send."""
    said: dict[str, Any] = {
        "TerminalKey": keys["terminal_key"],
        "OrderId": "Проверка подключения",
        "Success": True,
        "Status": PAID,
        "PaymentId": int(at.timestamp() * 1000),
        "ErrorCode": "0",
        "Amount": 1000,
        "Pan": "430000******0777",
    }
    said["Token"] = token_of(said, keys["password"])
    return Call(
        body=json.dumps(said, ensure_ascii=False).encode(),
        headers={"content-type": "application/json"},
        at=at,
    )
