"""Odd but legal statements, as banks of different lands and years write them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.connectors.bank.camt import (
    OUR_IBAN,
    THEIR_IBAN,
    balance,
    camt,
    details,
    entry,
    record,
)
from zabota.connectors.bank.facts import NotAStatement, StatementFile, StatementLineFact
from zabota.connectors.bank.translate import check_balances, kind_of, lines_of, read_statement

RUSSIAN = "40702810900000000123"
DAY = date(2026, 11, 20)
ONE = camt(
    record(
        balance("OPBD", "0.00"), entry("5.00", details(text="Inv 7", e2e="E1")),
        balance("CLBD", "5.00"),
    )
)  # fmt: skip


def only(raw: bytes) -> StatementLineFact:
    file = read_statement(raw)
    assert check_balances(file) == []
    [line] = lines_of(file)
    return line


def codes(file: StatementFile) -> list[str]:
    return [oddity.code for oddity in file.oddities]


def test_the_first_version_of_2006() -> None:
    """Payments stand in the entry itself, codes of balances without a choice, the message has a V01."""
    text = ONE.decode().replace("<NtryDtls>", "").replace("</NtryDtls>", "")
    text = text.replace("<CdOrPrtry>", "").replace("</CdOrPrtry>", "")
    line = only(text.replace("BkToCstmrStmt", "BkToCstmrStmtV01").replace(".08", ".01").encode())
    assert (line.amount, line.number, line.counterparty.name) == (500, "E1", "Acme GmbH")


@pytest.mark.parametrize(
    "shaped",
    [
        lambda text: re.sub(r"<(/?)([A-Z])", r"<\1ns2:\2", text).replace("xmlns=", "xmlns:ns2="),
        lambda text: re.sub(r" xmlns='[^']*'", "", text),
        lambda text: text.replace("001.08", "001.99"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("'1.0'", "'1.1'").replace("?>", " standalone='yes'?>", 1),
        lambda text: re.sub(r">([^<]+)<", r">\n   \1\t<", text),
        lambda text: text.replace("Inv 7", "<![CDATA[Inv 7]]>").replace("<Ntry>", "<!-- x --><Ntry>"),
        lambda text: text.replace("<Amt Ccy='EUR'>5.00", "<Amt Ccy='EUR'>+5.00000"),
        lambda text: text.replace("<Dt>2026-11-20</Dt>", "<Dt>2026-11-20+03:00</Dt>"),
        lambda text: text.replace(
            "<BookgDt><Dt>2026-11-20</Dt>", "<BookgDt><DtTm>2026-11-20T23:59:00Z</DtTm>"
        ),
        lambda text: "<s:Envelope xmlns:s='urn:soap'><s:Body>" + text.partition("?>")[2]
        + "</s:Body></s:Envelope>",
        lambda text: "<P><AppHdr xmlns='urn:iso:std:iso:20022:tech:xsd:head.001.001.01'><Fr/></AppHdr>"
        + text.partition("?>")[2] + "</P>",
    ],
    ids=[
        "prefixes", "no namespace", "a version to come", "mark", "XML 1.1", "spaces", "CDATA",
        "digits", "zone of a day", "moment", "soap", "business header",
    ],
)  # fmt: skip
def test_the_same_statement_in_another_dress(shaped: object) -> None:
    assert callable(shaped)
    line = only(shaped(ONE.decode()).encode())
    assert (line.amount, line.on, line.purpose) == (500, DAY, "Inv 7")
    assert line.external_key == only(ONE).external_key


RUSSIAN_STATEMENT = f"""<?xml version="1.0" encoding="windows-1251"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-11-20T23:59:59</CreDtTm></GrpHdr>
<Stmt><Id>1</Id><CreDtTm>2026-11-20T23:59:59</CreDtTm>
<Acct><Id><Othr><Id>{RUSSIAN}</Id></Othr></Id><Ccy>RUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="RUB">0.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="RUR">990.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>
<Ntry><NtryRef>15</NtryRef><Amt Ccy="RUR">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-20</Dt></BookgDt><BkTxCd><Prtry><Cd>01</Cd><Issr>CBR</Issr></Prtry></BkTxCd>
<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>ООО «Ромашка»</Nm><Id><OrgId>
<Othr><Id>7707083893</Id><SchmeNm><Cd>TXID</Cd></SchmeNm></Othr>
<Othr><Id>770701001</Id><SchmeNm><Prtry>KPP</Prtry></SchmeNm></Othr></OrgId></Id></Dbtr>
<DbtrAcct><Id><Othr><Id>40702810299993174021</Id></Othr></Id></DbtrAcct></RltdPties>
<RltdAgts><DbtrAgt><FinInstnId><ClrSysMmbId><MmbId>044525974</MmbId></ClrSysMmbId></FinInstnId>
</DbtrAgt></RltdAgts><RmtInf><Ustrd>Оплата по счёту № 7</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="RUR">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-20</Dt></BookgDt><BkTxCd><Prtry><Cd>17</Cd></Prtry></BkTxCd>
<NtryDtls><TxDtls><RltdPties><Cdtr><Nm>ПАО Сбербанк</Nm></Cdtr>
<CdtrAcct><Id><Othr><Id>70601810000000000001</Id></Othr></Id></CdtrAcct></RltdPties>
<RmtInf><Ustrd>Комиссия за ведение счёта</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "utf-16", "ibm866", "koi8-r"])
def test_a_russian_bank_with_codes_of_its_own(encoding: str) -> None:
    text = RUSSIAN_STATEMENT.replace("«", '"').replace("»", '"')
    text = text if encoding != "koi8-r" else text.replace("№", "N")
    raw = text.replace("windows-1251", encoding).encode(encoding)
    file = read_statement(raw)
    assert (check_balances(file), codes(file)) == ([], [])
    paid, fee = lines_of(file)
    side = paid.counterparty
    assert (side.name, side.inn, side.kpp) == ('ООО "Ромашка"', "7707083893", "770701001")
    assert (side.account, side.bic) == ("40702810299993174021", "044525974")
    assert (paid.number, paid.amount, paid.currency) == ("15", 100_000, "RUB")
    assert paid.purpose.startswith("Оплата по счёту")
    kinds = [kind_of(line, own_accounts={RUSSIAN}).kind for line in (paid, fee)]
    assert kinds == ["client_payment", "bank_fee"]


