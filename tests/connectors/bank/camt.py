"""Builds camt messages piece by piece, as readable text."""

from __future__ import annotations

OUR_IBAN = "DE89370400440532013000"
THEIR_IBAN = "NL56AGDH9619008421"
_MESSAGES = {
    "053": ("BkToCstmrStmt", "Stmt"),
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}


def balance(code: str, amount: str, mark: str = "CRDT", currency: str = "EUR") -> str:
    """A balance of the day."""
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='{currency}'>{amount}</Amt>"
        f"<CdtDbtInd>{mark}</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>"
    )


def party(name: str = "Acme GmbH", iban: str = THEIR_IBAN, role: str = "Dbtr") -> str:
    """The other side, in the old shape."""
    return (
        f"<RltdPties><{role}><Nm>{name}</Nm></{role}>"
        f"<{role}Acct><Id><IBAN>{iban}</IBAN></Id></{role}Acct></RltdPties>"
    )


def details(
    inside: str = "",
    *,
    amount: str = "",
    text: str = "",
    e2e: str = "",
    ref: str = "",
    currency: str = "EUR",
    mark: str = "",
    extra: str = "",
) -> str:
    """One payment of an entry."""
    refs = (f"<AcctSvcrRef>{ref}</AcctSvcrRef>" if ref else "") + (
        f"<EndToEndId>{e2e}</EndToEndId>" if e2e else ""
    )
    return (
        "<TxDtls>"
        + (f"<Refs>{refs}</Refs>" if refs else "")
        + (f"<Amt Ccy='{currency}'>{amount}</Amt>" if amount else "")
        + (f"<CdtDbtInd>{mark}</CdtDbtInd>" if mark else "")
        + extra
        + (inside or party())
        + (f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else "")
        + "</TxDtls>"
    )  # fmt: skip


def charge(amount: str, *, included: str = "", mark: str = "DBIT", currency: str = "EUR") -> str:
    """One record of charges; `included` says whether the booked amount knows of it."""
    said = f"<ChrgInclInd>{included}</ChrgInclInd>" if included else ""
    return f"<Rcrd><Amt Ccy='{currency}'>{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{said}</Rcrd>"


def charges(*records: str, total: str = "", currency: str = "EUR") -> str:
    """Charges of a payment or an entry."""
    stated = f"<TtlChrgsAndTaxAmt Ccy='{currency}'>{total}</TtlChrgsAndTaxAmt>" if total else ""
    return f"<Chrgs>{stated}{''.join(records)}</Chrgs>"


def instructed(amount: str, currency: str = "EUR") -> str:
    """What the payer ordered, before anybody's charges."""
    return f"<AmtDtls><InstdAmt><Amt Ccy='{currency}'>{amount}</Amt></InstdAmt></AmtDtls>"


def entry(
    amount: str,
    *inside: str,
    mark: str = "CRDT",
    status: str = "<Sts>BOOK</Sts>",
    ref: str = "",
    on: str = "2026-11-20",
    currency: str = "EUR",
    extra: str = "",
) -> str:
    """An entry with its payments."""
    return (
        f"<Ntry><Amt Ccy='{currency}'>{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{status}"
        f"<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt>"
        + (f"<AcctSvcrRef>{ref}</AcctSvcrRef>" if ref else "")
        + extra
        + (f"<NtryDtls>{''.join(inside)}</NtryDtls>" if inside else "")
        + "</Ntry>"
    )  # fmt: skip


def record(*inside: str, account: str = OUR_IBAN, currency: str = "EUR", name: str = "S-1") -> str:
    """One statement of an account; its element is named by `camt`."""
    return (
        f"<@@><Id>{name}</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>"
        f"{''.join(inside)}</@@>"
    )


def camt(*records: str, kind: str = "053", version: str = "08") -> bytes:
    """A whole message."""
    message, element = _MESSAGES[kind]
    body = "".join(records).replace("@@", element)
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        f"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}'><{message}>"
        "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-11-20T20:00:00+01:00</CreDtTm></GrpHdr>"
        f"{body}</{message}></Document>"
    ).encode()
