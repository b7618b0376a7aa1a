"""What the clients' room announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRegistered(Announcement):
    """A client became known to us."""

    subjects = ("client",)

    client_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientStatusChanged(Announcement):
    """The working status of a client changed: by a person who said why, or by a first payment."""

    subjects = ("client",)

    client_id: int
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsBeganPaying(Announcement):
    """Clients have paid for the first time; a batch of payments is one event."""

    client_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingStatusesSet(Announcement):
    """Staff changed the working statuses themselves; `deed` tells what was done."""

    key: str
    deed: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientNoted(Announcement):
    """Staff wrote something down about a client."""

    subjects = ("client",)

    client_id: int
