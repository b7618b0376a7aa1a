"""A partner's legal form: changed by staff, with the requisites that belong to the new one, or to a former one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from zabota.domain.partners.events import FormerFormCorrected, LegalFormChanged
from zabota.domain.partners.models import BankDetails, FormerForm, LegalForm, Partner
from zabota.domain.partners.operations import RequisitesRefused
from zabota.domain.partners.rules import faults_in_bank_details, faults_in_identity, kinds_for
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


@transaction.atomic
def change_legal_form(
    partner: Partner,
    *,
    to: LegalForm,
    inn: str,
    kpp: str,
    ogrn: str,
    reason: str,
    at: datetime,
    by: str,
    since: date | None = None,
) -> None:
    """He is paid in another form from now on; papers follow it from the day `since` (today if none).

    What was paid and written keeps the former one, and so do papers of the days before.

    Bank details that do not suit the new form are retired: his payouts wait until he enters others.
    """
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    before = partner.legal_form
    if to == before:
        raise Refusal("This is his legal form already.", code="same_form")
    faults = faults_in_identity(legal_form=to, inn=inn, kpp=kpp, ogrn=ogrn)
    if faults:
        raise RequisitesRefused("Some requisites have a mistake in them.", faults=faults)
    day = since or local_date(at)
    _refuse_day(partner, day, today=local_date(at))
    FormerForm.objects.create(
        partner=partner, legal_form=before, until=day, name=partner.name, inn=partner.inn,
        kpp=partner.kpp, ogrn=partner.ogrn, entered_at=at, entered_by=by,
    )  # fmt: skip
    Partner.objects.filter(pk=partner.pk).update(legal_form=to, inn=inn, kpp=kpp, ogrn=ogrn)
    live = BankDetails.objects.filter(partner=partner, replaced_at=None)
    unfit = [details.pk for details in live if not _suits(details, to)]
    BankDetails.objects.filter(pk__in=unfit).update(replaced_at=at)
    publish(
        LegalFormChanged(
            at=at,
            by=by,
            partner_id=partner.pk,
            before=before,
            after=to,
            reason=reason[:300],
            details_retired=bool(unfit),
            since=day,
        )
    )


@transaction.atomic
def correct_former_form(
    former: FormerForm,
    *,
    name: str,
    inn: str,
    kpp: str,
    ogrn: str,
    reason: str,
    at: datetime,
    by: str,
) -> None:
    """What he was then is put right, and papers of those days made from now on say it.

    Papers that are made keep what they say; they are made anew one by one. The same again changes nothing.
    """
    former = FormerForm.objects.select_for_update().get(pk=former.pk)
    faults = dict(faults_in_identity(legal_form=former.legal_form, inn=inn, kpp=kpp, ogrn=ogrn))
    if not inn and former.legal_form != LegalForm.FOREIGN:
        faults["inn"] = "empty"
    if faults:
        raise RequisitesRefused("Some requisites have a mistake in them.", faults=faults)
    given = {"name": name.strip() or former.name, "inn": inn, "kpp": kpp, "ogrn": ogrn}
    if all(getattr(former, field) == value for field, value in given.items()):
        return
    FormerForm.objects.filter(pk=former.pk).update(**given)
    publish(
        FormerFormCorrected(
            at=at, by=by, partner_id=former.partner_id, former_form_id=former.pk,
            inn_before=former.inn, inn_after=inn, reason=reason[:300],
        )
    )  # fmt: skip


def _refuse_day(partner: Partner, day: date, *, today: date) -> None:
    if day > today:
        raise Refusal("This day has not come yet: change the form on it.", code="form_too_early")
    last = partner.former_forms.order_by("until").last()
    if last is not None and day < last.until:
        raise Refusal(
            "His form was changed on %(day)s already: give that day or a later one.",
            day=f"{last.until:%d.%m.%Y}",
            code="form_too_late",
        )


def _suits(details: BankDetails, to: str) -> bool:
    faults = faults_in_bank_details(
        legal_form=to,
        account=details.account,
        bic=details.bic,
        corr_account=details.corr_account,
        kind=details.kind,
    )
    return details.kind in kinds_for(to) and not faults
