"""Orders of ours that came back: known as such, by our own key wherever the bank puts it, and why."""

from __future__ import annotations

import pytest

from tests.connectors.bank.camt import OUR_IBAN, THEIR_IBAN, camt, details, entry, party, record
from zabota.connectors.bank.facts import StatementLineFact
from zabota.connectors.bank.translate import kind_of, lines_of, read_statement

KEY = "Z000017-1-0A1B2C3D"
OTHER_KEY = "Z000018-1-0A1B2C3D"
OF_US = party(iban=THEIR_IBAN, role="Cdtr")


def only(
    *inside: str, mark: str = "CRDT", extra: str = "", amount: str = "400.00"
) -> StatementLineFact:
    [line] = lines_of(read_statement(camt(record(entry(amount, *inside, mark=mark, extra=extra)))))
    return line


def code(family: str, sub: str) -> str:
    return (
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly>"
        "</Domn></BkTxCd>"
    )


def returned(reason: str, *words: str) -> str:
    inside = "".join(f"<AddtlInf>{one}</AddtlInf>" for one in words)
    return f"<RtrInf><Rsn>{reason}</Rsn>{inside}</RtrInf>"


@pytest.mark.parametrize(
    "marked",
    [
        {"extra": "<RvslInd>true</RvslInd>"},
        {"extra": code("RCDT", "RRTN")},
        {"extra": code("ICDT", "RRTN")},
        {"extra": code("IRCT", "RPCR")},
        {"extra": code("RDDT", "UPDD")},
        {"extra": "<BkTxCd><Prtry><Cd>NTRF+159+9301</Cd><Issr>DK</Issr></Prtry></BkTxCd>"},
        {"extra": "<BkTxCd><Prtry><Cd>RETURN</Cd></Prtry></BkTxCd>"},
        {"inside": returned("<Cd>AC04</Cd>")},
        {"inside": returned("<Prtry>BANKREJ</Prtry>")},
        {"inside": code("RCDT", "RRTN")},
    ],
    ids=str,
)
def test_what_comes_back_is_no_clients_payment(marked: dict[str, str]) -> None:
    inside = details(OF_US + marked.get("inside", ""), e2e=KEY, text="Agency fee")
    line = only(inside, extra=marked.get("extra", ""))
    assert line.reversal
    assert (line.number, line.counterparty.account) == (KEY, THEIR_IBAN)
    reading = kind_of(line, own_accounts={OUR_IBAN})
    assert (reading.kind, reading.doubtful) == ("returned_order", False)


@pytest.mark.parametrize(
    "sub", ["ESCT", "DMCT", "PRCT", "RIMB", "VCOM"], ids=str
)  # PRCT is an urgent transfer
def test_an_ordinary_transfer_is_none(sub: str) -> None:
    line = only(details(text="Invoice 7", e2e="7"), extra=code("RRCT", sub))
    assert kind_of(line, own_accounts={OUR_IBAN}).kind == "client_payment"


@pytest.mark.parametrize(
    "inside",
    [
        f"<Refs><InstrId>{KEY}</InstrId><EndToEndId>NOTPROVIDED</EndToEndId></Refs>",
        f"<Refs><EndToEndId>RET-77</EndToEndId><TxId>{KEY}</TxId></Refs>",
        f"<Refs><Prtry><Tp>OrgnlEndToEndId</Tp><Ref>{KEY}</Ref></Prtry></Refs>",
        f"<RtrInf><OrgnlTxRef><OrgnlEndToEndId>{KEY}</OrgnlEndToEndId></OrgnlTxRef></RtrInf>",
        f"<RmtInf><Ustrd>RETURN OF {KEY.lower()}, AC04</Ustrd></RmtInf>",
        f"<AddtlTxInf>E2E:{KEY}/AC04</AddtlTxInf>",
    ],
)
def test_our_key_is_found_wherever_the_bank_puts_it(inside: str) -> None:
    """Money that comes in under our own key is our order, even if nothing else says so."""
    line = only(f"<TxDtls>{inside}</TxDtls>")
    assert line.number == KEY
    assert kind_of(line, own_accounts={OUR_IBAN}).kind == "returned_order"


def test_our_key_beside_the_payment() -> None:
    assert only(extra=f"<AddtlNtryInf>Retoure {KEY}</AddtlNtryInf>").number == KEY


def test_two_keys_name_no_order_and_neither_does_a_part_of_a_word() -> None:
    assert only(details(OF_US, text=f"{KEY} {OTHER_KEY}")).number == ""
    assert only(details(OF_US, text=f"X{KEY}")).number == ""


def test_a_fee_that_speaks_of_an_order_is_not_the_order() -> None:
    line = only(details(OF_US, text=f"Fee for {KEY}", e2e="F-1"), mark="DBIT", amount="2.00")
    assert line.number == "F-1"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (returned("<Cd>AC04</Cd>"), "счёт получателя закрыт (AC04)"),
        (returned("<Cd>AM05</Cd>", "Doppelt"), "банк счёл перевод повторным (AM05): Doppelt"),
        (returned("<Cd>FOCR</Cd>"), "возвращён по запросу об отмене (FOCR)"),
        (returned("<Cd>NARR</Cd>", "see letter", "of Monday"), "see letter of Monday"),
        (returned("<Prtry>BANKREJ</Prtry>"), "BANKREJ"),
        (returned("<Cd>ZZ99</Cd>", "no idea"), "ZZ99: no idea"),
    ],
)
def test_why_it_came_back_is_told_in_words(said: str, told: str) -> None:
    line = only(details(OF_US + said, e2e=KEY, text="Agency fee"))
    assert line.return_reason == told
    assert line.purpose == f"Agency fee Возврат: {told}"


def test_a_bundle_of_returns_names_each_order() -> None:
    both = [
        details(OF_US + returned("<Cd>AC04</Cd>"), amount="100.00", e2e=KEY),
        details(OF_US + returned("<Cd>AC06</Cd>"), amount="300.00", e2e=OTHER_KEY),
    ]
    file = read_statement(camt(record(entry("400.00", *both, extra=code("ICDT", "RRTN")))))
    assert [(line.number, line.amount) for line in lines_of(file)] == [
        (KEY, 10_000), (OTHER_KEY, 30_000),
    ]  # fmt: skip
