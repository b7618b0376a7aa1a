"""Slips after the first at CloudPayments: a refund with its slip, and CloudKassir's slip of its own."""

from __future__ import annotations

import json
from datetime import timedelta

from django.conf import settings

from zabota.connectors.cloudpayments.operations.receiving import call
from zabota.connectors.cloudpayments.translate import accepted_of, customer_receipt
from zabota.connectors.connections.facts import Found, ProcessorRefused, SlipWord
from zabota.connectors.connections.models import Connection, LaterSlip
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.translate.till import TillSlip, closing_lines
from zabota.kit.clock import now

KNOWS_AGAIN = timedelta(minutes=50)  # of the hour for which they keep an X-Request-ID
PRINTED, NOT_PRINTED = "Processed", frozenset({"Error", "NotFound"})


def give_back(connection: Connection, slip: LaterSlip) -> SlipWord:
    """Return money of the transaction, with the slip of what goes back."""
    checkout = slip.checkout
    payment = checkout.payment
    if payment is None:
        raise ProcessorRefused("The processor has not told of this payment yet.")
    said: dict[str, object] = {
        "TransactionId": int(payment.external_id),
        "Amount": slip.amount.plain(),
    }
    if lines := TillSlip.of(slip.slip):
        said["JsonData"] = {"CloudPayments": {"CustomerReceipt": customer_receipt(lines)}}
    answer = call(keys_of(connection), "payments/refund", said, key=slip.key)
    if not answer.get("Success"):
        raise ProcessorRefused("The processor refused: %(said)s", said=str(answer.get("Message")))
    number = str((answer.get("Model") or {})["TransactionId"])
    told = {
        "TransactionId": number,
        "PaymentTransactionId": payment.external_id,
        "Amount": slip.amount.plain(),
        "Currency": checkout.currency,
        "DateTime": now().isoformat(timespec="seconds"),
    }
    found = Found(accepted_of("refund", told), json.dumps(told).encode())
    return SlipWord(end="done", external_id=number, found=found)


def close_advance(connection: Connection, slip: LaterSlip) -> SlipWord:
    """A slip of its own in their till: nothing is paid by it, the advance is set off."""
    lines = closing_lines(slip.slip)
    said: dict[str, object] = {
        "Inn": settings.VENDOR["inn"],
        "Type": "Income",
        "InvoiceId": slip.checkout.key,
        "CustomerReceipt": customer_receipt(lines, paid_by="advancePayment"),
    }
    answer = call(keys_of(connection), "kkt/receipt", said, key=slip.key)
    if not answer.get("Success"):
        raise ProcessorRefused("The processor refused: %(said)s", said=str(answer.get("Message")))
    return SlipWord(end="open", external_id=str((answer.get("Model") or {})["Id"]))


def ask_slip(connection: Connection, slip: LaterSlip) -> SlipWord:
    """Whether the till has printed the slip; a refund is told at once."""
    answer = call(keys_of(connection), "kkt/receipt/status/get", {"Id": slip.external_id})
    model = answer.get("Model")
    state = str(model.get("Status") if isinstance(model, dict) else model)
    if state == PRINTED:
        return SlipWord(end="done")
    if state in NOT_PRINTED:
        return SlipWord(end="refused", reason=str(answer.get("Message") or "касса не пробила чек"))
    return SlipWord(end="open")
