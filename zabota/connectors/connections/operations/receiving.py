"""A call at an entrance: proved over its raw bytes, stored, and only then answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from zabota.connectors.connections.facts import Accepted, Answer, Call, NotAccepted
from zabota.connectors.connections.models import (
    FINAL,
    Connection,
    Notice,
    RefusedCall,
)
from zabota.connectors.connections.operations.keeping import former_keys_of, keys_of
from zabota.connectors.connections.operations.kinds import Kind
from zabota.connectors.inbox.models import InboundEvent
from zabota.connectors.inbox.operations import receive
from zabota.kit.clock import local_date
from zabota.kit.queue import defer

STATUSES = {"unreadable": 400, "bare": 400, "too_large": 413, "method": 405, "disabled": 503}
LEASE = timedelta(minutes=2)  # a worker that dies gives the notice to another after this time
SAMPLE = 2000  # letters kept of what was turned away


def receive_call(connection: Connection, kind: Kind, call: Call) -> Answer:
    """Store a call that is theirs, once, and answer after the commit; turn away and count others."""
    try:
        accepted = _prove(connection, kind, call)
    except NotAccepted as refused:
        return turn_away(connection, reason=refused.reason, call=call)
    keep(connection, kind, accepted, call.body or call.query.encode(), at=call.at, call=call)
    return kind.answer(call, accepted, connection)


def _prove(connection: Connection, kind: Kind, call: Call) -> Accepted:
    if not connection.enabled:
        raise NotAccepted("disabled")
    if call.method not in kind.methods:
        raise NotAccepted("method")
    if len(call.body) > kind.most_bytes:
        raise NotAccepted("too_large")
    try:
        return kind.receive(call, keys_of(connection))
    except NotAccepted as refused:
        former = former_keys_of(connection, at=call.at)
        if refused.reason != "signature" or former is None:
            raise
        return kind.receive(call, former)


@transaction.atomic
def keep(
    connection: Connection,
    kind: Kind,
    accepted: Accepted,
    raw: bytes,
    *,
    at: datetime,
    call: Call | None = None,
) -> Notice:
    """Store what they said, called or found by us; what is known and not settled is read again."""
    event, new = receive(
        source=kind.code,
        raw=raw,
        job=kind.job,
        at=at,
        external_id=event_key(connection, accepted.external_id),
        name=f"{accepted.word} {accepted.subject}".strip(),
        by=connection.name,
        headers=_headers(kind, call),
    )
    notice, made = Notice.objects.get_or_create(
        event=event,
        defaults={
            "connection": connection,
            "word": accepted.word[:60],
            "subject": accepted.subject[:120],
            "test": accepted.test or connection.test_mode or bool(call and call.rehearsal),
            "came_at": at,
            "found_by_us": call is None,
            "next_try_at": at + LEASE,
        },
    )
    if call is not None:
        Connection.objects.filter(pk=connection.pk).update(last_event_at=at)
    if not (new or made):
        _again(notice, event, at=at, called=call is not None)
    return notice


def _again(notice: Notice, event: InboundEvent, *, at: datetime, called: bool) -> None:
    """It came once more: counted, and another chance for what is not settled."""
    if called:
        Notice.objects.filter(pk=notice.pk).update(repeats=F("repeats") + 1)
    unsettled = Notice.objects.filter(pk=notice.pk).exclude(fate__in=FINAL)
    if unsettled.update(next_try_at=at + LEASE):
        defer(event.headers["job"], event_id=event.pk)


def event_key(connection: Connection, external_id: str) -> str:
    """The identity in the inbox: their numbers are unique only within one shop."""
    key = f"{connection.pk}:{external_id}"
    return key if len(key) <= 120 else f"{connection.pk}:{sha256(key.encode()).hexdigest()}"


def _headers(kind: Kind, call: Call | None) -> dict[str, str]:
    if call is None:
        return {}
    wanted = {name: call.headers[name][:500] for name in kind.headers if name in call.headers}
    kept = {"from": call.address, **wanted}
    return {**kept, "query": call.query} if call.query and call.body else kept


@transaction.atomic
def turn_away(connection: Connection, *, reason: str, call: Call) -> Answer:
    """Count a call that was not accepted; its beginning is kept to be looked at, never acted on."""
    text = (call.body or call.query.encode())[:SAMPLE].decode("utf-8", "replace")
    row, _ = RefusedCall.objects.get_or_create(
        connection=connection,
        on=local_date(call.at),
        reason=reason,
        defaults={"last_at": call.at},
    )
    RefusedCall.objects.filter(pk=row.pk).update(
        count=F("count") + 1,
        last_at=call.at,
        last_from=call.address[:45],
        sample=text.replace("\x00", "␀"),
    )
    return Answer(body=reason, status=STATUSES.get(reason, 403))
