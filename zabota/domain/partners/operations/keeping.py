"""Verbs about partners: joining, details, standing, farewells, notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from zabota.domain.partners.events import (
    BankDetailsChanged,
    CabinetEntered,
    CabinetLeft,
    FarewellSaid,
    FarewellWithdrawn,
    PartnerJoined,
    PartnerNoted,
    PartnerStandingChanged,
)
from zabota.domain.partners.models import (
    FAREWELL_MOVES,
    BankDetails,
    DetailsKind,
    Farewell,
    FarewellStatus,
    Mood,
    Partner,
    PartnerNote,
    PartnerStatus,
)
from zabota.domain.partners.rules import (
    currency_of,
    faults_in_bank_details,
    faults_in_identity,
)
from zabota.domain.people.models import Person
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import move

LOOKING = timedelta(minutes=30)


class RequisitesRefused(Refusal):
    """Requisites with faults: `params["faults"]` maps field → reason code."""

    code = "requisites_refused"


@transaction.atomic
def add_partner(
    *,
    name: str,
    legal_form: str,
    email: str,
    at: datetime,
    inn: str = "",
    kpp: str = "",
    ogrn: str = "",
    phone: str = "",
    city: str = "",
    by: str = "",
) -> Partner:
    """A new partner; refused when given requisites fail their check digits."""
    _check_identity(legal_form=legal_form, inn=inn, kpp=kpp, ogrn=ogrn)
    partner = Partner.objects.create(
        name=name.strip(),
        legal_form=legal_form,
        email=email.strip().lower(),
        inn=inn,
        kpp=kpp,
        ogrn=ogrn,
        phone=phone,
        city=city,
        joined_at=at,
    )
    publish(PartnerJoined(at=at, by=by, partner_id=partner.pk))
    return partner


@transaction.atomic
def set_requisites(partner: Partner, *, inn: str, kpp: str, ogrn: str) -> None:
    """Set ИНН, КПП and ОГРН of a partner; refused when a check digit fails."""
    _check_identity(legal_form=partner.legal_form, inn=inn, kpp=kpp, ogrn=ogrn)
    partner.inn, partner.kpp, partner.ogrn = inn, kpp, ogrn
    partner.save(update_fields=["inn", "kpp", "ogrn"])


@transaction.atomic
def set_payee(
    partner: Partner, *, own: Mapping[str, str], bank: Mapping[str, str], at: datetime, by: str
) -> None:
    """Whom we pay and where to, as `set_requisites` and `set_bank_details`: both, or neither with every fault."""
    numbers = {name: bank.get(name, "") for name in ("account", "bic", "corr_account")}
    kind = bank.get("kind", DetailsKind.ACCOUNT)
    faults = {
        **faults_in_identity(legal_form=partner.legal_form, **own),
        **faults_in_bank_details(legal_form=partner.legal_form, kind=kind, **numbers),
    }
    if faults:
        raise RequisitesRefused("Some requisites have a mistake in them.", faults=faults)
    set_requisites(partner, **own)
    set_bank_details(partner, **bank, at=at, by=by)


def _check_identity(**identity: str) -> None:
    faults = faults_in_identity(**identity)
    if faults:
        raise RequisitesRefused("Some requisites have a mistake in them.", faults=faults)


@transaction.atomic
def set_bank_details(
    partner: Partner,
    *,
    holder: str,
    account: str,
    bic: str,
    bank_name: str,
    corr_account: str,
    at: datetime,
    by: str,
    kind: str = DetailsKind.ACCOUNT,
) -> BankDetails:
    """New details in the currency of their kind; the former ones stay as history. Refused with a fault."""
    faults = faults_in_bank_details(
        legal_form=partner.legal_form,
        account=account,
        bic=bic,
        corr_account=corr_account,
        kind=kind,
    )
    if faults:
        raise RequisitesRefused("Some bank details have a mistake in them.", faults=faults)
    live = BankDetails.objects.select_for_update().filter(
        partner=partner, currency=currency_of(kind), replaced_at=None
    )
    wanted = {
        "kind": kind,
        "currency": currency_of(kind),
        "holder": holder.strip(),
        "account": account,
        "bic": bic,
        "bank_name": bank_name.strip(),
        "corr_account": corr_account,
    }
    for details in live:
        if all(getattr(details, field) == value for field, value in wanted.items()):
            return details
    replaced = live.update(replaced_at=at)
    details = BankDetails.objects.create(partner=partner, valid_from=at, entered_by=by, **wanted)
    publish(
        BankDetailsChanged(
            at=at,
            by=by,
            partner_id=partner.pk,
            account_end=account[-4:],
            first=not replaced,
            details_id=details.pk,
        )
    )
    return details


@transaction.atomic
def change_standing(
    partner: Partner, *, to: PartnerStatus, reason: str, at: datetime, by: str
) -> None:
    """Change a partner's standing; nothing earned is touched. The same standing is a no-op."""
    before = partner.status
    changed = (
        Partner.objects.filter(pk=partner.pk)
        .exclude(status=to)
        .update(status=to, status_reason=reason)
    )
    if changed:
        partner.status, partner.status_reason = to, reason
        publish(
            PartnerStandingChanged(
                at=at, by=by, partner_id=partner.pk, before=before, after=to, reason=reason
            )
        )


