"""What has grown old in a batch since it was formed: an order leaves only while what it says is true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_noop as _

from zabota.domain.partners.models import BankDetails, LegalForm, PartnerStatus
from zabota.domain.partners.queries import is_gone, list_vat
from zabota.domain.payouts.facts import ASK_NPD
from zabota.domain.payouts.models import NOT_LEFT, Batch, NpdCheck, Payout
from zabota.domain.payouts.rules import names_vat
from zabota.domain.settings.queries import get_settings
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.kit.vat import regime_on


class StaleConfirmation(Refusal):
    """The tax service has not said today that a payee is self-employed."""

    code = "stale_confirmation"


class StaleForm(Refusal):
    """A partner has become something else since his order was written."""

    code = "stale_form"


class StaleDetails(Refusal):
    """A partner is paid to other bank details by now."""

    code = "stale_details"


class Paused(Refusal):
    """Staff have paused the payouts of a partner since."""

    code = "paused_since"


class StaleVat(Refusal):
    """An order says of VAT what is not true on the day it leaves."""

    code = "stale_vat"


@dataclass(frozen=True, slots=True)
class Stale:
    """An order that must not leave, and why: form, paused, details, vat, npd_lost or npd_unknown."""

    payout: Payout
    reason: str


_REFUSALS: dict[str, tuple[type[Refusal], str]] = {
    "form": (
        StaleForm,
        _(
            "The legal form or the INN has changed since the batch was formed: %(names)s. Take these "
            "payouts out of the batch; the next one has the right payee, purpose and codes."
        ),
    ),
    "paused": (
        Paused,
        _(
            "The payouts of these partners were paused since the batch was formed: %(names)s. Take them "
            "out of the batch, or let the partners be paid again."
        ),
    ),
    "details": (
        StaleDetails,
        _(
            "The bank details were replaced since the batch was formed: %(names)s. Take these payouts "
            "out of the batch; the next one goes to the new details when their freeze is over."
        ),
    ),
    "vat": (
        StaleVat,
        _(
            "The orders name a VAT that is not the partner's today: %(names)s. Take these payouts out "
            "of the batch; the next one says what is true on its day."
        ),
    ),
    "npd_lost": (
        StaleConfirmation,
        _(
            "The tax service says today that these partners are not self-employed: %(names)s. Take "
            "their payouts out of the batch and agree on another legal form."
        ),
    ),
    "npd_unknown": (
        StaleConfirmation,
        _(
            "The tax service has not confirmed these self-employed partners today: %(names)s. We ask "
            "every minute: try again later, or take their payouts out of the batch."
        ),
    ),
}  # fmt: skip


def refuse_stale(payouts: Iterable[Payout], *, at: datetime) -> None:
    """Refused when an order that has not left names what is no longer true, or rests on no yes of today.

    What the tax service has said today is kept with the payouts as their evidence.
    """
    payouts = list(payouts)
    stale = find_stale(payouts, at=at)
    for reason, (refusal, words) in _REFUSALS.items():
        names = sorted({one.payout.partner.name for one in stale if one.reason == reason})
        if names:
            raise refusal(words, names=", ".join(names))
    _keep_confirmations(payouts, on=local_date(at))


def refuse_stale_again(payout: Payout, *, at: datetime) -> None:
    """The same of a payout that was refused by its rail and is to be sent anew."""
    for one in find_stale([payout], at=at):
        if one.reason == "npd_unknown":
            raise StaleConfirmation(
                "The tax service has not confirmed today that %(name)s is self-employed. We ask every "
                "minute: try again later.",
                name=payout.partner.name,
            )
        raise StaleForm(
            "What this payout says is no longer true: the form, the bank details, the VAT or the "
            "standing of %(name)s has changed. Mark it as returned; the next batch has it right.",
            name=payout.partner.name,
        )
    _keep_confirmations([payout], on=local_date(at))


def list_not_left(batch: Batch) -> list[Payout]:
    """The payouts of a batch whose orders have not left."""
    rows = batch.payouts.filter(status__in=NOT_LEFT).select_related("partner")
    return list(rows.order_by("order_number"))


def find_stale(payouts: Sequence[Payout], *, at: datetime) -> list[Stale]:
    """Those that must not leave as they are, each with its weightiest reason."""
    payouts = [one for one in payouts if one.legal_form]
    details, vat, npd = (
        _of_other_details(payouts),
        _of_other_vat(payouts, on=local_date(at)),
        _of_no_confirmation(payouts, at=at),
    )
    found = []
    for one in payouts:
        changed = (one.legal_form, one.inn) != (one.partner.legal_form, one.partner.inn)
        if changed:
            found.append(Stale(one, "form"))
        elif one.partner.status == PartnerStatus.PAUSED:
            found.append(Stale(one, "paused"))
        elif one.pk in details:
            found.append(Stale(one, "details"))
        elif one.pk in vat:
            found.append(Stale(one, "vat"))
        elif one.pk in npd:
            found.append(Stale(one, npd[one.pk]))
    return found


def _of_other_details(payouts: Sequence[Payout]) -> set[int]:
    """Those that go where their partner is not paid to any more."""
    live = set(
        BankDetails.objects.filter(
            partner__in=[one.partner_id for one in payouts], replaced_at=None
        ).values_list("partner", "account", "bic")
    )
    return {one.pk for one in payouts if (one.partner_id, one.account, one.bic) not in live}


def _of_other_vat(payouts: Sequence[Payout], *, on: date) -> set[int]:
    """Those whose purpose says of VAT what an order written today would not say."""
    payers = [one for one in payouts if one.legal_form in (LegalForm.OOO, LegalForm.IP)]
    regimes = list_vat([one.partner_id for one in payers])
    found = set()
    for one in payers:
        regime = regime_on(regimes.get(one.partner_id, ()), on)
        total = Money(one.amount_minor, one.currency)
        if is_gone(regime, on) or not names_vat(one.purpose, total=total, regime=regime):
            found.add(one.pk)
    return found


def _of_no_confirmation(payouts: Sequence[Payout], *, at: datetime) -> dict[int, str]:
    """Payout → why the tax service's word of today does not let it leave."""
    asked = [one for one in payouts if one.legal_form == LegalForm.NPD]
    if not asked or not get_settings(ASK_NPD, at=at)[ASK_NPD.name]:
        return {}
    said = dict(
        NpdCheck.objects.filter(
            inn__in=[one.inn for one in asked], on=local_date(at)
        ).values_list("inn", "standing")
    )  # fmt: skip
    words = {one.pk: said.get(one.inn, "unknown") for one in asked}
    return {
        pk: "npd_lost" if word == "no" else "npd_unknown"
        for pk, word in words.items()
        if word != "yes"
    }


def _keep_confirmations(payouts: Sequence[Payout], *, on: date) -> None:
    """The yes of today stands beside each payout that had one of another day."""
    asked = {one.inn: one for one in payouts if one.legal_form == LegalForm.NPD}
    for check in NpdCheck.objects.filter(inn__in=asked, on=on, standing="yes"):
        mine = [one.pk for one in payouts if one.inn == check.inn]
        Payout.objects.filter(pk__in=mine).update(npd_check=check)
