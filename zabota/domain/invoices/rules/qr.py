"""What a payer's bank reads from a QR code: ГОСТ Р 56042-2014 for roubles, EPC 069-12 for euros."""

from __future__ import annotations

from collections.abc import Mapping

from zabota.kit.money import Money

UTF_8 = "ST00012"  # of the three charsets the one every reader understands
LONGEST = {"Name": 160, "BankName": 45, "Purpose": 210}
MOST_MANDATORY_BYTES = 300
SEPARATORS = "|#;:^_~"


def gost_payload(
    *, seller: Mapping[str, str], amount: Money | None, purpose: str = "", payer_inn: str = ""
) -> str:
    """The text of a payment order as a bank's app scans it; the sum is in kopecks.

    The separator is the first sign of the standard's row that no value contains.
    """
    name, bank = seller["name"], seller["bank_name"][: LONGEST["BankName"]]
    mandatory = {
        "Name": name[: LONGEST["Name"]],
        "PersonalAcc": seller["account"],
        "BankName": bank,
        "BIC": seller["bic"],
        "CorrespAcc": seller.get("correspondent_account") or "0",
    }
    while _size(mandatory) > MOST_MANDATORY_BYTES and mandatory["Name"]:
        mandatory["Name"] = mandatory["Name"][:-1]
    optional = {
        "Sum": str(amount.minor) if amount else "",
        "Purpose": purpose[: LONGEST["Purpose"]],
        "PayeeINN": seller.get("inn", ""),
        "KPP": seller.get("kpp", ""),
        "PayerINN": payer_inn,
    }
    fields = mandatory | {key: value for key, value in optional.items() if value}
    free = [sign for sign in SEPARATORS if not any(sign in value for value in fields.values())]
    separator = free[0] if free else SEPARATORS[0]
    if not free:  # no name is made so; the payment must still be readable
        fields = {key: value.replace(separator, " ") for key, value in fields.items()}
    return UTF_8 + separator + separator.join(f"{key}={value}" for key, value in fields.items())


def epc_payload(*, name: str, iban: str, bic: str, amount: Money, text: str) -> str:
    """The text of a SEPA transfer, version 002: name, IBAN, euros, an unstructured text."""
    euros = f"EUR{amount.plain()}"
    return "\n".join(["BCD", "002", "1", "SCT", bic, name[:70], iban, euros, "", "", text[:140]])


def _size(fields: Mapping[str, str]) -> int:
    return len("|".join([UTF_8, *(f"{key}={value}" for key, value in fields.items())]).encode())
