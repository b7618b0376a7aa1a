"""Looking ourselves: what the other side has and did not tell us, or told us in vain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

import httpx
from django.db.models import Q

from zabota.connectors.connections.facts import Found
from zabota.connectors.connections.models import FINAL, Connection, Notice
from zabota.connectors.connections.operations.kinds import Kind, find_kind
from zabota.connectors.connections.operations.receiving import event_key, keep
from zabota.kit.errors import Refusal

UNANSWERED = (Refusal, httpx.HTTPError)
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError)  # an answer of another shape
OVERLAP = timedelta(hours=26)  # longer than any of them tries to reach us
TOGETHER = 100  # of their list, compared with ours by one question


def look_at(connection: Connection, *, at: datetime) -> int:
    """Take in what happened there since the last look, and a day before: how much was listed.

    What is known already changes nothing. A look that fails is written on the connection and is
    repeated from the same moment.
    """
    kind = find_kind(connection.kind)
    if kind is None or kind.look is None or not connection.enabled:
        return 0
    since = (connection.swept_until or connection.added_at) - OVERLAP
    listed = 0
    try:
        theirs = iter(kind.look(connection, since, at))
        while page := list(islice(theirs, TOGETHER)):
            for found in _list_open(connection, kind, page, at=at):
                keep(connection, kind, found.accepted, found.raw, at=at)
            listed += len(page)
    except (*UNANSWERED, *UNREADABLE) as fault:
        note_trouble(connection, f"{type(fault).__name__}: {fault}", at=at)
        return listed
    rows = Connection.objects.filter(pk=connection.pk)
    rows.update(swept_until=at, trouble="", trouble_since=None)
    return listed


def _list_open(
    connection: Connection, kind: Kind, page: Sequence[Found], *, at: datetime
) -> list[Found]:
    """What is new of a page, or has come to rest without its money; the rest has its turn already.

    Every look lists a whole day again: what is settled must cost nothing, and what waits for its
    time must not be queued a second time.
    """
    keys = {event_key(connection, found.accepted.external_id): found for found in page}
    known = Notice.objects.filter(event__source=kind.code, event__external_id__in=keys)
    in_hand = known.filter(Q(fate__in=FINAL) | Q(next_try_at__gt=at))
    done = set(in_hand.values_list("event__external_id", flat=True))
    return [found for key, found in keys.items() if key not in done]


def note_trouble(connection: Connection, trouble: str, *, at: datetime) -> None:
    """Their side cannot be asked: since when, and what it said."""
    rows = Connection.objects.filter(pk=connection.pk)
    rows.filter(trouble_since=None).update(trouble_since=at)
    rows.update(trouble=trouble[:300])


def look_at_all(*, at: datetime) -> int:
    """Every connection that is on; one that fails does not stop the others."""
    connections = Connection.objects.filter(enabled=True).order_by("pk")
    return sum(look_at(connection, at=at) for connection in connections)
