"""What the room of people announces: who came into the staff, and what he may do."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffInvited(Announcement):
    """A person was asked into the vendor's staff."""

    subjects = ("person",)

    person_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGiven(Announcement):
    """A person of the staff has one role more."""

    subjects = ("person",)

    person_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTaken(Announcement):
    """A role was taken from a person of the staff."""

    subjects = ("person",)

    person_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRightsChanged(Announcement):
    """Whoever has this role may do more, or less."""

    role: str
    given: tuple[str, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMade(Announcement):
    """The API has one key more."""

    key_id: int
    name: str
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked(Announcement):
    """A key of the API opens nothing any more."""

    key_id: int
    name: str
