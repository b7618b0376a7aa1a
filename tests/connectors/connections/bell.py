"""An invented processor, the smallest that can be: signed JSON, and a list of what happened."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from procrastinate.contrib.django import app

from tests.make.money import NOON
from zabota.connectors.connections.facts import (
    Accepted,
    Call,
    Found,
    Keys,
    NotAccepted,
    NotCertain,
    Noted,
    NotKnown,
    PaymentTold,
    RefundTold,
    Told,
)
from zabota.connectors.connections.models import Connection, Notice
from zabota.connectors.connections.operations.kinds import Field, Kind
from zabota.connectors.connections.operations.understanding import understand
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.kit.clock import now

LISTED: list[dict[str, Any]] = []


def sign(body: bytes, secret: str = "ding") -> str:
    return hmac.new(secret.encode(), body, sha256).hexdigest()


def ring(secret: str = "ding", **said: Any) -> dict[str, Any]:
    """Arguments of a POST that the bell would make."""
    body = json.dumps(said).encode()
    return {"data": body, "content_type": "application/json",
            "headers": {"x-bell": sign(body, secret)}}  # fmt: skip


def _receive(call: Call, keys: Keys) -> Accepted:
    if not hmac.compare_digest(call.headers.get("x-bell", ""), sign(call.body, keys["secret"])):
        raise NotAccepted("signature")
    return _named(json.loads(call.body))


def _named(said: dict[str, Any]) -> Accepted:
    return Accepted(
        external_id=f"{said['what']}:{said['id']}",
        word=said["what"],
        subject=said["id"],
        test=bool(said.get("test")),
    )


def _read(notice: Notice) -> list[Told]:
    said = json.loads(bytes(notice.event.raw))
    match said["what"]:
        case "paid":
            fact = PaymentFact(
                source="bell",
                external_id=said["id"],
                amount_minor=said["amount"],
                paid_at=NOON,
                client_external_id=said.get("client", ""),
            )
            return [PaymentTold(fact, said.get("order", ""))]
        case "refund":
            return [
                RefundTold(
                    RefundFact(
                        source="bell",
                        external_id=said["id"],
                        payment_source="bell",
                        payment_external_id=said["of"],
                        amount_minor=said["amount"],
                        refunded_at=NOON,
                    )
                )
            ]
        case "pending":
            return [Noted(order=said.get("order", ""), ends=bool(said.get("ends")))]
        case "soon":
            raise NotCertain("soon")
        case "broken":
            raise ValueError("cracked")
    return [NotKnown()]


def _look(connection: Connection, since: datetime, until: datetime) -> Iterable[Found]:
    for said in LISTED:
        yield Found(_named(said), json.dumps(said).encode())


def _sample(keys: Keys, at: datetime) -> Call:
    body = json.dumps({"what": "paid", "id": f"t{at:%H%M%S%f}", "amount": 100}).encode()
    return Call(body=body, headers={"x-bell": sign(body, keys["secret"])}, at=at)


@app.task(name="bell.read")
def read_bell(*, event_id: int, **_: Any) -> None:
    understand(event_id, _read, at=now())


BELL = Kind(
    code="bell",
    title="Колокольчик",
    about="",
    fields=(Field(name="shop", label="Магазин"), Field(name="secret", label="Ключ", secret=True)),
    receive=_receive,
    job="bell.read",
    headers=("x-bell",),
    most_bytes=2000,
    look=_look,
    sample=_sample,
)
