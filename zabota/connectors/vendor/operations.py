"""What the vendor's own systems tell: kept first, understood after, harmless twice."""

from __future__ import annotations

from datetime import datetime

from zabota.connectors.inbox.models import InboundEvent
from zabota.connectors.inbox.operations import mark_failed, mark_handled, receive
from zabota.connectors.vendor.translate import (
    SOURCE,
    Arrival,
    arrival_of,
    client_of,
    payments_of,
)
from zabota.domain.attribution.models import Source
from zabota.domain.attribution.operations.visits import note_sign_up, note_visit
from zabota.domain.attribution.queries import find_working_code
from zabota.domain.clients.models import Client
from zabota.flows.client_registered import client_registered
from zabota.flows.payments_received import payments_received
from zabota.kit.errors import Refusal


class KeyUsedTwice(Refusal):
    """The same Idempotency-Key came with another body."""

    code = "idempotency_key_used"


def keep(*, raw: bytes, job: str, key: str, by: str, at: datetime) -> tuple[InboundEvent, bool]:
    """Keep a request in its own bytes, once per key: (event, is new); refused with another body."""
    event, new = receive(source=SOURCE, raw=raw, job=job, external_id=key, name=job, by=by, at=at)
    if bytes(event.raw) != raw:
        raise KeyUsedTwice("This Idempotency-Key came with another body already.")
    return event, new


def register_kept(event_id: int, *, at: datetime) -> Client:
    """Register the client of a kept request; the same event gives the same client.

    A code of its own counts before that of the link; the link it came by is counted as a visit.
    """
    event = InboundEvent.objects.get(pk=event_id)
    raw = bytes(event.raw)
    fact = client_of(raw, event_id=event.pk, at=event.received_at)
    arrival = arrival_of(raw)
    by_link = bool(arrival.code) and fact.promo == arrival.code
    source = Source.LINK if by_link else Source.PROMO_CODE
    client = client_registered(fact, source=source, by=event.received_by)
    _note_arrival(client, arrival, at=event.received_at)
    mark_handled(event_id, at=at)
    return client


def _note_arrival(client: Client, arrival: Arrival, *, at: datetime) -> None:
    code = find_working_code(arrival.code) if arrival.code else None
    if code is None:
        return
    visitor = f"api:{client.pk}"
    note_visit(
        code,
        visitor=visitor,
        at=at,
        campaign=arrival.campaign,
        utm_source=arrival.utm_source,
        utm_medium=arrival.utm_medium,
    )
    note_sign_up(client, code=code, visitor=visitor, at=at)


def take_kept_payments(event_id: int, *, at: datetime) -> None:
    """Record the payments of a kept batch; one that contradicts what we have stays visible."""
    event = InboundEvent.objects.get(pk=event_id)
    received = payments_received(payments_of(bytes(event.raw)), at=at)
    if received.contradicting:
        keys = ", ".join(fact.external_id for fact in received.contradicting[:20])
        mark_failed(event_id, error=f"Known with another sum, day or currency: {keys}")
        return
    mark_handled(event_id, at=at)
