"""What the settings' room announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged(Announcement):
    """The owner set a setting to another value."""

    name: str
    before: str
    after: str
