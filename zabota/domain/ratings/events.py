"""What the ratings announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPublished(Announcement):
    """The rating of a month is sealed and open to everybody."""

    subjects = ("rating",)

    rating_id: int
    month: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChanged(Announcement):
    """A partner rose to another level, or fell from it; "" is no level."""

    subjects = ("partner",)

    partner_id: int
    before: str
    after: str
    rose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeGiven(Announcement):
    """A partner earned a badge."""

    subjects = ("partner",)

    partner_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRuleChanged(Announcement):
    """From a month on the measures weigh differently."""

    subjects = ("rule",)

    rule_id: int
    weights: tuple[int, ...]
    rates: tuple[str, ...] = ()
