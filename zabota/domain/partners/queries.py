"""Questions about partners."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from zabota.domain.partners.models import (
    BankDetails,
    Farewell,
    FarewellStatus,
    FormerForm,
    Member,
    Partner,
    PartnerNote,
    PartnerStatus,
    PartnerVat,
    VatStanding,
)
from zabota.domain.partners.rules import Identity
from zabota.domain.people.models import Person
from zabota.kit.vat import Vat, regime_on


def find_membership(person: Person) -> Member | None:
    """The partner a person works for, with his role there."""
    return Member.objects.select_related("partner").filter(person=person).first()


def find_bank_details(partner: Partner) -> BankDetails | None:
    """Where the partner is paid to now; roubles first where he has details in two currencies."""
    live = BankDetails.objects.filter(partner=partner, replaced_at=None)
    return live.order_by("-currency").first()


def list_identities(partner_ids: Sequence[int]) -> dict[int, list[Identity]]:
    """Partner → what he was and is, in the order of days; the last one holds now."""
    found: dict[int, list[Identity]] = defaultdict(list)
    former = FormerForm.objects.filter(partner__in=partner_ids).order_by("until", "pk")
    for row in former:
        found[row.partner_id].append(
            Identity(
                legal_form=row.legal_form, name=row.name, inn=row.inn, kpp=row.kpp, ogrn=row.ogrn,
                until=row.until,
            )
        )  # fmt: skip
    for one in Partner.objects.filter(pk__in=partner_ids):
        found[one.pk].append(
            Identity(
                legal_form=one.legal_form, name=one.name, inn=one.inn, kpp=one.kpp, ogrn=one.ogrn
            )
        )
    return found


def list_vat(partner_ids: Sequence[int]) -> dict[int, list[Vat]]:
    """Partner → his VAT regimes in force from their days on."""
    found: dict[int, list[Vat]] = defaultdict(list)
    rows = PartnerVat.objects.filter(partner__in=partner_ids, status=VatStanding.IN_FORCE)
    for row in rows:
        found[row.partner_id].append(row.vat)
    return found


def find_vat(partner_id: int, *, on: date) -> Vat | None:
    """How a partner pays VAT on a day; None where nobody has said."""
    return regime_on(list_vat([partner_id]).get(partner_id, ()), on)


def find_farewell(partner: Partner) -> Farewell | None:
    """The farewell that waits for its day."""
    waiting = Farewell.objects.filter(partner=partner, status=FarewellStatus.WAITING)
    return waiting.select_related("to_partner").first()


def find_mood(partner: Partner) -> PartnerNote | None:
    """The note that says how the partner feels now, and why."""
    return partner.notes.exclude(mood="").order_by("-at", "-pk").first()


def count_moods() -> Counter[str]:
    """How many partners who are with us feel how: the last mood of each; "" is not known."""
    last = PartnerNote.objects.filter(partner=OuterRef("pk")).exclude(mood="")
    rows = Partner.objects.exclude(status=PartnerStatus.LEFT).annotate(
        feels=Coalesce(Subquery(last.order_by("-at", "-pk").values("mood")[:1]), Value(""))
    )
    return Counter(dict(rows.order_by().values_list("feels").annotate(n=Count("pk"))))
