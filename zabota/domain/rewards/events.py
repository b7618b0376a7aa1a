"""What the rewards' room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardHeld(Announcement):
    """Staff held a reward, with a reason; `together` when all of a payout were, which is told once."""

    subjects = ("reward", "partner")

    reward_id: int
    partner_id: int
    reason: str
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardReleased(Announcement):
    """Staff let a held reward be paid."""

    subjects = ("reward", "partner")

    reward_id: int
    partner_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardsGathered(Announcement):
    """What a partner has earned since he was told last, till `until`."""

    subjects = ("partner",)

    partner_id: int
    reward_ids: tuple[int, ...]
    until: datetime
