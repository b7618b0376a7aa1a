"""What the rewards' room announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardHeld(Announcement):
    """Staff held a reward, with a reason."""

    subjects = ("reward", "partner")

    reward_id: int
    partner_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardReleased(Announcement):
    """Staff let a held reward be paid."""

    subjects = ("reward", "partner")

    reward_id: int
    partner_id: int
    reason: str
