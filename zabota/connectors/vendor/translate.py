"""The bodies of the API, as kept in the inbox, into our facts. Checked at the entrance already."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from zabota.domain.clients.facts import ClientFact
from zabota.domain.payments.facts import PaymentFact

SOURCE = "api"


_SHORT_LINK = re.compile(r"/p/([^/]+)")


@dataclass(frozen=True, slots=True)
class Arrival:
    """The address or link a client came by: the code in it, and the words of the campaign."""

    code: str = ""
    campaign: str = ""
    utm_source: str = ""
    utm_medium: str = ""


def arrival_of(raw: bytes) -> Arrival:
    """What `came_by` says: an address with `?promo=`, a short link, or the code of a link alone."""
    typed = (json.loads(raw).get("came_by") or "").strip()
    try:
        address = urlsplit(typed)
    except ValueError:  # what a person typed need not be an address
        return Arrival()
    said = {name: words[0].strip() for name, words in parse_qs(address.query).items()}
    short = _SHORT_LINK.search(address.path)
    alone = "" if re.search(r"[/?.:#]", typed) else typed
    code = said.get("promo") or (unquote(short[1]) if short else alone)
    return Arrival(
        code=code[:20].replace("\x00", ""),
        campaign=said.get("utm_campaign", "")[:60].replace("\x00", ""),
        utm_source=said.get("utm_source", "")[:60].replace("\x00", ""),
        utm_medium=said.get("utm_medium", "")[:60].replace("\x00", ""),
    )


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
        promo=said.get("promo_code") or arrival_of(raw).code,
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
