"""What the inbox announces of itself."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsStuck(Announcement):
    """Outside events stay failed or unread for too long: how many, of whom, since when (ISO)."""

    failed: int
    waiting: int
    sources: tuple[str, ...]
    oldest_at: str
