"""What the attribution room announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoCodeChosen(Announcement):
    """A partner chose a promo code; it works already and waits for approval."""

    subjects = ("partner",)

    partner_id: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoCodeDecided(Announcement):
    """Staff approved, rejected or retired a promo code."""

    subjects = ("partner",)

    partner_id: int
    code: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAttributed(Announcement):
    """A client is a partner's from a moment on."""

    subjects = ("client", "partner")

    client_id: int
    partner_id: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientHandedOver(Announcement):
    """A partner left, and his client is another's or ours from then on; nothing earned changes."""

    subjects = ("client", "partner", "from_partner")

    client_id: int
    partner_id: int | None
    from_partner_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionCorrected(Announcement):
    """A client was put in the rightful place; his payments since then were priced anew."""

    subjects = ("client", "partner", "from_partner")

    client_id: int
    partner_id: int | None
    from_partner_id: int | None
    correction_id: int
    repriced: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicingChanged(Announcement):
    """From a moment on a client is serviced in full, or was only brought; payments since are priced anew."""

    subjects = ("client", "partner")

    client_id: int
    partner_id: int | None
    correction_id: int
    servicing: str
    repriced: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientClaimed(Announcement):
    """A partner says that a client is his and the promo code was forgotten."""

    subjects = ("client", "partner")

    client_id: int
    partner_id: int
    claim_id: int
    said: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecided(Announcement):
    """A claim was approved or declined by staff, or taken back by its partner."""

    subjects = ("client", "partner")

    client_id: int
    partner_id: int
    claim_id: int
    status: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyReserved(Announcement):
    """A partner named a company beforehand, or was given more days for it."""

    subjects = ("partner",)

    partner_id: int
    reservation_id: int
    company: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationEnding(Announcement):
    """A company is kept for its partner only for a few days more."""

    subjects = ("partner",)

    partner_id: int
    reservation_id: int
    company: str
