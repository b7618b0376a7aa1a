"""What a payer's bank reads from a QR code: ГОСТ Р 56042-2014 for roubles, EPC 069-12 for euros.

A code has less room than a paper. A legal form is written short before a word is left out, words go
from the end and whole, and what does not fit even so is told to the one who issues the invoice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from zabota.kit.money import Money
from zabota.kit.wording import by_words

UTF_8 = "ST00012"  # of the three charsets the one every reader understands
LONGEST = {"Name": 160, "BankName": 45, "Purpose": 210}
MOST_MANDATORY_BYTES = 300
LONGEST_EPC_NAME = 70
SEPARATORS = "|#;:^_~"

_SHORT_FORMS = tuple(
    (re.compile(rf"\b{words}\b".replace(" ", r"\s+"), re.IGNORECASE), short)
    for words, short in (
        ("общество с ограниченной ответственностью", "ООО"),
        ("индивидуальный предприниматель", "ИП"),
        ("публичное акционерное общество", "ПАО"),
        ("непубличное акционерное общество", "АО"),
        ("открытое акционерное общество", "ОАО"),
        ("закрытое акционерное общество", "ЗАО"),
        ("акционерное общество", "АО"),
        ("автономная некоммерческая организация", "АНО"),
        ("акционерный коммерческий банк", "АКБ"),
        ("коммерческий банк", "КБ"),
    )
)
_LEAST_OF_BANK = 15  # the payer's bank knows the payee's by its BIC; so its name yields first


@dataclass(frozen=True, slots=True)
class QrText:
    """The text of a code, and by field what is written instead of a longer one."""

    payload: str
    cut: Mapping[str, str] = field(default_factory=dict)


def gost_text(
    *, seller: Mapping[str, str], amount: Money | None, purpose: str = "", payer_inn: str = ""
) -> QrText:
    """The text of a payment order as a bank's app scans it; the sum is in kopecks.

    The separator is the first sign of the standard's row that no value contains.
    """
    mandatory, cut = _mandatory(seller)
    written = by_words(purpose, LONGEST["Purpose"])
    if written != purpose:
        cut["Purpose"] = written
    optional = {
        "Sum": str(amount.minor) if amount else "",
        "Purpose": written,
        "PayeeINN": seller.get("inn", ""),
        "KPP": seller.get("kpp", ""),
        "PayerINN": payer_inn,
    }
    fields = mandatory | {key: value for key, value in optional.items() if value}
    free = [sign for sign in SEPARATORS if not any(sign in value for value in fields.values())]
    separator = free[0] if free else SEPARATORS[0]
    if not free:  # no name is made so; the payment must still be readable
        fields = {key: value.replace(separator, " ") for key, value in fields.items()}
    joined = separator.join(f"{key}={value}" for key, value in fields.items())
    return QrText(UTF_8 + separator + joined, cut)


def epc_text(*, name: str, iban: str, bic: str, amount: Money, text: str) -> QrText:
    """The text of a SEPA transfer, version 002: name, IBAN, euros, an unstructured text."""
    euros = f"EUR{amount.plain()}"
    written = by_words(name, LONGEST_EPC_NAME)
    payload = "\n".join(["BCD", "002", "1", "SCT", bic, written, iban, euros, "", "", text[:140]])
    return QrText(payload, {"Name": written} if written != name else {})


def with_short_form(name: str) -> str:
    """The name with its legal form by the initials that everybody uses for it."""
    for words, short in _SHORT_FORMS:
        name = words.sub(short, name)
    return name


def _mandatory(seller: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The block that every code has, within its bytes, and what of it was cut."""
    fields = {
        "Name": seller["name"],
        "PersonalAcc": seller["account"],
        "BankName": seller["bank_name"],
        "BIC": seller["bic"],
        "CorrespAcc": seller.get("correspondent_account") or "0",
    }
    for key in ("Name", "BankName"):
        if len(fields[key]) > LONGEST[key] or _size(fields) > MOST_MANDATORY_BYTES:
            fields[key] = with_short_form(fields[key])
    cut: dict[str, str] = {}
    for key, least in (("BankName", _LEAST_OF_BANK), ("Name", 0)):
        whole = fields[key]
        for length in range(min(len(whole), LONGEST[key]), least - 1, -1):
            fields[key] = by_words(whole, length)
            if _size(fields) <= MOST_MANDATORY_BYTES:
                break
        if fields[key] != whole:
            cut[key] = fields[key]
    return fields, cut


def _size(fields: Mapping[str, str]) -> int:
    return len("|".join([UTF_8, *(f"{key}={value}" for key, value in fields.items())]).encode())
