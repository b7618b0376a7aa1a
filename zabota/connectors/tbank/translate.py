"""T-Bank's notifications → facts, and the token that signs calls both ways. Amounts are kopecks."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from zabota.connectors.connections.facts import Accepted, Noted, NotKnown, PaymentTold, Told
from zabota.connectors.connections.translate.till import TillSlip
from zabota.domain.payments.facts import PaymentFact, RefundFact

SOURCE = "tbank"
PAID = "CONFIRMED"
ENDS = frozenset({"REJECTED", "CANCELED", "DEADLINE_EXPIRED", "AUTH_FAIL"})
BACK = frozenset({"REFUNDED", "REVERSED"})  # all that is left
PART_BACK = "PARTIAL_REFUNDED"
MOST_PARTS = 16  # of so many notifications of one payment the sums are tried
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
    given = str(said.get("Token") or "").lower()
    return hmac.compare_digest(given.encode(), token_of(said, password).encode())


def receipt_of(slip: TillSlip) -> dict[str, Any]:
    """Init's Receipt (ФФД 1.05): kopecks throughout; being nested, it stays out of the token."""
    return {
        "Email": slip.email,
        "Taxation": slip.taxation,
        "Items": [
            {
                "Name": line.words,
                "Price": line.price_minor,
                "Quantity": line.quantity,
                "Amount": line.amount_minor,
                "Tax": slip.vat_word,
                "PaymentMethod": slip.method,
                "PaymentObject": slip.subject,
            }
            for line in slip.lines
        ],
    }


def closing_receipt_of(slip: TillSlip) -> dict[str, Any]:
    """The Receipt of SendClosingReceipt: all of it is set off against the advance."""
    paid = {"Electronic": 0, "AdvancePayment": slip.total_minor}
    return {**receipt_of(slip), "Payments": paid}


def read_notification(raw: bytes) -> Said:
    """The notification; ValueError for anything of another shape."""
    said = json.loads(raw)
    if not isinstance(said, dict) or not said.get("PaymentId") or not said.get("Status"):
        raise ValueError("not a notification of T-Bank")
    return said


def accepted_of(said: Said, *, at: datetime | None = None) -> Accepted:
    """A payment passes each state once; of partial refunds two equal ones are the same bytes as a
    repeat, so each arrival is read by itself and what the bank has left tells them apart."""
    number, status = str(said["PaymentId"]), str(said["Status"])
    arrival = f":{at:%Y%m%d%H%M%S%f}" if at and status == PART_BACK else ""
    return Accepted(
        external_id=f"{number}:{status}:{said.get('Amount', '')}{arrival}",
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


def is_made_of(total: int, parts: Sequence[int]) -> bool:
    """Whether a sum is made of some of these amounts, each at most once."""
    reached = {0}
    for part in parts[:MOST_PARTS]:
        reached |= {sum_ + part for sum_ in reached if sum_ + part <= total}
    return total in reached


def refund_fact(said: Said, *, amount_minor: int, at: datetime, key: str = "") -> RefundFact:
    """Money that went back; the amount of a partial refund is that of this very operation."""
    number = str(said["PaymentId"])
    return RefundFact(
        source=SOURCE,
        external_id=f"{number}:{key or _status_and_sum(said)}",
        payment_source=SOURCE,
        payment_external_id=number,
        amount_minor=amount_minor,
        refunded_at=at,
    )


def _status_and_sum(said: Said) -> str:
    return f"{said['Status']}:{said['Amount']}"
