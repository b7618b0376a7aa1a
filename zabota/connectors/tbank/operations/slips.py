"""Slips after the first at T-Bank: Cancel with what goes back, and the slip that closes an advance."""

from __future__ import annotations

import json
from typing import Any

import httpx

from zabota.connectors.connections.client import Json
from zabota.connectors.connections.facts import Found, ProcessorRefused, SlipWord
from zabota.connectors.connections.models import Connection, LaterSlip
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.translate.till import TillSlip, closing_lines
from zabota.connectors.tbank.operations.receiving import call
from zabota.connectors.tbank.translate import (
    BACK,
    PART_BACK,
    accepted_of,
    closing_receipt_of,
    receipt_of,
)


def give_back(connection: Connection, slip: LaterSlip) -> SlipWord:
    """Return money. Of the whole payment the bank makes the slip itself, of a part it takes ours.

    Asked again with the same ExternalRequestId it says how that one stands. A partial refund is booked
    by the bank's notification only, which tells two equal ones apart.
    """
    checkout, keys = slip.checkout, keys_of(connection)
    said: dict[str, Any] = {
        "PaymentId": checkout.external_id,
        "Amount": slip.amount_minor,
        "ExternalRequestId": slip.key,
    }
    lines = TillSlip.of(slip.slip)
    if lines and slip.amount_minor < checkout.amount_minor:
        said["Receipt"] = receipt_of(lines)
    answer = call(keys, "Cancel", said)
    status = str(answer.get("Status"))
    if not answer.get("Success"):
        raise ProcessorRefused("The processor refused: %(said)s", said=_words(answer))
    if status not in BACK | {PART_BACK}:
        return SlipWord(end="open", external_id=slip.key)
    if status == PART_BACK:
        return SlipWord(end="done", external_id=slip.key)
    told = {"TerminalKey": keys["terminal_key"], "OrderId": checkout.key, "Success": True,
            "Status": status, "PaymentId": checkout.external_id, "Amount": slip.amount_minor}  # fmt: skip
    found = Found(accepted_of(told), json.dumps(told, ensure_ascii=False).encode())
    return SlipWord(end="done", external_id=slip.key, found=found)


def close_advance(connection: Connection, slip: LaterSlip) -> SlipWord:
    """SendClosingReceipt: the bank passes it to the till; it has no number and tells no more of it."""
    lines = closing_lines(slip.slip)
    keys = keys_of(connection)
    beside = httpx.URL(keys["api_url"]).join("/cashbox/SendClosingReceipt")
    said = {"PaymentId": slip.checkout.external_id, "Receipt": closing_receipt_of(lines)}
    answer = call(keys, str(beside), said)
    if not answer.get("Success"):
        raise ProcessorRefused("The processor refused: %(said)s", said=_words(answer))
    return SlipWord(end="done")


def _words(answer: Json) -> str:
    return str(answer.get("Details") or answer.get("Message") or answer.get("ErrorCode"))
