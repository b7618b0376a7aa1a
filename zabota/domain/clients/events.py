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
    """The working status of a client changed."""

    subjects = ("client",)

    client_id: int
    before: str
    after: str
