"""Robokassa's refunds and second slips: the tokens they take, and what they answer."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from zabota.connectors.connections.facts import SlipWord
from zabota.connectors.connections.translate.till import TillSlip, json_roubles
from zabota.kit.money import Money
from zabota.kit.vat import vat_inside

_ENDS = {"finished": "done", "canceled": "refused"}
_PRINTED, _FAILED = frozenset({"Done", "2"}), frozenset({"Fail", "NotProvided", "3", "1000"})


def refund_token(
    operation: str, *, amount_minor: int | None, slip: TillSlip | None, password: str
) -> str:
    """A token signed by password 3; without a sum and lines everything goes back, by their own slip."""
    said: dict[str, Any] = {"OpKey": operation}
    if amount_minor is not None:
        said["RefundSum"] = json_roubles(amount_minor)
    if slip is not None:
        said["InvoiceItems"] = [
            {
                "Name": line.words,
                "Quantity": line.quantity,
                "Cost": json_roubles(line.price_minor),
                "Tax": slip.vat_word,
                "PaymentMethod": slip.method,
                "PaymentObject": slip.subject,
            }
            for line in slip.lines
        ]
    text = f"{_coded(_text({'alg': 'HS256', 'typ': 'JWT'}))}.{_coded(_text(said))}"
    digest = hmac.new(password.encode(), text.encode(), hashlib.sha256).digest()
    return f"{text}.{_coded(digest)}"


def second_slip(slip: TillSlip, *, shop: str, number: str, first: str, url: str) -> dict[str, Any]:
    """The slip that closes an advance: payment of type 2 is one set off against it."""
    total = json_roubles(slip.total_minor)
    vat = vat_inside(Money(slip.total_minor), slip.vat)
    return {
        "merchantId": shop,
        "id": number,
        "originId": first,
        "operation": "sell",
        "sno": slip.taxation,
        "url": url,
        "total": total,
        "items": [
            {
                "name": line.words,
                "quantity": line.quantity,
                "sum": json_roubles(line.amount_minor),
                "tax": slip.vat_word,
                "payment_method": slip.method,
                "payment_object": slip.subject,
            }
            for line in slip.lines
        ],
        "client": {"email": slip.email},
        "payments": [{"type": 2, "sum": total}],
        "vats": [{"type": slip.vat_word, "sum": json_roubles(vat.minor)}],
    }


def signed(said: Mapping[str, Any], password: str, algorithm: str) -> str:
    """Their token of two parts: what is said, and the digest of it with password 1, both encoded."""
    body = _coded(_text(said))
    digest = hashlib.new(algorithm, f"{body}{password}".encode()).hexdigest()
    return f"{body}.{_coded(digest.encode())}"


def _text(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _coded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def word_of_refund(said: Mapping[str, Any]) -> SlipWord:
    """What became of a refund."""
    label = str(said.get("label") or "")
    end = _ENDS.get(label, "open")
    if end == "refused":
        return SlipWord(
            end="refused", reason=str(said.get("message") or "Robokassa отменила возврат")
        )
    return SlipWord(end="done" if end == "done" else "open")


def word_of_second(said: Mapping[str, Any]) -> SlipWord:
    """What became of a second slip, as it was sent or asked about."""
    codes = {str(one.get("Code")) for one in said.get("Statuses") or ()}
    codes = codes or {str(said.get("ResultCode", said.get("Code", "")))}
    words = str(said.get("ResultDescription") or said.get("Description") or "")
    if codes & _FAILED:
        return SlipWord(end="refused", reason=words or "касса не пробила чек")
    return SlipWord(end="done" if codes & _PRINTED else "open")
