"""What the room of cards announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlanned(Announcement):
    """A partner said what he will do next about a client, and by which day."""

    subjects = ("client", "partner")

    client_id: int
    partner_id: int
    step: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone(Announcement):
    """The next step was made."""

    subjects = ("client", "partner")

    client_id: int
    partner_id: int
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNoted(Announcement):
    """A partner wrote something down about a client of his."""

    subjects = ("client", "partner")

    client_id: int
    partner_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFiled(Announcement):
    """A partner put a file to a client's card."""

    subjects = ("client", "partner")

    client_id: int
    partner_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCleared(Announcement):
    """A note or a file was taken off a card; `name` is the file's, empty for a note."""

    subjects = ("client", "partner")

    client_id: int
    partner_id: int
    name: str = ""
