"""What the partners' room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerJoined(Announcement):
    """A partner joined the programme."""

    subjects = ("partner",)

    partner_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDetailsChanged(Announcement):
    """A partner's bank details were entered for the first time in a currency, or changed."""

    subjects = ("partner",)

    partner_id: int
    account_end: str
    first: bool = False
    details_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalFormChanged(Announcement):
    """A partner has another legal form; details that did not suit it were retired."""

    subjects = ("partner",)

    partner_id: int
    before: str
    after: str
    reason: str
    details_retired: bool
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerFormCorrected(Announcement):
    """The requisites of a partner's former legal form were put right; the papers of then need them."""

    subjects = ("partner",)

    partner_id: int
    former_form_id: int
    inn_before: str
    inn_after: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerVatProposed(Announcement):
    """A partner says how he pays VAT; staff have to confirm it."""

    subjects = ("partner",)

    partner_id: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerVatSet(Announcement):
    """From a day on a partner pays VAT so, or no longer so."""

    subjects = ("partner",)

    partner_id: int
    valid_from: date
    said: str
    taken_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerVatDeclined(Announcement):
    """What a partner said of his VAT was declined, with a reason."""

    subjects = ("partner",)

    partner_id: int
    said: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerStandingChanged(Announcement):
    """A partner stopped selling, was paused, left, or came back."""

    subjects = ("partner",)

    partner_id: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FarewellSaid(Announcement):
    """A partner is said goodbye to, as of a day."""

    subjects = ("partner",)

    farewell_id: int
    partner_id: int
    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FarewellWithdrawn(Announcement):
    """A farewell was taken back before its day: everything stays as it is."""

    subjects = ("partner",)

    farewell_id: int
    partner_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CabinetEntered(Announcement):
    """One of the staff began to look at a partner's cabinet as he sees it, until a moment."""

    subjects = ("partner", "person")

    partner_id: int
    person_id: int
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CabinetLeft(Announcement):
    """One of the staff looks at a partner's cabinet no longer."""

    subjects = ("partner", "person")

    partner_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerNoted(Announcement):
    """Staff wrote something down about a partner, perhaps with his mood; never shown to him."""

    subjects = ("partner",)

    partner_id: int
    note_id: int
    mood: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerTagged(Announcement):
    """Staff gave a partner tags or took some off; never shown to him."""

    subjects = ("partner",)

    partner_id: int
    added: tuple[str, ...]
    taken_off: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratorAssigned(Announcement):
    """From now on this person of ours looks after a partner; without a person nobody does."""

    subjects = ("partner", "person")

    partner_id: int
    person_id: int | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Announcement):
    """Somebody was asked into a partner's cabinet by a letter, or the letter was sent again."""

    subjects = ("partner",)

    partner_id: int
    invitation_id: int
    email: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(Announcement):
    """An invitation was taken back before anybody came by it."""

    subjects = ("partner",)

    partner_id: int
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Announcement):
    """A person came into a partner's cabinet by an invitation."""

    subjects = ("partner", "person")

    partner_id: int
    person_id: int
    name: str
    role: str
    invited_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRoleChanged(Announcement):
    """A member of a partner may do more or less from now on."""

    subjects = ("partner", "person")

    partner_id: int
    person_id: int
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRemoved(Announcement):
    """A person sees the partner's cabinet no longer."""

    subjects = ("partner", "person")

    partner_id: int
    person_id: int
    name: str
