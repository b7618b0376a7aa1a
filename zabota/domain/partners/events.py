"""What the partners' room announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerJoined(Announcement):
    """A partner joined the programme."""

    subjects = ("partner",)

    partner_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDetailsChanged(Announcement):
    """A partner's bank details were entered or changed."""

    subjects = ("partner",)

    partner_id: int
    account_end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerStandingChanged(Announcement):
    """A partner stopped selling, was paused, left, or came back."""

    subjects = ("partner",)

    partner_id: int
    before: str
    after: str
    reason: str
