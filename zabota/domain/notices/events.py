"""What the room of notices announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestGathered(Announcement):
    """A person's hour has come: these notices go to him in one letter."""

    subjects = ("person",)

    person_id: int
    notice_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeUndelivered(Announcement):
    """A notice did not get to the person by the way he had chosen: it goes by letter."""

    subjects = ("person",)

    notice_id: int
    person_id: int
