"""What the payments' room announces; a batch is one event."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsReceived(Announcement):
    """Payments were recorded, and rewarded where a partner is to thank."""

    payment_ids: tuple[int, ...]
    reward_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMatched(Announcement):
    """A person tied a waiting payment to its client."""

    subjects = ("client", "payment")

    payment_id: int
    client_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSetAside(Announcement):
    """A person said that this money is not a client's payment."""

    subjects = ("payment",)

    payment_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTakenBack(Announcement):
    """A payment set aside waits for a client again."""

    subjects = ("payment",)

    payment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsRefunded(Announcement):
    """Refunds were recorded, and the rewards reversed in proportion."""

    subjects = ("payment", "reward", "partner")

    refund_ids: tuple[int, ...]
    reversal_ids: tuple[int, ...]
    payment_ids: tuple[int, ...]
    reward_ids: tuple[int, ...]
    partner_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundUndone(Announcement):
    """The money is ours again: a chargeback was won, or the refund was a mistake."""

    subjects = ("payment", "reward", "partner")

    refund_id: int
    payment_id: int
    kind: str
    reason: str
    reward_ids: tuple[int, ...]
    partner_ids: tuple[int, ...]
