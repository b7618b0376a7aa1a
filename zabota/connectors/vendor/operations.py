"""What the vendor's own systems tell: kept first, understood after, harmless twice."""

from __future__ import annotations

from datetime import datetime

from zabota.connectors.inbox.models import InboundEvent
from zabota.connectors.inbox.operations import mark_failed, mark_handled, receive
from zabota.connectors.vendor.translate import SOURCE, client_of, payments_of
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
    """Register the client of a kept request; the same event gives the same client."""
    event = InboundEvent.objects.get(pk=event_id)
    fact = client_of(bytes(event.raw), event_id=event.pk, at=event.received_at)
    client = client_registered(fact, by=event.received_by)
    mark_handled(event_id, at=at)
    return client


def take_kept_payments(event_id: int, *, at: datetime) -> None:
    """Record the payments of a kept batch; one that contradicts what we have stays visible."""
    event = InboundEvent.objects.get(pk=event_id)
    received = payments_received(payments_of(bytes(event.raw)), at=at)
    if received.contradicting:
        keys = ", ".join(fact.external_id for fact in received.contradicting[:20])
        mark_failed(event_id, error=f"Known with another sum, day or currency: {keys}")
        return
    mark_handled(event_id, at=at)