def test_a_week_with_the_balances_of_each_day() -> None:
    monday, tuesday = "2026-11-20", "2026-11-21"
    days = [
        balance(code, amount).replace(monday, day)
        for code, amount, day in (
            ("OPBD", "0.00", monday), ("CLBD", "5.00", monday),
            ("OPBD", "5.00", tuesday), ("CLBD", "12.00", tuesday),
        )
    ]  # fmt: skip
    week = record(*days, entry("5.00"), entry("7.00", on=tuesday))
    file = read_statement(camt(week))
    assert check_balances(file) == []
    assert [(one.opening, one.closing) for one in file.accounts] == [(0, 1200)]
    lost = read_statement(camt(record(*days, entry("5.00"))))
    assert [fault.code for fault in check_balances(lost)] == ["closing"]


def test_an_overdrawn_account_and_balances_that_are_no_bookings() -> None:
    file = read_statement(
        camt(
            record(
                balance("PRCD", "5.00", "DBIT"), balance("CLBD", "0.00"), balance("CLAV", "900.00"),
                balance("FWAV", "1.00", currency="USD"), balance("INFO", "7.00"), entry("5.00"),
            )
        )
    )  # fmt: skip
    assert (check_balances(file), codes(file)) == ([], [])


def test_a_report_of_the_day_and_a_notice_have_no_closing_balance() -> None:
    for kind in ("052", "054"):
        file = read_statement(
            camt(record(entry("5.00"), entry("7.00", status="<Sts>PDNG</Sts>")), kind=kind)
        )
        assert (check_balances(file), codes(file)) == ([], ["not_booked"])
        assert [line.amount for line in lines_of(file)] == [500]


