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
class BatchHalfApproved(Announcement):
    """One person approved a batch over a limit; it waits for another. `over` is batch or day."""

    subjects = ("batch",)

    batch_id: int
    over: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutsProposed(Announcement):
    """Zabota proposed what is due to finance, to be approved before the bank's cut-off.

    `left_out` holds partner id, minor units, currency and the first reason of each who cannot be
    paid.
    """

    batch_ids: tuple[int, ...]
    cut_off_at: str
    left_out: tuple[tuple[int, int, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchWaits(Announcement):
    """The cut-off is near and a batch has not left: it lacks an approval, or its orders lie here."""

    subjects = ("batch",)

    batch_id: int
    cut_off_at: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinesAtRisk(Announcement):
    """After today's cut-off: rewards in a currency whose deadline passes before the bank works again."""

    amount_minor: int
    partners: int
    cut_off_at: str
    currency: str = "RUB"


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
class PayoutTakenOut(Announcement):
    """A payout was taken out of a batch that had not left; its rewards are available again, or `held`."""

    subjects = ("payout", "partner", "batch")

    payout_id: int
    partner_id: int
    batch_id: int
    reason: str
    held: bool = False


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
class PayoutRepeated(Announcement):
    """A person sent a payout anew that its rail had refused."""

    subjects = ("payout",)

    payout_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceMoved(Announcement):
    """A gateway's balance of payouts was topped up, taken back from, or lessened by a fee."""

    subjects = ("balance_move",)

    balance_move_id: int
    rail: str
    kind: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceMoveUndone(Announcement):
    """A move of a balance had been booked by mistake."""

    subjects = ("balance_move",)

    balance_move_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandProofGiven(Announcement):
    """A person said that he paid a payout by hand; `waits` for another person to confirm it."""

    subjects = ("payout",)

    payout_id: int
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandProofWithdrawn(Announcement):
    """The proof of a payment by hand was taken back before it counted."""

    subjects = ("payout",)

    payout_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutPaidAfterAll(Announcement):
    """A payout that a person had given up was paid by its rail.

    `booked` when its rewards were still free; otherwise another payout has them too.
    """

    subjects = ("payout", "partner")

    payout_id: int
    partner_id: int
    booked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceBooked(Announcement):
    """A payout paid after all became an advance: another payout pays its rewards. Minor units."""

    subjects = ("payout", "partner")

    payout_id: int
    partner_id: int
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinesMissed(Announcement):
    """Rewards are unpaid after their deadline: how much of a currency, to how many, since when."""

    amount_minor: int
    partners: int
    oldest: date
    currency: str = "RUB"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsAwaited(Announcement):
    """A self-employed partner is reminded of the receipts for these payouts, owed by a day."""

    subjects = ("partner",)

    partner_id: int
    payout_ids: tuple[int, ...]
    due_on: date
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptEntered(Announcement):
    """A self-employed partner entered the receipt for a payout."""

    subjects = ("payout", "partner")

    payout_id: int
    partner_id: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAccepted(Announcement):
    """Staff looked at a receipt and found it right."""

    subjects = ("payout", "partner")

    payout_id: int
    partner_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptReturned(Announcement):
    """Staff gave a receipt back with a reason, or saw it annulled: the payout waits for another one."""

    subjects = ("payout", "partner")

    payout_id: int
    partner_id: int
    reason: str
    annulled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NpdIncomeNears(Announcement):
    """What we paid a self-employed partner this year has come to 80 % of the limit; minor units."""

    subjects = ("partner",)

    partner_id: int
    year: int
    amount_minor: int
