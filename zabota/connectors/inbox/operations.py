"""Keeping outside events: stored raw and once, answered after commit, understood later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, F, Min, Q

from zabota.connectors.inbox.facts import EventsStuck
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.kit.clock import local_date, start_of_day
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.events.models import Event
from zabota.kit.queue import defer

TOO_LONG = timedelta(hours=2)  # hiccups of the other side are over by then; money has three days


@transaction.atomic
def receive(
    *,
    source: str,
    raw: bytes,
    job: str,
    at: datetime,
    external_id: str = "",
    name: str = "",
    by: str = "",
    headers: Mapping[str, str] | None = None,
) -> tuple[InboundEvent, bool]:
    """Store an outside event and defer `job` for it, only if it is new: (event, is new).

    Without an id of the sender the digest of the bytes is the id.
    """
    event, new = InboundEvent.objects.get_or_create(
        source=source,
        external_id=external_id or sha256(raw).hexdigest(),
        defaults={
            "raw": raw,
            "name": name[:200],
            "headers": {**(headers or {}), "job": job},
            "received_at": at,
            "received_by": by,
        },
    )
    if new:
        defer(job, event_id=event.pk)
    return event, new


@transaction.atomic
def retry_event(event: InboundEvent) -> None:
    """Try a failed event again; refused for one that has been understood."""
    again = InboundEvent.objects.filter(
        pk=event.pk, status__in=[InboundStatus.FAILED, InboundStatus.NEW]
    )
    if not again.update(status=InboundStatus.NEW, error=""):
        raise Refusal("This event has been understood already.", code="handled")
    defer(event.headers["job"], event_id=event.pk)


def mark_handled(event_id: int, *, at: datetime) -> None:
    """The event was understood; nothing waits for it any more."""
    InboundEvent.objects.filter(pk=event_id).update(
        status=InboundStatus.HANDLED, handled_at=at, error="", attempts=F("attempts") + 1
    )


def mark_waiting(event_id: int, *, error: str) -> None:
    """The event cannot be read at the moment and is tried again by itself; the reason is kept."""
    rows = InboundEvent.objects.filter(pk=event_id).exclude(status=InboundStatus.HANDLED)
    rows.update(status=InboundStatus.NEW, error=error[:2000], attempts=F("attempts") + 1)


def mark_failed(event_id: int, *, error: str) -> None:
    """The event could not be understood: it stays visible with its reason."""
    InboundEvent.objects.filter(pk=event_id).exclude(status=InboundStatus.HANDLED).update(
        status=InboundStatus.FAILED, error=error[:2000], attempts=F("attempts") + 1
    )


@transaction.atomic
def watch_inbox(*, at: datetime) -> bool:
    """Announce what is failed or unread for too long, unless it was announced today; whether it was."""
    stuck = InboundEvent.objects.filter(
        status__in=[InboundStatus.FAILED, InboundStatus.NEW], received_at__lte=at - TOO_LONG
    )
    found = stuck.aggregate(
        failed=Count("pk", filter=Q(status=InboundStatus.FAILED)),
        waiting=Count("pk", filter=Q(status=InboundStatus.NEW)),
        oldest=Min("received_at"),
    )
    if found["oldest"] is None or _told_today(at):
        return False
    publish(
        EventsStuck(
            at=at,
            failed=found["failed"],
            waiting=found["waiting"],
            sources=tuple(stuck.order_by("source").values_list("source", flat=True).distinct()),
            oldest_at=found["oldest"].isoformat(),
        )
    )
    return True


def _told_today(at: datetime) -> bool:
    today = start_of_day(local_date(at))
    return Event.objects.filter(name=EventsStuck.wire_name(), at__gte=today).exists()
