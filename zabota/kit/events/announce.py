"""Publish an event: one row and one job per reaction, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from zabota.kit.events.announcement import Announcement
from zabota.kit.events.models import Event
from zabota.kit.queue import defer
from zabota.kit.sql import fetch

# One event is written on the hot road of single payments: a prepared statement, not a model's.
_WRITE = """
INSERT INTO events_event (name, at, by, about, payload)
VALUES (%s::text, %s::timestamptz, %s::text, %s::text[], %s::jsonb) RETURNING id
"""

_reactions: dict[str, tuple[str, ...]] = {}


def react(table: dict[type[Announcement], tuple[str, ...]]) -> None:
    """Set which jobs follow which event; called once, by config/reactions.py."""
    _reactions.clear()
    _reactions.update({event.wire_name(): jobs for event, jobs in table.items()})


def reactions() -> dict[str, tuple[str, ...]]:
    """Event name → job names, for tests and the architecture page."""
    return dict(_reactions)


def publish(announcement: Announcement) -> Event:
    """Write the event row and defer one job per reaction; jobs get `event_id` and read the rest."""
    event = _row(announcement)
    written = [event.name, event.at, event.by, event.about, Jsonb(event.payload)]
    ((event.pk,),) = fetch(_WRITE, written)
    _defer_reactions(event)
    return event


def publish_all(announcements: Sequence[Announcement]) -> None:
    """The same for many at once: one statement for all the rows."""
    for event in Event.objects.bulk_create([_row(one) for one in announcements]):
        _defer_reactions(event)


def _defer_reactions(event: Event) -> None:
    for job in _reactions.get(event.name, ()):
        defer(job, event_id=event.pk)


def _row(announcement: Announcement) -> Event:
    fields = {key: _plain(value) for key, value in asdict(announcement).items()}
    at, by = announcement.at, announcement.by
    fields.pop("at"), fields.pop("by")
    about = [f"{subject}:{pk}" for subject in announcement.subjects for pk in _ids(fields, subject)]
    return Event(name=announcement.wire_name(), at=at, by=by, about=about, payload=fields)


def _ids(fields: dict[str, Any], subject: str) -> list[int]:
    """The one that the event names, or the many."""
    one = fields.get(f"{subject}_id")
    return [*fields.get(f"{subject}_ids", ()), *([] if one is None else [one])]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
