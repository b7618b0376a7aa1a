"""T-Bank's notifications → facts, and the token that signs calls both ways. Amounts are kopecks."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from zabota.connectors.connections.facts import Accepted, Noted, NotKnown, PaymentTold, Told
from zabota.domain.payments.facts import PaymentFact, RefundFact

SOURCE = "tbank"
PAID = "CONFIRMED"
ENDS = frozenset({"REJECTED", "CANCELED", "DEADLINE_EXPIRED", "AUTH_FAIL"})
BACK = frozenset({"REFUNDED", "REVERSED"})  # all that is left
PART_BACK = "PARTIAL_REFUNDED"
NOTED = frozenset(
    ["NEW", "FORM_SHOWED", "AUTHORIZING", "3DS_CHECKING", "3DS_CHECKED", "AUTHORIZED", "CONFIRMING",
     "REVERSING", "PARTIAL_REVERSED", "REFUNDING"]
)  # fmt: skip

Said = Mapping[str, Any]


def token_of(said: Said, password: str) -> str:
    """SHA-256 of the root values in the order of their names; nested ones and Token stay out."""
    values = {name: value for name, value in said.items() if name != "Token" and _is_plain(value)}
    values["Password"] = password
    text = "".join(_text(values[name]) for name in sorted(values))
    return sha256(text.encode()).hexdigest()


def _is_plain(value: object) -> bool:
    return value is not None and not isinstance(value, dict | list)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def is_signed(said: Said, password: str) -> bool:
    """Whether the token agrees; compared in constant time."""
    return hmac.compare_digest(str(said.get("Token") or "").lower(), token_of(said, password))


def read_notification(raw: bytes) -> Said:
    """The notification; ValueError for anything of another shape."""
    said = json.loads(raw)
    if not isinstance(said, dict) or not said.get("PaymentId") or not said.get("Status"):
        raise ValueError("not a notification of T-Bank")
    return said


def accepted_of(said: Said) -> Accepted:
    """A payment passes each state once, a partial refund once for each amount."""
    number, status = str(said["PaymentId"]), str(said["Status"])
    return Accepted(
        external_id=f"{number}:{status}:{said.get('Amount', '')}",
        word=status,
        subject=number,
        test=str(said.get("TerminalKey", "")).endswith("DEMO"),
    )


def told_of(said: Said, *, at: datetime) -> Told:
    """Everything but refunds: those need to know what is left of the payment."""
    status, order = said["Status"], str(said.get("OrderId") or "")
    amount = int(said["Amount"])
    if status == PAID and _true(said.get("Success", True)):
        return PaymentTold(payment_fact(said, at=at), order)
    if status in NOTED or status in ENDS:
        return Noted(order, status in ENDS, amount)
    return NotKnown()


def _true(value: object) -> bool:
    return str(value).lower() == "true"


def payment_fact(said: Said, *, at: datetime) -> PaymentFact:
    """A confirmed payment; notifications bear no moment of their own."""
    return PaymentFact(
        source=SOURCE,
        external_id=str(said["PaymentId"]),
        amount_minor=int(said["Amount"]),
        paid_at=at,
        purpose=f"Оплата по счёту {said.get('OrderId') or ''}".strip()[:500],
    )


def refund_fact(said: Said, *, amount_minor: int, at: datetime) -> RefundFact:
    """Money that went back; the amount of a partial refund is that of this very operation."""
    number = str(said["PaymentId"])
    return RefundFact(
        source=SOURCE,
        external_id=f"{number}:{said['Status']}:{said['Amount']}",
        payment_source=SOURCE,
        payment_external_id=number,
        amount_minor=amount_minor,
        refunded_at=at,
    )
