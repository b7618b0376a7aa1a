"""One Stripe account: whose calls are truly its own, what it lists, a test event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from zabota.connectors.connections.facts import Accepted, Call, Found, Keys, NotAccepted
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.stripe.client import Stripe
from zabota.connectors.stripe.operations.reading import WANTED
from zabota.connectors.stripe.translate import (
    accepted_of,
    check_signature,
    read_event,
    signature_of,
)
from zabota.kit.errors import Refusal


def receive(call: Call, keys: Keys) -> Accepted:
    """Signed over the raw bytes; a rotated secret may stand beside the new one."""
    secrets = keys["signing_secret"].split()
    check_signature(call.body, call.headers.get("stripe-signature", ""), secrets, at=call.at)
    try:
        return accepted_of(read_event(call.body))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotAccepted("unreadable") from None


def look(connection: Connection, since: datetime, until: datetime) -> Iterator[Found]:
    """Events between two moments, whether they reached us or not; nothing without an API key."""
    keys = keys_of(connection)
    if not keys["api_key"]:
        return
    with Stripe(keys) as account:
        events = account.events(int(since.timestamp()), int(until.timestamp()), WANTED)
        for event in events:
            yield Found(accepted_of(event), json.dumps(event, ensure_ascii=False).encode())


def check_keys(connection: Connection) -> None:
    """Ask whose keys these are; refused when test and live are mixed."""
    keys = keys_of(connection)
    if not keys["api_key"]:
        return
    with Stripe(keys) as account:
        live = bool(account.balance().get("livemode"))
    if live == connection.test_mode:
        raise Refusal(
            "A test key needs the test mode, and a live one must not have it: change the connection.",
            code="mode_differs",
        )


def sample(keys: Keys, at: datetime) -> Call:
    """A signed event such as they send, outside of live mode."""
    stamp = int(at.timestamp())
    invoice = {
        "id": f"in_zabota_test_{stamp}",
        "object": "invoice",
        "amount_paid": 1000,
        "currency": "eur",
        "customer": "cus_zabota_test",
        "metadata": {},
        "status": "paid",
        "status_transitions": {"paid_at": stamp},
    }
    event = {
        "id": f"evt_zabota_test_{at:%Y%m%d%H%M%S%f}",
        "object": "event",
        "type": "invoice.paid",
        "created": stamp,
        "livemode": False,
        "data": {"object": invoice},
    }
    body = json.dumps(event).encode()
    secret = (keys["signing_secret"].split() or [""])[0]
    headers = {
        "content-type": "application/json",
        "stripe-signature": f"t={stamp},v1={signature_of(body, secret, stamp)}",
    }
    return Call(body=body, headers=headers, at=at)
