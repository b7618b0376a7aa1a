"""A client registers with the vendor, with or without a promo code."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.attribution.models import Attribution, Source
from zabota.domain.attribution.operations import attribute_client
from zabota.domain.attribution.queries import find_working_code
from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import add_client
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def client_registered(
    *,
    name: str,
    at: datetime,
    promo: str = "",
    inn: str = "",
    email: str = "",
    phone: str = "",
    external_id: str = "",
    source: str = Source.PROMO_CODE,
    by: str = "",
) -> Client:
    """Register the client (once), and give him to the partner whose code he gave, if any."""
    hold(Lock.BOOKS)
    client = add_client(
        name=name, at=at, inn=inn, email=email, phone=phone, external_id=external_id, by=by
    )
    code = find_working_code(promo) if promo else None
    known = Attribution.objects.filter(client=client, withdrawn_at=None).exists()
    if code is not None and not known:
        attribute_client(
            client, to=code.partner, since=at, at=at, source=source, by=by, promo_code=code
        )
    return client
