"""Statements of ISO 20022: what is money in them, to the minor unit, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.connectors.bank.camt import (
    OUR_IBAN,
    THEIR_IBAN,
    balance,
    camt,
    details,
    entry,
    party,
    record,
)
from tests.connectors.bank.statements import PAYLOADS
from zabota.connectors.bank.facts import NotAStatement, StatementFile, StatementLineFact
from zabota.connectors.bank.translate import check_balances, kind_of, lines_of, read_statement

DAY = date(2026, 11, 20)


def lines(raw: bytes) -> list[StatementLineFact]:
    return lines_of(read_statement(raw))


def of_one(*entries: str, **kind: str) -> bytes:
    return camt(record(*entries), **kind)


def codes(file: StatementFile) -> list[str]:
    return [oddity.code for oddity in file.oddities if oddity.code != "balance_missing"]


@pytest.mark.parametrize("name", ["v2.minimal", "v4", "v8"])
def test_the_samples_read_as_expected(name: str) -> None:
    """Expected: entry 885 EUR credited on 2014-12-31, opening 1815; the closing is in SEK."""
    file = read_statement((PAYLOADS / f"camt053.{name}.xml").read_bytes())
    assert (file.origin, file.created_on) == ("camt.053", date(2015, 3, 10))
    [section] = file.accounts
    assert (section.account, section.currency) == ("NL26VAYB8060476890", "EUR")
    assert (section.opening, section.closing) == (1815, -2700)
    [line] = lines_of(file)
    assert (line.direction, line.amount, line.currency) == ("in", 885, "EUR")
    assert (line.on, line.document_on) == (date(2014, 12, 31), date(2015, 1, 2))
    assert line.counterparty.name == "NAME NAME"
    assert line.counterparty.account == "NL56AGDH9619008421"
    assert line.purpose == "4654654654654654"
    assert line.reference == ("" if name == "v2.minimal" else "AAAASESS-FP-CN_98765/01")
    assert {fault.code for fault in check_balances(file)} == {"mixed_currency", "closing"}


@pytest.mark.parametrize("kind", ["052", "053", "054"])
@pytest.mark.parametrize("version", ["01", "02", "04", "08", "13"])
def test_every_message_and_version(kind: str, version: str) -> None:
    file = read_statement(of_one(entry("10.50", details(text="Inv 7")), kind=kind, version=version))
    assert file.origin == f"camt.{kind}"
    [line] = lines_of(file)
    assert (line.amount, line.on, line.purpose, line.own_account) == (1050, DAY, "Inv 7", OUR_IBAN)


def test_a_bundle_is_taken_apart_with_each_payments_own_amount() -> None:
    bundle = entry(
        "60.00",
        "<Btch><NbOfTxs>3</NbOfTxs></Btch>",
        details(amount="10.00", text="A", e2e="E1"),
        details(amount="20.00", text="B", e2e="E2"),
        details(amount="30.00", text="C", e2e="E3"),
        ref="REF",
    )
    file = read_statement(of_one(bundle))
    found = lines_of(file)
    assert [(line.amount, line.purpose, line.number) for line in found] == [
        (1000, "A", "E1"), (2000, "B", "E2"), (3000, "C", "E3"),
    ]  # fmt: skip
    assert len({line.external_key for line in found}) == 3
    assert codes(file) == []


@pytest.mark.parametrize("second", ["20.01", "", "x"])
def test_a_bundle_that_does_not_add_up_stays_whole(second: str) -> None:
    bundle = entry("30.00", details(amount="10.00", text="A"), details(amount=second, text="B"))
    file = read_statement(of_one(bundle))
    [line] = lines_of(file)
    assert (line.amount, line.counterparty.name, line.purpose) == (3000, "", "A B")
    assert codes(file) == ["details_differ"]


def test_what_a_bundle_lacks_is_said() -> None:
    short = entry("10.00", "<Btch><NbOfTxs>2</NbOfTxs></Btch>", details(text="A"))
    assert codes(read_statement(of_one(short))) == ["batch_count"]


@pytest.mark.parametrize(
    "status",
    [
        "<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>", "<Sts>INFO</Sts>", "<Sts><Cd>FUTR</Cd></Sts>",
        "<Sts><Prtry>VORM</Prtry></Sts>",
    ],
)  # fmt: skip
def test_only_booked_is_money(status: str) -> None:
    file = read_statement(of_one(entry("10.00", status=status), entry("5.00")))
    assert [line.amount for line in lines_of(file)] == [500]
    assert codes(file) == ["not_booked"]


def test_without_a_status_only_a_final_statement_is_believed() -> None:
    final = read_statement(of_one(entry("10.00", status="")))
    assert ([line.amount for line in lines_of(final)], codes(final)) == ([1000], ["status_missing"])
    intraday = read_statement(of_one(entry("10.00", status=""), kind="052"))
    assert (lines_of(intraday), len(intraday.unreadable)) == ([], 1)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("10", "EUR", 1000), ("10.5", "EUR", 1050), ("10.50000", "EUR", 1050), ("10,50", "EUR", 1050),
        ("10.505", "EUR", None), ("10.50505", "EUR", None), ("-1.00", "EUR", None), ("", "EUR", None),
        ("1e3", "EUR", None), ("1 000.00", "EUR", None), ("2700", "JPY", 2700),
        ("2700.00", "JPY", 2700), ("2700.50", "JPY", None), ("1.234", "KWD", 1234),
        ("1.2345", "KWD", None), ("9" * 20, "EUR", None), ("NaN", "EUR", None),
    ],
)  # fmt: skip
def test_amounts_are_exact_or_refused(amount: str, currency: str, minor: int | None) -> None:
    raw = camt(record(entry(amount, currency=currency), currency=currency))
    file = read_statement(raw)
    assert [line.amount for line in lines_of(file)] == ([minor] if minor else [])
    assert len(file.unreadable) == (minor is None)


@pytest.mark.parametrize("rouble", ["RUB", "RUR", "rur", "810", "643"])
def test_the_rouble_has_one_name_whatever_the_bank_calls_it(rouble: str) -> None:
    """The account may say one name of it, an entry another: still one currency, and ours."""
    said = {"currency": rouble}
    raw = camt(
        record(
            balance("OPBD", "0.00", **said),
            entry("30.00", details(amount="10.00", **said), details(amount="20.00"), **said),
            balance("CLBD", "30.00", currency="RUB"),
            currency="RUR",
        ).replace("EUR", "RUB")
    )
    file = read_statement(raw)
    assert check_balances(file) == []
    assert [section.currency for section in file.accounts] == ["RUB"]
    assert [(line.amount, line.currency) for line in lines_of(file)] == [
        (1000, "RUB"), (2000, "RUB"),
    ]  # fmt: skip


def test_figures_are_proved() -> None:
    good = of_one(balance("OPBD", "100.00"), entry("10.00"), balance("CLBD", "110.00"))
    assert check_balances(read_statement(good)) == []
    bad = of_one(balance("OPBD", "100.00"), entry("10.00"), balance("CLBD", "120.00"))
    [fault] = check_balances(read_statement(bad))
    assert (fault.code, fault.expected, fault.found) == ("closing", 11000, 12000)
    lost = of_one(balance("PRCD", "100.00"), entry("10.505"), balance("CLBD", "110.51"))
    assert [fault.code for fault in check_balances(read_statement(lost))] == ["closing"]
    summary = "<TxsSummry><TtlCdtNtries><Sum>11.00</Sum></TtlCdtNtries></TxsSummry>"
    assert [f.code for f in check_balances(read_statement(of_one(summary, entry("10.00"))))] == [
        "incoming"
    ]


def test_where_no_balance_proves_it_the_entries_are_counted() -> None:
    summary = "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>"
    short = read_statement(of_one(summary, entry("10.00"), kind="054"))
    assert [fault.code for fault in check_balances(short)] == ["count"]
    whole = entry("10.00", details(amount="4.00"), details(amount="6.00"))
    assert check_balances(read_statement(of_one(summary, whole, kind="054"))) == []


def test_pages_hand_the_balance_on() -> None:
    first = record(balance("OPBD", "0.00"), entry("10.00"), balance("ITBD", "10.00"), name="P1")
    second = record(balance("ITBD", "10.00"), entry("10.00"), balance("CLBD", "20.00"), name="P2")
    file = read_statement(camt(first, second))
    assert check_balances(file) == []
    assert [line.amount for line in lines_of(file)] == [1000, 1000]  # alike, and yet two
    gap = record(balance("ITBD", "15.00"), entry("5.00"), balance("CLBD", "20.00"), name="P2")
    assert [fault.code for fault in check_balances(read_statement(camt(first, gap)))] == ["chain"]


def test_the_same_statement_twice_in_a_file_counts_once() -> None:
    whole = record(balance("OPBD", "0.00"), entry("10.00"), balance("CLBD", "10.00"))
    file = read_statement(camt(whole, whole))
    assert check_balances(file) == []
    assert len(lines_of(file)) == 1


def test_two_accounts_and_two_currencies_of_one_account() -> None:
    file = read_statement(
        camt(
            record(balance("OPBD", "0"), entry("1.00"), balance("CLBD", "1.00")),
            record(
                balance("OPBD", "0", currency="USD"), entry("2.00", currency="USD"),
                balance("CLBD", "2.00", currency="USD"), currency="USD",
            ),
            record(entry("3.00"), account="DE02120300000000202051"),
        )
    )  # fmt: skip
    assert check_balances(file) == []
    assert [(line.amount, line.currency) for line in lines_of(file)] == [
        (100, "EUR"), (200, "USD"), (300, "EUR"),
    ]  # fmt: skip


def test_a_reversal_takes_back_what_it_reverses() -> None:
    back = entry("10.00", details(), mark="DBIT", extra="<RvslInd>true</RvslInd>")
    [line] = lines(of_one(back))
    assert (line.direction, line.counterparty.account) == ("out", THEIR_IBAN)
    assert kind_of(line, own_accounts={OUR_IBAN}).kind == "client_refund"
    returned = entry("10.00", details(inside="<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"))
    [line] = lines(of_one(returned))
    assert kind_of(line, own_accounts={OUR_IBAN}).kind == "returned_order"


@pytest.mark.parametrize(
    "charges",
    [
        "<Chrgs><TtlChrgsAndTaxAmt Ccy='EUR'>2.00</TtlChrgsAndTaxAmt></Chrgs>",
        "<Chrgs><Rcrd><Amt Ccy='EUR'>1.50</Amt></Rcrd><Rcrd><Amt Ccy='EUR'>0.50</Amt></Rcrd></Chrgs>",
        "<Chrgs><Amt Ccy='EUR'>2.00</Amt></Chrgs>",
    ],
)
def test_charges_taken_on_the_way_are_told_apart(charges: str) -> None:
    sent = "<AmtDtls><TxAmt><Amt Ccy='EUR'>100.00</Amt></TxAmt></AmtDtls>"
    [line] = lines(of_one(entry("98.00", details(inside=sent + charges))))
    assert (line.amount, line.charges) == (9800, 200)
    [other] = lines(of_one(entry("97.00", details(inside=sent + charges))))
    assert (other.amount, other.charges) == (9700, 0)  # they do not explain the difference


def test_nobody_is_put_in_for_a_payer_who_is_not_named() -> None:
    only_us = party("Company Name", "NL56AGDH9619008421", role="Cdtr")
    [line] = lines(of_one(entry("10.00", details(inside=only_us, text="x"))))
    assert (line.counterparty.name, line.counterparty.account) == ("", "")


def test_an_entry_without_a_day_has_that_of_its_message_and_says_so() -> None:
    bare = entry("10.00").replace("<BookgDt><Dt>2026-11-20</Dt></BookgDt>", "")
    bare = bare.replace("<ValDt><Dt>2026-11-20</Dt></ValDt>", "")
    file = read_statement(of_one(bare, kind="054"))
    assert ([line.on for line in lines_of(file)], codes(file)) == ([DAY], ["date_beside"])


def test_both_shapes_of_a_party_and_its_tax_number() -> None:
    new = (
        "<RltdPties><Dbtr><Pty><Nm>ООО Ромашка</Nm><Id><OrgId><Othr><Id>7707083893</Id>"
        "<SchmeNm><Cd>TXID</Cd></SchmeNm></Othr></OrgId></Id></Pty></Dbtr><DbtrAcct><Id><Othr>"
        "<Id>40702810900000000123</Id></Othr></Id></DbtrAcct></RltdPties><RltdAgts><DbtrAgt>"
        "<FinInstnId><BICFI>SABRRUMM</BICFI></FinInstnId></DbtrAgt></RltdAgts>"
    )
    [line] = lines(of_one(entry("5.00", details(inside=new, text="Оплата по счёту 7"))))
    side = line.counterparty
    assert (side.name, side.inn, side.bic) == ("ООО Ромашка", "7707083893", "SABRRUMM")
    assert side.account == "40702810900000000123"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("declared", ["UTF-8", "windows-1251", ""])
def test_any_encoding_whatever_is_declared(encoding: str, declared: str) -> None:
    text = of_one(entry("5.00", details(text="Оплата по счёту"))).decode()
    prolog = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    raw = text.replace("<?xml version='1.0' encoding='UTF-8'?>", prolog).encode(encoding)
    [line] = lines(raw)
    assert line.purpose == "Оплата по счёту"


def test_only_a_header_means_that_nothing_moved() -> None:
    file = read_statement(camt())
    assert (lines_of(file), check_balances(file), codes(file)) == ([], [], ["nothing_told"])


@pytest.mark.parametrize(
    "raw",
    [
        of_one(entry("5.00"))[:-40],
        of_one(entry("5.00")).replace(b"</Ntry>", b""),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + of_one(entry("5.00")).partition(b"?>")[2],
    ],
)
def test_a_damaged_file_is_refused(raw: bytes) -> None:
    with pytest.raises(NotAStatement) as refusal:
        read_statement(raw)
    assert refusal.value.looks_like == "camt_broken"