@transaction.atomic
def say_farewell(
    partner: Partner,
    *,
    on: date,
    clients_go: str,
    to: Partner | None,
    reason: str,
    at: datetime,
    by: str,
) -> Farewell:
    """Say goodbye to a partner as of a day, today at the earliest; until then all is as before."""
    if partner.status == PartnerStatus.LEFT:
        raise Refusal("He has left already.", code="left")
    if on < local_date(at):
        raise Refusal("This day is over. Choose today or a later one.", code="day_over")
    if to is not None and (to.pk == partner.pk or to.status != PartnerStatus.ACTIVE):
        raise Refusal("Clients can go only to another partner who works with us.", code="to_whom")
    try:
        with transaction.atomic():
            farewell = Farewell.objects.create(
                partner=partner,
                on=on,
                clients_go=clients_go,
                to_partner=to,
                reason=reason[:300],
                said_at=at,
                said_by=by,
            )
    except IntegrityError as waiting:
        raise Refusal("A farewell waits already. Take it back first.", code="waits") from waiting
    publish(
        FarewellSaid(
            at=at, by=by, farewell_id=farewell.pk, partner_id=partner.pk, on=on, reason=reason
        )
    )
    return farewell


@transaction.atomic
def withdraw_farewell(farewell: Farewell, *, reason: str, at: datetime, by: str) -> None:
    """Take a farewell back before its day; refused when it was carried out."""
    move(
        farewell,
        FarewellStatus.TAKEN_BACK,
        allowed=FAREWELL_MOVES,
        decided_at=at,
        decided_by=by,
        decided_why=reason[:300],
    )
    publish(
        FarewellWithdrawn(
            at=at,
            by=by,
            farewell_id=farewell.pk,
            partner_id=farewell.partner_id,
            reason=reason,
        )
    )


@transaction.atomic
def enter_cabinet(partner: Partner, *, person: Person, reason: str, at: datetime) -> datetime:
    """One of the staff looks at the partner's cabinet; until when he may."""
    until = at + LOOKING
    publish(
        CabinetEntered(
            at=at,
            by=str(person),
            partner_id=partner.pk,
            person_id=person.pk,
            until=until,
            reason=reason,
        )
    )
    return until


@transaction.atomic
def leave_cabinet(partner: Partner, *, person: Person, at: datetime) -> None:
    """He looks no longer."""
    publish(CabinetLeft(at=at, by=str(person), partner_id=partner.pk, person_id=person.pk))


@transaction.atomic
def note_partner(
    partner: Partner, *, words: str, mood: str = "", at: datetime, by: str
) -> PartnerNote:
    """Write something down about a partner; a mood needs words that say why."""
    words = words.strip()
    if not words:
        raise Refusal("Write a few words first.", code="no_words")
    if mood and mood not in Mood.values:
        raise Refusal("Choose a mood, or none.", code="no_mood")
    note = PartnerNote.objects.create(partner=partner, words=words[:2000], mood=mood, at=at, by=by)
    publish(
        PartnerNoted(
            at=at, by=by, partner_id=partner.pk, note_id=note.pk, mood=mood, words=words[:200]
        )
    )
    return note
