"""Slips after the first at Robokassa: a refund by password 3, and the second slip of an advance."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import httpx
from django.conf import settings

from zabota.connectors.connections.facts import Found, Keys, KeysRefused, ProcessorRefused, SlipWord
from zabota.connectors.connections.models import Connection, LaterSlip, SlipKind
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.translate.till import TillSlip, closing_lines
from zabota.connectors.robokassa import client
from zabota.connectors.robokassa.operations.receiving import algorithm_of, number_of_slip, state_of
from zabota.connectors.robokassa.translate.results import refund_accepted, refund_said
from zabota.connectors.robokassa.translate.slips import (
    refund_token,
    second_slip,
    signed,
    word_of_refund,
    word_of_second,
)


def give_back(connection: Connection, slip: LaterSlip) -> SlipWord:
    """Ask for a refund: they take it in and say later how it ended. Of all of it they print the slip themselves."""
    keys, checkout = keys_of(connection), slip.checkout
    if not keys["password3"]:
        raise KeysRefused("Give password 3 in the keys of the connection: it signs refunds.")
    try:
        operation = state_of(keys, checkout.external_id).operation
    except httpx.HTTPError as fault:  # nothing was asked for yet, so nothing is unknown
        raise ProcessorRefused("The processor does not answer. Try again in a minute.") from fault
    if not operation:
        raise ProcessorRefused(
            "The processor does not name this operation: return it in its cabinet."
        )
    whole = slip.amount_minor == checkout.amount_minor
    token = refund_token(
        operation,
        amount_minor=None if whole else slip.amount_minor,
        slip=None if whole else TillSlip.of(slip.slip),
        password=keys["password3"],
    )
    answer = client.create_refund(keys, token)
    if not answer.get("success") or not answer.get("requestId"):
        raise ProcessorRefused("The processor refused: %(said)s", said=str(answer.get("message")))
    return SlipWord(end="open", external_id=str(answer["requestId"]))


def close_advance(connection: Connection, slip: LaterSlip) -> SlipWord:
    """Attach the second slip to the first; its number is ours, so a second question prints no third."""
    lines = closing_lines(slip.slip)
    keys = keys_of(connection)
    number = number_of_slip(slip)
    said = second_slip(
        lines, shop=keys["login"], number=number, first=slip.checkout.external_id,
        url=settings.PUBLIC_URL,
    )  # fmt: skip
    token = signed(said, keys["password1"], algorithm_of(keys))
    word = word_of_second(client.second_slip(keys, "Attach", token))
    if word.end == "refused":
        raise ProcessorRefused("The processor refused: %(said)s", said=word.reason)
    return replace(word, external_id=number)


def ask_slip(connection: Connection, slip: LaterSlip) -> SlipWord:
    """What became of it. They do not call about refunds: what is finished is told by us in their stead."""
    keys = keys_of(connection)
    if slip.kind == SlipKind.CLOSING:
        return _printed(keys, slip.external_id)
    word = word_of_refund(client.refund_state(keys, slip.external_id))
    if word.end != "done":
        return word
    told = refund_said(slip.external_id, slip.checkout.external_id, slip.amount.plain())
    return replace(word, found=Found(refund_accepted(told), urlencode(told).encode()))


def ask_first_slip(connection: Connection, slip: LaterSlip) -> SlipWord:
    """Whether the slip of the payment is printed, by the number of the order."""
    return _printed(keys_of(connection), slip.checkout.external_id)


def _printed(keys: Keys, number: str) -> SlipWord:
    said = {"merchantId": keys["login"], "id": number}
    token = signed(said, keys["password1"], algorithm_of(keys))
    return word_of_second(client.second_slip(keys, "Status", token))
