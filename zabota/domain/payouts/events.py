"""What the payouts' room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFormed(Announcement):
    """Finance formed a batch of payouts."""

    subjects = ("batch", "payout")

    batch_id: int
    payout_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchApproved(Announcement):
    """A person approved a batch."""

    subjects = ("batch",)

    batch_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSent(Announcement):
    """The payment orders of a batch were downloaded for the bank."""

    subjects = ("batch",)

    batch_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCancelled(Announcement):
    """A batch was cancelled before it left; its rewards are available again."""

    subjects = ("batch",)

    batch_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutsSettled(Announcement):
    """The bank's statement shows that payouts have left for good."""

    subjects = ("payout",)

    payout_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardsPaidElsewhere(Announcement):
    """Rewards that the former system had paid were recorded as paid."""

    payout_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutFailed(Announcement):
    """The bank returned a payout; its rewards are available again."""

    subjects = ("payout", "partner")

    payout_id: int
    partner_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinesMissed(Announcement):
    """Rewards are unpaid after their deadline: how much (minor units), to how many, since when."""

    amount_minor: int
    partners: int
    oldest: date
