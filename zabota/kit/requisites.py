"""Check digits of Russian requisites: ИНН, КПП, ОГРН, ОГРНИП, БИК and bank accounts.

Every `check_…` answers None when the value is right, else a stable reason code for a form error:

* `empty` nothing was given; `digits` something else than digits (or the letters allowed there);
* `length` too short or too long; `prefix` the first digits cannot be such;
* `check_digit` mistyped: the control sum does not agree;
* `currency` an account in another currency;
* `bic_mismatch` the correspondent account belongs to another bank.

Spaces are not forgiven here: clean the value first with `squeezed`.
Sources: order of the tax service ММВ-7-6/435 (ИНН, КПП), of the Ministry of Finance 165н (ОГРН,
ОГРНИП), the Bank of Russia's note 515 of 1997 (key of an account).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from stdnum import bic as stdnum_bic
from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError
from stdnum.ru import inn as stdnum_inn

ROUBLE_ACCOUNTS = "810"

_WEIGHTS = (7, 1, 3)
_LETTERS = dict(zip("ABCEHKMPTX", "0123456789", strict=True))
_ACCOUNT = re.compile(r"[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}")
_KPP = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u2060\ufeff]+")

# First digits of the accounts that a legal form may own (chart of accounts, 809-П).
_MASKS = {
    "ooo": ("405", "406", "407"),
    "ip": ("40802",),
    "npd": ("40817", "40820", "40802"),
    "person": ("40817", "40820", "423", "426"),
}


def squeezed(value: str) -> str:
    """The value without any spaces, as people paste them from bank sites."""
    return _SPACES.sub("", value)


def check_inn(value: str) -> str | None:
    """Reason why it is no ИНН of a company (10 digits) or of a person (12), or None."""
    if reason := _not_digits(value, (10, 12)):
        return reason
    if not value.strip("0"):
        return "prefix"
    try:
        stdnum_inn.validate(value)
    except ValidationError:
        return "check_digit"
    return None


def check_kpp(value: str) -> str | None:
    """Reason why it is no КПП (nine characters, no check digit exists), or None."""
    if not value:
        return "empty"
    if len(value) != 9:
        return "length"
    if not _KPP.fullmatch(value):
        return "digits"
    return None if value[:4].strip("0") else "prefix"


def check_ogrn(value: str) -> str | None:
    """Reason why it is no ОГРН of a company (13 digits: mod 11 mod 10), or None."""
    return _check_register_number(value, length=13, first="15", divisor=11)


def check_ogrnip(value: str) -> str | None:
    """Reason why it is no ОГРНИП (15 digits: mod 13, of which the last digit), or None.

    Own arithmetic: python-stdnum forgets the last `mod 10` and refuses three numbers of thirteen.
    """
    return _check_register_number(value, length=15, first="3", divisor=13)


def check_bic(value: str) -> str | None:
    """Reason why it is no БИК of the Russian payment system, or None."""
    if reason := _not_digits(value, (9,)):
        return reason
    return None if value[:2] in ("04", "01", "00") else "prefix"


def check_account(account: str, bic: str, *, currency: str | None = ROUBLE_ACCOUNTS) -> str | None:
    """Reason why a bank with this БИК cannot have such an account, or None.

    `currency` is the three digits inside the account, 810 for roubles; None leaves them alone.
    """
    if reason := _not_account(account) or check_bic(bic):
        return reason
    if _is_treasury(bic):
        return None
    if account.startswith("0"):
        return "prefix"
    if not _key_agrees(_account_prefix(bic), account):
        return "check_digit"
    if currency is not None and account[5:8] != currency:
        return "currency"
    return None


def check_corr_account(account: str, bic: str) -> str | None:
    """Reason why it is not the correspondent account of the bank with this БИК, or None.

    An empty one is right for the treasury and the offices of the Bank of Russia, which have none.
    """
    if not account and is_bic(bic) and (_is_treasury(bic) or _is_central_bank(bic)):
        return None
    if reason := _not_account(account) or check_bic(bic):
        return reason
    if _is_treasury(bic):
        return None
    if not account.startswith("301"):
        return "prefix"
    if account[-3:] != bic[-3:]:
        return "bic_mismatch"
    if not _key_agrees(f"0{bic[4:6]}", account):
        return "check_digit"
    return None


def check_iban(value: str) -> str | None:
    """Reason why it is no IBAN (length of its country, mod 97), or None."""
    if not value:
        return "empty"
    try:
        stdnum_iban.validate(value, check_country=False)
    except ValidationError:
        return "check_digit"
    return None if value == stdnum_iban.compact(value) else "digits"


def check_swift(value: str) -> str | None:
    """Reason why it is no BIC (SWIFT) of a bank, or None; an IBAN may do without."""
    if not value:
        return None
    return None if stdnum_bic.is_valid(value) and value.isupper() else "swift"


def check_phone(value: str) -> str | None:
    """Reason why it is no Russian mobile number as digits with the country in front, or None."""
    if reason := _not_digits(value, (11,)):
        return reason
    return None if value.startswith("79") else "prefix"


def check_sbp_bank(value: str) -> str | None:
    """Reason why it is no number of a bank in the system of fast payments (12 digits), or None."""
    return _not_digits(value, (12,))


def check_wallet(value: str) -> str | None:
    """Reason why it is no number of a YooMoney wallet, or None."""
    if reason := _not_digits(value, range(11, 21)):
        return reason
    return None if value.startswith("4") else "prefix"


def account_suits(account: str, legal_form: str) -> bool:
    """Whether a payee of this legal form (ooo, ip, npd, person) may own such an account."""
    masks = _MASKS.get(legal_form)
    return masks is None or account.startswith(masks)


def is_inn(value: str) -> bool:
    """Whether it is an ИНН with right check digits."""
    return check_inn(value) is None


def is_kpp(value: str) -> bool:
    """Whether it has the form of a КПП."""
    return check_kpp(value) is None


def is_ogrn(value: str) -> bool:
    """Whether it is a company's ОГРН with a right check digit."""
    return check_ogrn(value) is None


