"""How a partner pays VAT, by days: staff set it, the partner proposes it, nothing written changes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from zabota.domain.partners.events import PartnerVatDeclined, PartnerVatProposed, PartnerVatSet
from zabota.domain.partners.models import VAT_MOVES, Partner, PartnerVat, VatStanding
from zabota.domain.partners.rules import fault_in_vat
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import move


class VatRefused(Refusal):
    """This regime cannot be his from that day."""

    code = "partner_vat_refused"


@transaction.atomic
def set_partner_vat(
    partner: Partner, *, valid_from: date, kind: str, basis: str = "", at: datetime, by: str
) -> PartnerVat:
    """From this day on he pays VAT so; a regime of the same day is replaced, and stays as history."""
    _check(partner, kind=kind, valid_from=valid_from)
    row = PartnerVat(
        partner=partner, valid_from=valid_from, kind=kind, basis=basis.strip(), entered_at=at,
        entered_by=by, status=VatStanding.IN_FORCE,
    )  # fmt: skip
    _replace_same_day(row, at=at, by=by)
    row.save()
    publish(_told(row, at=at, by=by))
    return row


@transaction.atomic
def propose_partner_vat(
    partner: Partner, *, valid_from: date, kind: str, basis: str = "", at: datetime, by: str
) -> PartnerVat:
    """The partner says how he pays VAT; it holds when staff have confirmed it. A newer word replaces
    the one that waits."""
    _check(partner, kind=kind, valid_from=valid_from)
    Partner.objects.select_for_update().get(pk=partner.pk)
    waiting = PartnerVat.objects.filter(partner=partner, status=VatStanding.PROPOSED)
    waiting.update(status=VatStanding.REPLACED, decided_at=at, decided_by=by)
    row = PartnerVat.objects.create(
        partner=partner, valid_from=valid_from, kind=kind, basis=basis.strip(), entered_at=at,
        entered_by=by, status=VatStanding.PROPOSED,
    )  # fmt: skip
    publish(PartnerVatProposed(at=at, by=by, partner_id=partner.pk, said=row.vat.words()))
    return row


@transaction.atomic
def confirm_partner_vat(row: PartnerVat, *, at: datetime, by: str) -> None:
    """What he proposed holds from its day on."""
    _check(row.partner, kind=row.kind, valid_from=row.valid_from)
    _replace_same_day(row, at=at, by=by)
    move(row, VatStanding.IN_FORCE, allowed=VAT_MOVES, decided_at=at, decided_by=by)
    publish(_told(row, at=at, by=by))


@transaction.atomic
def decline_partner_vat(row: PartnerVat, *, reason: str, at: datetime, by: str) -> None:
    """What he proposed does not hold, and he reads why."""
    reason = reason.strip()[:300]
    if not reason:
        raise VatRefused("Say why: the partner reads it.")
    move(
        row, VatStanding.DECLINED, allowed=VAT_MOVES, decided_at=at, decided_by=by,
        decided_why=reason,
    )  # fmt: skip
    publish(
        PartnerVatDeclined(
            at=at, by=by, partner_id=row.partner_id, said=row.vat.words(), reason=reason
        )
    )


@transaction.atomic
def forget_partner_vat(row: PartnerVat, *, at: datetime, by: str) -> None:
    """Take a regime away: from its day on the former one holds. What is written keeps what it says."""
    move(row, VatStanding.REPLACED, allowed=VAT_MOVES, decided_at=at, decided_by=by)
    publish(_told(row, at=at, by=by, taken_away=True))


def _check(partner: Partner, *, kind: str, valid_from: date) -> None:
    fault = fault_in_vat(legal_form=partner.legal_form, kind=kind, on=valid_from)
    if fault == "form":
        raise VatRefused("Only companies and sole proprietors have a VAT regime of their own.")
    if fault == "rate":
        raise VatRefused("The law does not know this rate on that day.")
    if fault:
        raise VatRefused("A partner's reward is not taxed so.")


def _replace_same_day(row: PartnerVat, *, at: datetime, by: str) -> None:
    Partner.objects.select_for_update().get(pk=row.partner_id)
    same_day = PartnerVat.objects.filter(
        partner=row.partner_id, valid_from=row.valid_from, status=VatStanding.IN_FORCE
    )
    same_day.update(status=VatStanding.REPLACED, decided_at=at, decided_by=by)


def _told(row: PartnerVat, *, at: datetime, by: str, taken_away: bool = False) -> PartnerVatSet:
    return PartnerVatSet(
        at=at,
        by=by,
        partner_id=row.partner_id,
        valid_from=row.valid_from,
        said=row.vat.words(),
        taken_away=taken_away,
    )