def test_a_statement_without_balances_is_read_and_says_so() -> None:
    file = read_statement(camt(record(entry("5.00"))))
    assert ([line.amount for line in lines_of(file)], codes(file)) == ([500], ["balance_missing"])


def test_a_day_on_which_nothing_moved() -> None:
    file = read_statement(camt(record(balance("OPBD", "9.00"), balance("CLBD", "9.00"))))
    assert (lines_of(file), check_balances(file), codes(file)) == ([], [], [])


def test_payments_each_in_details_of_its_own() -> None:
    pieces = "".join(f"<NtryDtls>{details(amount=one)}</NtryDtls>" for one in ("2.00", "3.00"))
    file = read_statement(camt(record(entry("5.00").replace("</Ntry>", f"{pieces}</Ntry>"))))
    assert [line.amount for line in lines_of(file)] == [200, 300]


def test_a_collective_entry_with_nothing_inside_is_nobodys_payment() -> None:
    batch = entry(
        "5.00", "<Btch><NbOfTxs>3</NbOfTxs></Btch>", extra="<AddtlNtryInf>SAMMLER</AddtlNtryInf>"
    )
    [line] = lines_of(read_statement(camt(record(batch))))
    assert (line.amount, line.counterparty.name, line.purpose) == (500, "", "SAMMLER")


def test_references_of_every_kind_are_the_purpose() -> None:
    inside = (
        "<RltdPties><InitgPty><Nm>Agent</Nm></InitgPty><UltmtDbtr><Pty><Nm>Real Payer</Nm></Pty>"
        f"</UltmtDbtr><DbtrAcct><Id><IBAN>{THEIR_IBAN}</IBAN></Id></DbtrAcct></RltdPties>"
        "<RmtInf><Ustrd>part one</Ustrd><Ustrd>part two</Ustrd><Strd><RfrdDocInf><Nb>INV-77</Nb>"
        "</RfrdDocInf><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>"
    )
    [line] = lines_of(read_statement(camt(record(entry("5.00", details(inside))), version="13")))
    assert line.purpose == "part one part two RF18539007547034 INV-77"
    assert (line.counterparty.name, line.counterparty.account) == ("Real Payer", THEIR_IBAN)


def test_an_exchange_on_the_way_keeps_the_money_of_the_account() -> None:
    inside = (
        "<AmtDtls><InstdAmt><Amt Ccy='USD'>110.00</Amt></InstdAmt><CntrValAmt>"
        "<Amt Ccy='EUR'>99.00</Amt></CntrValAmt></AmtDtls>"
        "<Chrgs><TtlChrgsAndTaxAmt Ccy='EUR'>1.00</TtlChrgsAndTaxAmt></Chrgs>"
    )
    [line] = lines_of(read_statement(camt(record(entry("98.00", details(inside))))))
    assert (line.amount, line.currency, line.charges) == (9800, "EUR", 100)
    assert line.own_account == OUR_IBAN


@pytest.mark.parametrize(
    ("message", "element"),
    [
        ("camt.060.001.03", "AcctRptgReq"), ("camt.029.001.09", "RsltnOfInvstgtn"),
        ("camt.086.001.02", "BkSvcsBllgStmt"), ("camt.056.001.08", "FIToFIPmtCxlReq"),
    ],
)  # fmt: skip
def test_other_messages_of_the_family_are_named_as_such(message: str, element: str) -> None:
    raw = (
        f"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:{message}'><{element}><Id>1</Id>"
        f"</{element}></Document>"
    )
    with pytest.raises(NotAStatement) as refusal:
        read_statement(raw.encode())
    assert refusal.value.looks_like == "camt_foreign"
