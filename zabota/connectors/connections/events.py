"""What staff did with connections. Keys themselves are never announced."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionAdded(Announcement):
    """One outside system more may call, and be asked."""

    connection_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionChanged(Announcement):
    """A connection was changed: `what` is settings, keys, on, off or address."""

    connection_id: int
    name: str
    what: str
