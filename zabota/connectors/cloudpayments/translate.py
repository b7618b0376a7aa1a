"""CloudPayments' notifications (form or JSON) → facts, and their signature. Amounts are decimal text."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from zabota.connectors.connections.facts import Accepted
from zabota.connectors.connections.translate.till import TAXATIONS, TillSlip, json_roubles
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.kit.money import Money

SOURCE = "cloudpayments"
WORDS = frozenset({"check", "pay", "fail", "confirm", "refund", "cancel"})

# Their numbers (developers.cloudkassir.ru): 3 is ЕНВД, which is no more.
_TAXATION = dict(zip(TAXATIONS, (0, 1, 2, 4, 5), strict=True))
_METHOD = {"full_prepayment": 1, "prepayment": 2, "full_payment": 4}
_SUBJECT = {"commodity": 1, "service": 4, "intellectual_activity": 9}

Said = Mapping[str, Any]


def customer_receipt(slip: TillSlip, *, paid_by: str = "electronic") -> dict[str, Any]:
    """What CloudKassir prints; without VAT `vat` is null, all of it is paid in one way."""
    vat = None if slip.vat_word == "none" else int(slip.vat_word.removeprefix("vat"))
    return {
        "Items": [
            {
                "label": line.words,
                "price": json_roubles(line.price_minor),
                "quantity": line.quantity,
                "amount": json_roubles(line.amount_minor),
                "vat": vat,
                "method": _METHOD[slip.method],
                "object": _SUBJECT[slip.subject],
                "measurementUnit": "шт",
            }
            for line in slip.lines
        ],
        "taxationSystem": _TAXATION[slip.taxation],
        "email": slip.email,
        "amounts": {paid_by: json_roubles(slip.total_minor)},
    }


def hmac_of(raw: bytes, secret: str) -> str:
    """Base64 of HMAC-SHA256 over the raw body."""
    return b64encode(hmac.new(secret.encode(), raw, sha256).digest()).decode()


def is_signed(raw: bytes, signature: str, secret: str) -> bool:
    """Whether Content-HMAC agrees; compared in constant time."""
    return hmac.compare_digest(signature.encode(), hmac_of(raw, secret).encode())


def read_notification(raw: bytes, content_type: str = "") -> Said:
    """A form, or JSON where the shop chose it; ValueError for anything else."""
    text = raw.decode()
    if "json" in content_type or text.lstrip().startswith("{"):
        said = json.loads(text, parse_float=str)
    else:
        said = {name: values[-1] for name, values in parse_qs(text, strict_parsing=True).items()}
    if not isinstance(said, dict) or not said.get("TransactionId"):
        raise ValueError("not a notification of CloudPayments")
    return said


def word_of(query: str) -> str:
    """Which notification it is, from the address that staff pasted: ?kind=pay."""
    return (parse_qs(query).get("kind") or [""])[-1].lower()


def accepted_unknown(word: str, raw: bytes) -> Accepted:
    """A notification of a kind that we do not know (receipts, subscriptions), by its very bytes."""
    return Accepted(external_id=f"{word}:{sha256(raw).hexdigest()[:32]}", word=word)


def accepted_of(word: str, said: Said) -> Accepted:
    """A transaction passes each kind once."""
    number = str(said["TransactionId"])
    return Accepted(
        external_id=f"{word}:{number}",
        word=word,
        subject=number,
        test=str(said.get("TestMode", "0")).lower() in ("1", "true"),
    )


def amount_of(said: Said) -> Money:
    """The sum in minor units, exactly."""
    return Money.parse(str(said["Amount"]), str(said.get("Currency") or "RUB"))


def taken_of(model: Said, said: Said, *, confirmed: bool) -> Money | None:
    """What was really taken of a completed transaction, by their answer; None when it contradicts.

    Of two stages the second may take less than the first has set aside: then a late look at the first
    finds less, and the confirmation itself says what was taken. Nothing ever takes more.
    """
    told, known = amount_of(said), amount_of(model)
    if model.get("PaymentAmount") and model.get("PaymentCurrency") == model.get("Currency"):
        known = min(known, amount_of({**model, "Amount": model["PaymentAmount"]}), key=_minor)
    if known.currency != told.currency or (known.minor > told.minor and not confirmed):
        return None
    return min(known, told, key=_minor) if confirmed else known


def _minor(money: Money) -> int:
    return money.minor


def payment_fact(said: Said) -> PaymentFact:
    """A charge that is completed; TotalFee is what they keep."""
    amount = amount_of(said)
    fee = said.get("TotalFee")
    return PaymentFact(
        source=SOURCE,
        external_id=str(said["TransactionId"]),
        amount_minor=amount.minor,
        currency=amount.currency,
        fee_minor=Money.parse(str(fee), amount.currency).minor if fee else 0,
        paid_at=moment(said),
        client_external_id=str(said.get("AccountId") or "")[:120],
        purpose=_purpose(said),
    )


def _purpose(said: Said) -> str:
    invoice = said.get("InvoiceId") or ""
    named = f"Оплата по счёту {invoice}." if invoice else ""
    return f"{named} {said.get('Description') or ''}".strip()[:500]


def refund_fact(said: Said) -> RefundFact:
    """Money that went back, of the payment it names."""
    return RefundFact(
        source=SOURCE,
        external_id=str(said["TransactionId"]),
        payment_source=SOURCE,
        payment_external_id=str(said["PaymentTransactionId"]),
        amount_minor=amount_of(said).minor,
        refunded_at=moment(said),
    )


def moment(said: Said) -> datetime:
    """DateTime is in UTC and does not say so."""
    found = datetime.fromisoformat(str(said["DateTime"]))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
