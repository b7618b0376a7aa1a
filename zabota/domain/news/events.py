"""What the room of news announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinStarted(Announcement):
    """A bulletin goes out: everybody has it behind the bell, its letters leave one by one."""

    subjects = ("bulletin",)

    bulletin_id: int
    partners: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinStopped(Announcement):
    """The letters of a bulletin that had not left stay here."""

    subjects = ("bulletin",)

    bulletin_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsDeclined(Announcement):
    """A person wants no more letters with news: by the link of a letter."""

    subjects = ("person",)

    person_id: int
