"""Slips after the first at YooKassa: a refund with its slip, and the slip that closes an advance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zabota.connectors.connections.client import there
from zabota.connectors.connections.facts import SlipWord
from zabota.connectors.connections.models import Connection, LaterSlip, SlipKind
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.translate.till import TillSlip, closing_lines
from zabota.connectors.yookassa.client import YooKassa
from zabota.connectors.yookassa.operations.receiving import found_as_told
from zabota.connectors.yookassa.translate.payments import Object
from zabota.connectors.yookassa.translate.slips import (
    closing_of,
    receipt_of,
    word_of_first,
    word_of_refund,
    word_of_slip,
)


def give_back(connection: Connection, slip: LaterSlip) -> SlipWord:
    """Return money. Of the whole payment YooKassa makes the slip itself, of a part it takes ours."""
    checkout = slip.checkout
    body: dict[str, Any] = {
        "payment_id": checkout.external_id,
        "amount": {"value": slip.amount.plain(), "currency": checkout.currency},
        "description": slip.reason[:250],
    }
    lines = TillSlip.of(slip.slip)
    if lines and slip.amount_minor < checkout.amount_minor:
        body["receipt"] = receipt_of(lines)
    with YooKassa(keys_of(connection)) as shop:
        return _told(shop.create_refund(body, key=slip.key))


def close_advance(connection: Connection, slip: LaterSlip) -> SlipWord:
    """A slip of its own; the till prints it within minutes, or in three days at most."""
    lines = closing_lines(slip.slip)
    with YooKassa(keys_of(connection)) as shop:
        body = closing_of(lines, slip.checkout.external_id)
        return word_of_slip(shop.create_receipt(body, key=slip.key))


def ask_slip(connection: Connection, slip: LaterSlip) -> SlipWord:
    """What became of it, by its number there."""
    with YooKassa(keys_of(connection)) as shop:
        if slip.kind == SlipKind.REFUND:
            refund = shop.refund(slip.external_id)
            return _told(there(refund))
        return word_of_slip(there(shop.receipt(slip.external_id)))


def ask_first_slip(connection: Connection, slip: LaterSlip) -> SlipWord:
    """Whether the slip of the payment is printed, as the payment says."""
    with YooKassa(keys_of(connection)) as shop:
        return word_of_first(there(shop.payment(slip.checkout.external_id)))


def _told(refund: Object) -> SlipWord:
    word = word_of_refund(refund)
    if word.end != "done":
        return word
    return replace(word, found=found_as_told("refund.succeeded", refund))
