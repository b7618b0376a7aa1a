"""What the room of checks announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingMade(Announcement):
    """A rule found something about a partner's rewards; held or only flagged."""

    subjects = ("partner", "reward")

    finding_id: int
    partner_id: int
    rule: str
    holds: bool
    reward_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCleared(Announcement):
    """A person has looked: it is all right, and what the finding held may be paid."""

    subjects = ("partner", "reward")

    finding_id: int
    partner_id: int
    rule: str
    reason: str
    reward_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanged(Announcement):
    """Staff switched a rule on or off, or moved its threshold."""

    rule: str
    enabled: bool
    holds: bool
    threshold: int
    window_days: int
    minimum: int = 0
    minimum_abroad: int = 0
