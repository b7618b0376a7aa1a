"""What the settings' room announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged(Announcement):
    """The owner set a setting to another value, at once or from a day on (`since`, ISO)."""

    name: str
    before: str
    after: str
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingPlanDropped(Announcement):
    """A value that was to hold from a coming day was taken back."""

    name: str
    value: str
    since: str
