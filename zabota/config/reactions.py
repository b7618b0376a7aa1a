"""Which jobs follow which event: the table to read first."""

from __future__ import annotations

from zabota.kit.events.announce import react
from zabota.kit.events.announcement import Announcement

REACTIONS: dict[type[Announcement], tuple[str, ...]] = {}

react(REACTIONS)
