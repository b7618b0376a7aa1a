"""What is written on a paper: the frozen content, put together from plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from zabota.domain.papers.rules.kinds import language_of
from zabota.domain.papers.rules.vat import vat_said
from zabota.kit.money import Money
from zabota.kit.vat import Vat

_FORMS = {"ooo": "ООО «{}»", "ip": "ИП {}"}
# Names that say their own form: there are other companies than ООО.
_SAYS_ITS_FORM = re.compile(
    r"(ООО|АО|ПАО|НАО|ОАО|ЗАО|АНО|ФГУП|ГУП|МУП|ИП)[\s«\"“]|общество\s|индивидуальный\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RewardLine:
    """One client's payment with its reward. Minor units; `rate_bp` None is a fixed amount."""

    reward_id: int
    paid_on: date
    client: str
    client_inn: str
    payment_minor: int
    base_minor: int
    rate_bp: int | None
    reward_minor: int


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A part of a reward taken back: when, of which payment, why ("refund", "correction"), or put
    back, below zero, for a refund that was undone ("undone")."""

    reversal_id: int
    taken_on: date
    paid_on: date
    client: str
    why: str
    taken_minor: int


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A payout that left in the month."""

    payout_id: int
    order_number: int
    paid_on: date
    paid_minor: int


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a paper with its requisites."""

    name: str
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    signer: str = ""
    signer_title: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """Everything one partner's papers of a month are made of, in one currency."""

    partner_id: int
    legal_form: str
    party: Party
    offer_number: int
    accepted_on: date
    first_on: date
    last_on: date
    currency: str
    lines: Sequence[RewardLine]
    taken: Sequence[TakenLine]
    paid: Sequence[PaidLine]
    carried_minor: int
    regime: Vat | None = None

    @property
    def earned_minor(self) -> int:
        """All rewards of the month."""
        return sum(line.reward_minor for line in self.lines)

    @property
    def taken_minor(self) -> int:
        """All that was taken back in the month."""
        return sum(line.taken_minor for line in self.taken)


def legal_name(name: str, legal_form: str) -> str:
    """The name as papers write it: ООО «…», ИП …; a name that says its form stays as it is."""
    name = name.strip()
    if legal_form not in _FORMS or _SAYS_ITS_FORM.match(name):
        return name
    bare = name.strip('«»"“”„ ') if legal_form == "ooo" else name
    return _FORMS[legal_form].format(bare or name)


def vendor_party(
    vendor: Mapping[str, Any], *, signer: str = "", signer_title: str = "", name: str = ""
) -> Party:
    """Our own side: requisites of the installation, who signs for us, another name where given."""
    return Party(
        name=name or vendor["name"],
        inn=vendor["inn"],
        kpp=vendor["kpp"],
        ogrn=vendor["ogrn"],
        signer=signer,
        signer_title=signer_title,
    )


def month_content(
    month: Month, *, kind: str, number: str, on: date, vendor: Party, amount_minor: int,
    report_number: str = "",
) -> dict[str, Any]:  # fmt: skip
    """All that is printed on a report or an act of a month, as JSON-like values."""
    vat = vat_said(
        legal_form=month.legal_form,
        regime=month.regime,
        total=Money(amount_minor, month.currency),
    )
    return {
        "kind": kind,
        "number": number,
        "on": on.isoformat(),
        "language": language_of(month.legal_form),
        "legal_form": month.legal_form,
        "first_on": month.first_on.isoformat(),
        "last_on": month.last_on.isoformat(),
        "currency": month.currency,
        "vendor": asdict(vendor),
        "partner": asdict(month.party),
        "offer_number": month.offer_number,
        "accepted_on": month.accepted_on.isoformat(),
        "report_number": report_number,
        "lines": [_plain(asdict(line)) for line in month.lines],
        "taken": [_plain(asdict(line)) for line in month.taken],
        "paid": [_plain(asdict(line)) for line in month.paid],
        "payments_minor": sum(line.payment_minor for line in month.lines),
        "earned_minor": month.earned_minor,
        "taken_minor": month.taken_minor,
        "carried_minor": month.carried_minor,
        "amount_minor": amount_minor,
        "vat_text": vat.text,
        "vat_minor": vat.minor,
    }


@dataclass(frozen=True, slots=True)
class PaidOut:
    """A payout with what it is made of, for its notice. Minor units."""

    payout_id: int
    partner_id: int
    legal_form: str
    party: Party
    order_number: int
    amount_minor: int
    currency: str
    paid_on: date
    purpose: str
    account_end: str
    bank_name: str
    lines: Sequence[RewardLine]
    taken: Sequence[TakenLine]

    @property
    def carried_minor(self) -> int:
        """What was withheld besides: an advance he had been paid."""
        earned = sum(line.reward_minor for line in self.lines)
        return self.amount_minor - earned + sum(line.taken_minor for line in self.taken)


def notice_content(paid: PaidOut, *, number: str, on: date, vendor: Party) -> dict[str, Any]:
    """All that is printed on the notice of a payout, as JSON-like values."""
    return {
        "kind": "payout_notice",
        "number": number,
        "on": on.isoformat(),
        "language": language_of(paid.legal_form),
        "legal_form": paid.legal_form,
        "currency": paid.currency,
        "vendor": asdict(vendor),
        "partner": asdict(paid.party),
        "order_number": paid.order_number,
        "paid_on": paid.paid_on.isoformat(),
        "purpose": paid.purpose,
        "account_end": paid.account_end,
        "bank_name": paid.bank_name,
        "lines": [_plain(asdict(line)) for line in paid.lines],
        "taken": [_plain(asdict(line)) for line in paid.taken],
        "payments_minor": sum(line.payment_minor for line in paid.lines),
        "earned_minor": sum(line.reward_minor for line in paid.lines),
        "taken_minor": sum(line.taken_minor for line in paid.taken),
        "carried_minor": paid.carried_minor,
        "amount_minor": paid.amount_minor,
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
    }
