"""The test event: our own signed call over the real road, from the network to the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import httpx
from django.conf import settings
from django.core import signing
from django.urls import reverse

from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.operations.kinds import get_kind
from zabota.kit.errors import Refusal
from zabota.kit.outside import outside

REHEARSAL = "x-zabota-rehearsal"
_SIGNER = signing.TimestampSigner(salt="zabota rehearsal")
_VALID = 120  # seconds


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a test showed: whether the keys were tried at the processor, and our entrance called."""

    keys_tried: bool
    entrance_called: bool


def is_rehearsal(mark: str, token: str) -> bool:
    """Whether we ourselves made this call to this entrance a moment ago."""
    try:
        return bool(mark) and _SIGNER.unsign(mark, max_age=_VALID) == token
    except signing.BadSignature:
        return False


def address_of(connection: Connection) -> str:
    """The full address to paste into the processor's cabinet."""
    return settings.PUBLIC_URL + reverse("hook", args=[connection.kind, connection.token])


def rehearse(connection: Connection, *, at: datetime) -> Rehearsed:
    """Try the keys at the processor, and call our own entrance with a test event signed by them.

    Raises a Refusal with what is wrong; the event itself appears among the last ones as a test.
    """
    kind = get_kind(connection.kind)
    keys_tried = kind.can_try_keys(connection)
    if keys_tried:
        _try_keys(connection)
    if kind.sample is not None:
        _call_entrance(connection, at=at)
    return Rehearsed(keys_tried, kind.sample is not None)


def _try_keys(connection: Connection) -> None:
    kind = get_kind(connection.kind)
    assert kind.check_keys is not None
    try:
        kind.check_keys(connection)
    except httpx.HTTPError as fault:
        raise Refusal(
            "The processor does not answer at its address (%(fault)s). Try again later.",
            code="unreachable",
            fault=type(fault).__name__,
        ) from fault


def _call_entrance(connection: Connection, *, at: datetime) -> None:
    kind = get_kind(connection.kind)
    assert kind.sample is not None
    call = kind.sample(keys_of(connection), at)
    address = address_of(connection)
    mark = {REHEARSAL: _SIGNER.sign(connection.token)}
    try:
        with outside(settings.PUBLIC_URL) as client:
            answer = client.request(
                call.method,
                f"{address}?{call.query}" if call.query else address,
                content=call.body,
                headers={**call.headers, **mark},
            )
    except httpx.HTTPError as fault:
        raise Refusal(
            "Our own address %(address)s cannot be reached (%(fault)s): check PUBLIC_URL and the proxy.",
            code="entrance_unreachable",
            address=settings.PUBLIC_URL,
            fault=type(fault).__name__,
        ) from fault
    if answer.status_code != 200:
        raise Refusal(
            "Our entrance answered %(status)s: %(said)s.",
            code="entrance_refused",
            status=answer.status_code,
            said=answer.text[:100],
        )
