"""Who stands at the other end of an entry, in the old shape (Dbtr/Nm) and the new (Dbtr/Pty/Nm)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from zabota.connectors.bank.facts import Side
from zabota.connectors.bank.translate.xml_tree import every, first, text_of, texts_of

_INN = re.compile(r"\d{10}|\d{12}|\d{5}", re.ASCII)
_TAX_SCHEMES = frozenset({"TXID", "INN", "ИНН", "BIN", "UNP", "VATN", "TAX"})
_NOTHING = frozenset({"NOTPROVIDED", "NOTAVAILABLE", "NONREF", "UNKNOWN", "N/A", "-"})


def account_of(account: Element | None) -> str:
    """IBAN, or whatever else the bank calls the account by."""
    found = text_of(
        account, "Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id", "Id/UPIC", "Prxy/Id"
    )
    return "".join(found.split()).upper()


def counterparty_of(
    details: Element | None, entry: Element, *, credit: bool, reversal: bool, own: str
) -> Side:
    """The debtor of a credit, the creditor of a debit; nobody is put in for one who is not named.

    A reversal leaves both in the roles they had at first, so that the other role is looked at too.
    """
    roles = ("Dbtr", "Cdtr") if credit else ("Cdtr", "Dbtr")
    wanted = tuple(reversed(roles)) if reversal else roles[:1]
    for place in (details, entry):
        for role in wanted:
            side = _side(place, role)
            if side is not None and side.account != own:
                return side
    return Side()


def said(text: str) -> str:
    """A reference, or nothing where the bank writes that there is none."""
    return "" if text.upper().strip() in _NOTHING else text


def purpose_of(details: Element | None, entry: Element) -> str:
    """What the payer wrote: free text, structured references, else the bank's own words."""
    remittance = first(details, "RmtInf")
    pieces = list(texts_of(remittance, "Ustrd"))
    for structured in every(remittance, "Strd") if remittance is not None else ():
        pieces += texts_of(structured, "CdtrRefInf/Ref")
        pieces += texts_of(structured, "CdtrRefInf/CdtrRef")
        pieces += texts_of(structured, "RfrdDocInf/Nb")
        pieces += texts_of(structured, "RfrdDocInf/RfrdDocNb")
        pieces += texts_of(structured, "AddtlRmtInf")
    if not pieces:
        pieces = [text_of(details, "AddtlTxInf") or text_of(entry, "AddtlNtryInf")]
    return " ".join(dict.fromkeys(piece for piece in pieces if said(piece)))


def _side(place: Element | None, role: str) -> Side | None:
    parties, agents = first(place, "RltdPties"), first(place, "RltdAgts")
    party = first(parties, f"{role}/Pty", f"{role}/Agt/FinInstnId", role)
    account = first(parties, f"{role}Acct")
    name = text_of(party, "Nm") or text_of(parties, f"Ultmt{role}/Pty/Nm", f"Ultmt{role}/Nm")
    number = account_of(account)
    agent = first(agents, f"{role}Agt/FinInstnId/CmbndId", f"{role}Agt/FinInstnId")
    if not name and not number:
        return None
    return Side(
        name=name,
        inn=_tax_number(party),
        kpp=_kpp(party),
        account=number,
        bic=text_of(agent, "BICFI", "BIC", "ClrSysMmbId/MmbId", "ClrSysMmbId/Id"),
        bank=text_of(agent, "Nm"),
    )


def _kpp(party: Element | None) -> str:
    """The Russian code of the tax office's registration, which only its scheme tells."""
    for other in every(party, "Id/OrgId/Othr") if party is not None else ():
        if text_of(other, "SchmeNm/Prtry", "SchmeNm/Cd").upper() in ("KPP", "КПП"):
            return text_of(other, "Id")[:9]
    return ""


def _tax_number(party: Element | None) -> str:
    """The number that is said to be the tax number, or looks like an ИНН and nothing else."""
    for form in ("OrgId", "PrvtId"):
        for other in every(party, f"Id/{form}/Othr") if party is not None else ():
            number = text_of(other, "Id")
            scheme = text_of(other, "SchmeNm/Cd", "SchmeNm/Prtry", "Issr").upper()
            digits = "".join(number.split()).upper().removeprefix("INN").removeprefix("ИНН")
            if scheme in _TAX_SCHEMES and digits:
                return digits[:12]
            if not scheme and _INN.fullmatch(digits) and len(digits) > 5:
                return digits
        old = text_of(party, f"Id/{form}/TaxIdNb", f"Id/{form}/TxIdNb")
        if old:
            return old[:12]
    return ""
