"""What the community announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAdmitted(Announcement):
    """A gated room opened for a partner and his members."""

    subjects = ("partner", "room")

    partner_id: int
    room_id: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessagePosted(Announcement):
    """Somebody said something in a room."""

    subjects = ("room", "message")

    room_id: int
    message_id: int
    mentioned: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessageChanged(Announcement):
    """A message says something else now."""

    subjects = ("room", "message")

    room_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessageRemoved(Announcement):
    """A message was deleted by its author or by a moderator."""

    subjects = ("room", "message")

    room_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadGathered(Announcement):
    """Somebody has not looked in for half a day: how many messages wait in which rooms."""

    subjects = ("person",)

    person_id: int
    rooms: tuple[str, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSilenced(Announcement):
    """A moderator asked a person to be silent for a while, or lifted it."""

    subjects = ("room",)

    room_id: int
    person_id: int
    why: str
    lifted: bool = False
