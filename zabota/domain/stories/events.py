"""What stories announce."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryProposed(Announcement):
    """A partner handed a story to the editors; he approves its words as they are."""

    subjects = ("partner", "story")

    partner_id: int
    story_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReturned(Announcement):
    """The editors have changed the words, approve them, and ask the partner."""

    subjects = ("partner", "story")

    partner_id: int
    story_id: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDeclined(Announcement):
    """The editors do not take the story, and why; the partner may write it anew."""

    subjects = ("partner", "story")

    partner_id: int
    story_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPublished(Announcement):
    """Both sides have approved the same words: anybody may read them."""

    subjects = ("partner", "story")

    partner_id: int
    story_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWithdrawn(Announcement):
    """One of the sides took a published story from the site."""

    subjects = ("partner", "story")

    partner_id: int
    story_id: int
    reason: str
