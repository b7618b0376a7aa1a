"""Which requisites suit which legal form. Plain Python over check digits."""

from __future__ import annotations

from collections.abc import Mapping

from zabota.kit import requisites

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


def faults_in_bank_details(
    *, legal_form: str, account: str, bic: str, corr_account: str
) -> Mapping[str, str]:
    """Field → reason code of what is wrong with bank details for a legal form."""
    if legal_form == FOREIGN:
        return {}
    if reason := requisites.check_bic(bic):
        return {"bic": reason}
    faults: dict[str, str] = {}
    if reason := requisites.check_account(account, bic):
        faults["account"] = reason
    elif not requisites.account_suits(account, legal_form):
        faults["account"] = "account_for_form"
    if reason := requisites.check_corr_account(corr_account, bic):
        faults["corr_account"] = reason
    return faults
