"""What a member may do, and which requisites suit which legal form. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from zabota.kit import requisites
from zabota.kit.vat import VatKind, exists_on


class MemberRight(StrEnum):
    """What a partner's people may be allowed to do in his cabinet."""

    READ = "read"
    CLIENTS = "clients"
    PAPERS = "papers"
    DETAILS = "details"
    PROGRAMME = "programme"
    FRONT = "front"
    PEOPLE = "people"
    DATA = "data"


MEMBER_RIGHTS: dict[str, frozenset[MemberRight]] = {
    "owner": frozenset(MemberRight),
    "manager": frozenset({MemberRight.READ, MemberRight.CLIENTS}),
    "accountant": frozenset({MemberRight.READ, MemberRight.PAPERS, MemberRight.DETAILS}),
    "viewer": frozenset({MemberRight.READ}),
}

COMPANY = "ooo"
PROPRIETOR = "ip"
SELF_EMPLOYED = "npd"
INDIVIDUAL = "person"
FOREIGN = "foreign"


def faults_in_identity(*, legal_form: str, inn: str, kpp: str, ogrn: str) -> Mapping[str, str]:
    """Field → reason code of what is wrong with ИНН, КПП and ОГРН for a legal form."""
    if legal_form == FOREIGN:
        return {}
    faults: dict[str, str] = {}
    if inn:
        wanted = 10 if legal_form == COMPANY else 12
        reason = requisites.check_inn(inn)
        if reason or len(inn) != wanted:
            faults["inn"] = reason or "inn_for_form"
    if kpp and legal_form != COMPANY:
        faults["kpp"] = "kpp_only_company"
    elif kpp and (reason := requisites.check_kpp(kpp)):
        faults["kpp"] = reason
    if ogrn:
        check = requisites.check_ogrn if legal_form == COMPANY else requisites.check_ogrnip
        if reason := check(ogrn):
            faults["ogrn"] = reason
    return faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a partner is before a day (`until`; None: to this day), with the requisites of then."""

    legal_form: str
    name: str
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    until: date | None = None


def identity_on(identities: Sequence[Identity], day: date) -> Identity:
    """What he was on a day; the identities are in the order of their days, the present one last."""
    return next(one for one in identities if one.until is None or day < one.until)


def cuts_of(identities: Sequence[Identity]) -> list[date]:
    """The days from which he was something else; what was called off on its day is no change."""
    lasting: list[Identity] = []
    for one in identities:
        if lasting and lasting[-1].until == one.until:
            continue
        if lasting and lasting[-1].legal_form == one.legal_form:
            lasting.pop()
        lasting.append(one)
    return [one.until for one in lasting if one.until is not None]


def parts_of(
    first_on: date, last_on: date, identities: Sequence[Identity]
) -> list[tuple[date, date, Identity]]:
    """Days cut where his form changed: first and last day of each part, and what he was in it."""
    starts = [first_on, *(day for day in cuts_of(identities) if first_on < day <= last_on)]
    ends = [*(day - timedelta(days=1) for day in starts[1:]), last_on]
    return [
        (start, end, identity_on(identities, end)) for start, end in zip(starts, ends, strict=True)
    ]


def faults_in_bank_details(
    *, legal_form: str, account: str, bic: str, corr_account: str, kind: str = "account"
) -> Mapping[str, str]:
    """Field → reason code of what is wrong with bank details for a legal form."""
    if kind == "iban":
        return _faults(account=requisites.check_iban(account), bic=requisites.check_swift(bic))
    if legal_form == FOREIGN:
        return {}
    if kind == "sbp":
        return _faults(account=requisites.check_phone(account), bic=requisites.check_sbp_bank(bic))
    if kind == "wallet":
        return _faults(account=requisites.check_wallet(account))
    if reason := requisites.check_bic(bic):
        return {"bic": reason}
    account_fault = requisites.check_account(account, bic)
    if not account_fault and not requisites.account_suits(account, legal_form):
        account_fault = "account_for_form"
    return _faults(
        account=account_fault, corr_account=requisites.check_corr_account(corr_account, bic)
    )


VAT_PAYERS = frozenset({COMPANY, PROPRIETOR})
# How a reward may be taxed: by the general rate, by a special one of УСН, or not at all.
PARTNER_VAT = (VatKind.NONE, VatKind.RATE_5, VatKind.RATE_7, VatKind.RATE_22, VatKind.RATE_20)
SIMPLIFIED_SINCE = date(2025, 1, 1)


def fault_in_vat(*, legal_form: str, kind: str, on: date) -> str | None:
    """Why a partner of this legal form cannot pay VAT so from that day: a reason code, or None."""
    if legal_form not in VAT_PAYERS:
        return "form"
    if kind not in PARTNER_VAT:
        return "kind"
    return None if exists_on(VatKind(kind), on) else "rate"


def simplified_basis(on: date) -> str:
    """Why who is on УСН charges no VAT: until 2025 he was no payer, since then he is exempt."""
    if on >= SIMPLIFIED_SINCE:
        return "УСН, п. 1 ст. 145 НК РФ"
    return "УСН, п. 2 ст. 346.11 НК РФ"


def _faults(**reasons: str | None) -> dict[str, str]:
    return {field: reason for field, reason in reasons.items() if reason}


# Numbers of banks in the system of fast payments, as НСПК lists them: those that most people have.
SBP_BANKS: Mapping[str, str] = {
    "100000000111": "Сбербанк",
    "100000000004": "Т-Банк",
    "110000000005": "ВТБ",
    "100000000008": "Альфа-Банк",
    "100000000273": "Озон Банк",
    "100000000150": "Яндекс Банк",
    "100000000001": "Газпромбанк",
    "100000000007": "Райффайзенбанк",
    "100000000013": "Совкомбанк",
    "100000000017": "МТС Банк",
    "100000000010": "ПСБ",
}


def currency_of(kind: str) -> str:
    """The currency that is paid to details of this kind."""
    return "EUR" if kind == "iban" else "RUB"


def home_currency(legal_form: str) -> str:
    """In which currency a partner of this form is paid first of all: his first page speaks of it."""
    return currency_of(kinds_for(legal_form)[0])


def kinds_for(legal_form: str) -> tuple[str, ...]:
    """What a partner of this legal form may be paid to; the first is the usual."""
    if legal_form == FOREIGN:
        return ("iban",)
    if legal_form in (SELF_EMPLOYED, INDIVIDUAL):
        return ("account", "sbp", "wallet")
    return ("account",)
