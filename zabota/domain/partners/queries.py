"""Questions about partners."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Func, OuterRef, Subquery, Value
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
from zabota.domain.partners.rules import VAT_PAYERS, Identity
from zabota.domain.people.models import Person
from zabota.kit.vat import Vat, VatKind, exists_on, regime_on


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


def list_vat_gone(*, on: date) -> list[Partner]:
    """Partners whose VAT rate the law does not know on a day: their papers and payouts wait."""
    gone = [kind.value for kind in VatKind if not exists_on(kind, on)]
    ids = PartnerVat.objects.filter(
        kind__in=gone, status=VatStanding.IN_FORCE, valid_from__lte=on
    ).values_list("partner", flat=True)
    partners = (
        Partner.objects.filter(pk__in=ids, legal_form__in=VAT_PAYERS)
        .exclude(status=PartnerStatus.LEFT)
        .order_by("name")
    )
    regimes = list_vat([one.pk for one in partners])
    return [one for one in partners if is_gone(regime_on(regimes[one.pk], on), on)]


def is_gone(regime: Vat | None, day: date) -> bool:
    """Whether a regime is of a rate that the law does not know on a day."""
    return regime is not None and not exists_on(regime.kind, day)


def find_farewell(partner: Partner) -> Farewell | None:
    """The farewell that waits for its day."""
    waiting = Farewell.objects.filter(partner=partner, status=FarewellStatus.WAITING)
    return waiting.select_related("to_partner").first()


def list_tags() -> list[str]:
    """Every tag that some partner has, by the alphabet."""
    tags = Partner.objects.exclude(tags=[]).values_list(Func(F("tags"), function="unnest"))
    return sorted({tag for (tag,) in tags})


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
