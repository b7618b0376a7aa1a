"""Questions about partners."""

from __future__ import annotations

from zabota.domain.partners.models import (
    BankDetails,
    Farewell,
    FarewellStatus,
    Member,
    Partner,
    PartnerNote,
)
from zabota.domain.people.models import Person


def find_membership(person: Person) -> Member | None:
    """The partner a person works for, with his role there."""
    return Member.objects.select_related("partner").filter(person=person).first()


def find_bank_details(partner: Partner) -> BankDetails | None:
    """Where the partner is paid to now; roubles first where he has details in two currencies."""
    live = BankDetails.objects.filter(partner=partner, replaced_at=None)
    return live.order_by("-currency").first()


def find_farewell(partner: Partner) -> Farewell | None:
    """The farewell that waits for its day."""
    waiting = Farewell.objects.filter(partner=partner, status=FarewellStatus.WAITING)
    return waiting.select_related("to_partner").first()


def find_mood(partner: Partner) -> PartnerNote | None:
    """The note that says how the partner feels now, and why."""
    return partner.notes.exclude(mood="").order_by("-at", "-pk").first()
