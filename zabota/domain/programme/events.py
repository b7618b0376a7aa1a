"""What the programme announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPublished(Announcement):
    """A version of the terms was published, to be in force from its moment."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsRecalled(Announcement):
    """A version that had not begun was made a draft again."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialTermsPublished(Announcement):
    """Special terms or a campaign were published; for one partner if he is named."""

    subjects = ("partner",)

    special_id: int
    partner_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialTermsEnded(Announcement):
    """Special terms were ended early, or called off before they began."""

    subjects = ("partner",)

    special_id: int
    partner_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementsRenewed(Announcement):
    """A segment was looked at again: partners came in, partners fell out."""

    special_id: int
    new_partner_ids: tuple[int, ...]
    gone_partner_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignJoined(Announcement):
    """A partner takes part in a campaign."""

    subjects = ("partner",)

    special_id: int
    partner_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsBeginSoon(Announcement):
    """A published version begins in a few days; said once."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPublished(Announcement):
    """A new version of the offer; `needed` when payouts will need its acceptance."""

    offer: int
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAwaited(Announcement):
    """These partners have not accepted an offer without which we may not pay; said once."""

    offer: int
    partner_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAccepted(Announcement):
    """A partner accepted a version of the offer."""

    subjects = ("partner",)

    partner_id: int
    offer: int
