"""The bodies of the API, as kept in the inbox, into our facts. Checked at the entrance already."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from zabota.domain.clients.facts import ClientFact
from zabota.domain.payments.facts import PaymentFact

SOURCE = "api"


def client_of(raw: bytes, *, event_id: int, at: datetime) -> ClientFact:
    """The company of a registration; without an id of its own it is known by the event."""
    said: dict[str, Any] = json.loads(raw)
    return ClientFact(
        name=said["name"],
        at=at,
        inn=said.get("inn") or "",
        email=said.get("email") or "",
        phone=said.get("phone") or "",
        domain=said.get("domain") or "",
        external_id=said.get("external_id") or f"{SOURCE}:{event_id}",
        promo=said.get("promo_code") or "",
    )


def payments_of(raw: bytes) -> list[PaymentFact]:
    """The payments of a batch; their source says that they came by the API."""
    return [_payment(one) for one in json.loads(raw)["payments"]]


def _payment(said: dict[str, Any]) -> PaymentFact:
    return PaymentFact(
        source=f"{SOURCE}:{said['source']}",
        external_id=said["external_id"],
        amount_minor=said["amount_minor"],
        currency=said.get("currency") or "RUB",
        paid_at=datetime.fromisoformat(said["paid_at"]),
        fee_minor=said.get("fee_minor") or 0,
        vat_minor=said.get("vat_minor") or 0,
        client_external_id=said.get("client_external_id") or "",
        payer_inn=said.get("payer_inn") or "",
        payer_name=said.get("payer_name") or "",
        purpose=said.get("purpose") or "",
        product=said.get("product") or "",
    )
