"""Looking ourselves: what the other side has and did not tell us, or told us in vain."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx

from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.kinds import find_kind
from zabota.connectors.connections.operations.receiving import keep
from zabota.kit.errors import Refusal

OVERLAP = timedelta(hours=26)  # longer than any of them tries to reach us


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
        for found in kind.look(connection, since, at):
            keep(connection, kind, found.accepted, found.raw, at=at)
            listed += 1
    except (Refusal, httpx.HTTPError) as fault:
        note_trouble(connection, f"{type(fault).__name__}: {fault}", at=at)
        return listed
    rows = Connection.objects.filter(pk=connection.pk)
    rows.update(swept_until=at, trouble="", trouble_since=None)
    return listed


def note_trouble(connection: Connection, trouble: str, *, at: datetime) -> None:
    """Their side cannot be asked: since when, and what it said."""
    rows = Connection.objects.filter(pk=connection.pk)
    rows.filter(trouble_since=None).update(trouble_since=at)
    rows.update(trouble=trouble[:300])


def look_at_all(*, at: datetime) -> int:
    """Every connection that is on; one that fails does not stop the others."""
    connections = Connection.objects.filter(enabled=True).order_by("pk")
    return sum(look_at(connection, at=at) for connection in connections)
