"""Several messages in one file: every one is read, and what cannot be read is said."""

from __future__ import annotations

from datetime import date

import pytest

from tests.connectors.bank.camt import OUR_IBAN, balance, camt, details, entry, record
from zabota.connectors.bank.facts import NotAStatement, StatementFile
from zabota.connectors.bank.translate import check_balances, lines_of, read_statement

MONDAY = camt(
    record(
        balance("OPBD", "0.00"), entry("10.00", details(text="A")), balance("CLBD", "10.00"),
        name="S-1",
    )
)  # fmt: skip
TUESDAY = camt(
    record(
        balance("OPBD", "10.00"), entry("5.00", details(text="B"), on="2026-11-21"),
        balance("CLBD", "15.00"), name="S-2",
    )
)  # fmt: skip


def bare(raw: bytes) -> bytes:
    """A message without its declaration."""
    return raw.partition(b"?>")[2]


def inside(raw: bytes) -> bytes:
    """A message without its Document."""
    body = bare(raw)
    return body[body.index(b"<BkTo") : body.rindex(b"</Document>")]


def read(raw: bytes) -> tuple[StatementFile, list[str]]:
    file = read_statement(raw)
    codes = [one.code for one in file.oddities if one.code != "balance_missing"]
    return file, codes


@pytest.mark.parametrize(
    "raw",
    [
        MONDAY + TUESDAY,
        MONDAY + b"\r\n\r\n" + TUESDAY + b"\n",
        b"\xef\xbb\xbf" + MONDAY + b"\n\xef\xbb\xbf" + TUESDAY,
        bare(MONDAY) + bare(TUESDAY),
        b"<Documents>" + bare(MONDAY) + bare(TUESDAY) + b"</Documents>",
        b"<?xml version='1.0'?><b:Pack xmlns:b='urn:bank'><b:Item><b:Data>" + bare(MONDAY)
        + b"</b:Data></b:Item><b:Item><b:Data>" + bare(TUESDAY) + b"</b:Data></b:Item></b:Pack>",
        inside(MONDAY) + inside(TUESDAY),
        b"<Answer><File><![CDATA[" + MONDAY + b"]]></File><File><![CDATA[" + TUESDAY
        + b"]]></File></Answer>",
        b"<Answer><A>" + MONDAY.replace(b"<", b"&lt;") + b"</A><B>" + TUESDAY.replace(b"<", b"&lt;")
        + b"</B></Answer>",
        b"<Answer><Signature>" + b"A" * 30_000 + b"</Signature>" + bare(MONDAY) + bare(TUESDAY)
        + b"</Answer>",
    ],
    ids=[
        "glued", "glued with lines", "glued with marks", "without declarations", "wrapped",
        "envelope", "without documents", "as text", "escaped", "behind a signature",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_message_of_a_file_is_read(raw: bytes, encoding: str) -> None:
    text = raw.replace(b"\xef\xbb\xbf", "\ufeff".encode()).decode()
    file, codes = read(text.encode(encoding))
    assert codes == []
    assert check_balances(file) == []
    assert [line.amount for line in lines_of(file)] == [1000, 500]
    assert (file.period_from, file.period_to) == (date(2026, 11, 20), date(2026, 11, 20))
    assert [section.closing for section in file.accounts] == [1000, 1500]


def test_messages_hand_the_balance_on_and_a_day_that_is_missing_is_seen() -> None:
    wednesday = TUESDAY.replace(b"10.00", b"11.00").replace(b"15.00", b"16.00")
    assert [fault.code for fault in check_balances(read_statement(MONDAY + wednesday))] == ["chain"]


def test_the_same_message_twice_counts_once() -> None:
    file, _codes = read(MONDAY + MONDAY)
    assert check_balances(file) == []
    assert [line.amount for line in lines_of(file)] == [1000]


@pytest.mark.parametrize("glued", [True, False])
def test_reports_of_one_day_repeat_each_other(glued: bool) -> None:
    """At noon one payment, in the evening both: not three. Two alike in one report are two."""
    noon = record(entry("10.00", details(text="A")), name="R-1")
    evening = record(entry("10.00", details(text="A")), entry("5.00"), entry("5.00"), name="R-2")
    apart = camt(noon, kind="052") + camt(evening, kind="052")
    file = read_statement(apart if glued else camt(noon, evening, kind="052"))
    assert check_balances(file) == []
    assert [line.amount for line in lines_of(file)] == [1000, 500, 500]


def test_pages_of_a_report_are_one_report() -> None:
    pages = [
        record(f"<RptPgntn><PgNb>{page}</PgNb></RptPgntn>", entry("10.00"), name="R-1")
        for page in (1, 2)
    ]
    lines = lines_of(read_statement(camt(*pages, kind="052")))
    assert [line.amount for line in lines] == [1000, 1000]


@pytest.mark.parametrize(("kind", "element"), [("053", "Stmt"), ("052", "Rpt"), ("054", "Ntfctn")])
def test_several_accounts_in_one_message(kind: str, element: str) -> None:
    other = "DE02120300000000202051"
    raw = camt(record(entry("1.00")), record(entry("2.00"), account=other), kind=kind)
    assert raw.count(f"<{element}>".encode()) == 2
    assert [(line.own_account, line.amount) for line in lines_of(read_statement(raw))] == [
        (OUR_IBAN, 100), (other, 200),
    ]  # fmt: skip


def test_statements_and_notices_in_one_file_are_refused() -> None:
    """They tell of the same movements, each in its own words."""
    notice = camt(record(entry("10.00", details(text="A"))), kind="054")
    with pytest.raises(NotAStatement) as refusal:
        read_statement(MONDAY + notice)
    assert refusal.value.looks_like == "camt_mixed"


def test_a_message_of_another_kind_beside_it_is_said() -> None:
    other = (
        b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.03'><CstmrPmtStsRpt>"
        b"<GrpHdr/></CstmrPmtStsRpt></Document>"
    )
    file, codes = read(MONDAY + other)
    assert (codes, [line.amount for line in lines_of(file)]) == (["message_unread"], [1000])
    assert file.oddities[0].params == {"name": "CstmrPmtStsRpt"}


def test_words_around_a_message_are_left_out_and_said() -> None:
    file, codes = read(b"Content-Type: application/xml\r\n\r\n" + bare(MONDAY) + b"\n--end--")
    assert (codes, [line.amount for line in lines_of(file)]) == (["words_beside"], [1000])


@pytest.mark.parametrize(
    "raw",
    [
        MONDAY + TUESDAY[:-40],
        MONDAY[:-40] + TUESDAY,
        MONDAY + b"<Document><BkToCstmrStmt/></Document>",
        b"<Answer><![CDATA[" + MONDAY[:-40] + b"]]></Answer>",
        MONDAY + b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + TUESDAY,
    ],
    ids=["second cut", "first cut", "second empty", "cut inside", "definitions"],
)
def test_a_file_with_one_damaged_message_is_refused_whole(raw: bytes) -> None:
    with pytest.raises(NotAStatement) as refusal:
        read_statement(raw)
    assert refusal.value.looks_like == "camt_broken"
