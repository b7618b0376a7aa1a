"""What the programme announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPublished(Announcement):
    """A version of the terms was published, to be in force from its moment."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAccepted(Announcement):
    """A partner accepted a version of the offer."""

    subjects = ("partner",)

    partner_id: int
    offer: int