def is_ogrnip(value: str) -> bool:
    """Whether it is a sole proprietor's ОГРНИП with a right check digit."""
    return check_ogrnip(value) is None


def is_bic(value: str) -> bool:
    """Whether it has the form of a БИК."""
    return check_bic(value) is None


def is_account(account: str, bic: str) -> bool:
    """Whether the key of an account, in any currency, agrees with the БИК."""
    return check_account(account, bic, currency=None) is None


def is_corr_account(account: str, bic: str) -> bool:
    """Whether it is the correspondent account of the bank with this БИК."""
    return check_corr_account(account, bic) is None


def _not_digits(value: str, lengths: Collection[int]) -> str | None:
    if not value:
        return "empty"
    if not (value.isascii() and value.isdigit()):
        return "digits"
    return None if len(value) in lengths else "length"


def _not_account(account: str) -> str | None:
    if not account:
        return "empty"
    if len(account) != 20:
        return "length"
    return None if _ACCOUNT.fullmatch(account) else "digits"


def _check_register_number(value: str, *, length: int, first: str, divisor: int) -> str | None:
    if reason := _not_digits(value, (length,)):
        return reason
    if value[0] not in first:
        return "prefix"
    return None if int(value[:-1]) % divisor % 10 == int(value[-1]) else "check_digit"


def _is_treasury(bic: str) -> bool:
    """Accounts of the treasury (its БИК starts with 01) carry no key by this rule, and 643."""
    return bic.startswith("01")


def _account_prefix(bic: str) -> str:
    """Three digits that stand for the bank in the key; offices of the Bank of Russia differ."""
    return f"0{bic[4:6]}" if _is_central_bank(bic) else bic[-3:]


def _is_central_bank(bic: str) -> bool:
    return bic[-3:] in ("000", "001", "002")


def _key_agrees(prefix: str, account: str) -> bool:
    digits = prefix + account[:5] + _LETTERS.get(account[5], account[5]) + account[6:]
    total = sum(int(digit) * _WEIGHTS[place % 3] % 10 for place, digit in enumerate(digits))
    return total % 10 == 0
