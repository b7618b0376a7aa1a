"""Bundles of payments in one entry: each payment's own sign, own amount and own charges.

Of what is booked nothing may be lost and nothing counted twice: the lines of an entry always come to
its amount, and what a payer sent is told apart from what the banks kept of it.
"""

from __future__ import annotations

import pytest

from tests.connectors.bank.camt import (
    OUR_IBAN,
    balance,
    camt,
    charge,
    charges,
    details,
    entry,
    instructed,
    record,
)
from zabota.connectors.bank.facts import StatementFile, StatementLineFact
from zabota.connectors.bank.translate import check_balances, kind_of, lines_of, read_statement

INSIDE, OUTSIDE = "true", "false"


def read(*entries: str, opening: str = "1000.00", closing: str = "") -> StatementFile:
    ends = [balance("OPBD", opening), balance("CLBD", closing)] if closing else []
    return read_statement(camt(record(*ends, *entries)))


def told(line: StatementLineFact) -> tuple[str, int, int, str]:
    """Direction, what was sent, charges within, and what it is taken for."""
    reading = kind_of(line, own_accounts={OUR_IBAN})
    return line.direction, line.sent, line.charges, str(reading.kind)


def moved(file: StatementFile) -> int:
    return sum(-line.amount if line.direction == "out" else line.amount for line in lines_of(file))


def test_payments_and_a_return_in_one_entry() -> None:
    """30 came, 20 of another day went back: the account sees 10, the books see both."""
    bundle = entry(
        "10.00",
        "<Btch><NbOfTxs>2</NbOfTxs></Btch>",
        details(amount="30.00", text="Invoice 7", mark="CRDT", e2e="E1"),
        details(amount="20.00", text="Storno", mark="DBIT", e2e="E2"),
        ref="NET",
    )
    file = read(bundle, entry("5.00"), closing="1015.00")
    assert check_balances(file) == []
    assert [(line.direction, line.amount, line.number) for line in lines_of(file)] == [
        ("in", 3000, "E1"), ("out", 2000, "E2"), ("in", 500, ""),
    ]  # fmt: skip
    assert len({line.external_key for line in lines_of(file)}) == 3


@pytest.mark.parametrize(
    ("amount", "mark", "closing"),
    [("10.00", "DBIT", "990.00"), ("0.00", "CRDT", "1000.00")],
    ids=["more went than came", "as much went as came"],
)
def test_a_net_of_less_than_nothing(amount: str, mark: str, closing: str) -> None:
    out = "30.00" if mark == "DBIT" else "20.00"
    bundle = entry(
        amount, details(amount="20.00", mark="CRDT"), details(amount=out, mark="DBIT"), mark=mark
    )
    file = read(bundle, closing=closing)
    assert check_balances(file) == []
    assert [line.direction for line in lines_of(file)] == ["in", "out"]
    assert [oddity.code for oddity in file.oddities] == []


def test_a_net_that_does_not_come_out_waits_and_the_rest_goes_through() -> None:
    bundle = entry(
        "11.00",
        details(amount="30.00", text="A", mark="CRDT"),
        details(amount="20.00", text="B", mark="DBIT"),
    )
    file = read(bundle, entry("5.00", details(text="Invoice 7")), closing="1016.00")
    assert check_balances(file) == []
    assert [oddity.code for oddity in file.oddities] == ["details_differ"]
    whole, other = lines_of(file)
    assert (whole.amount, whole.counterparty.name, whole.purpose) == (1100, "", "A B")
    reading = kind_of(whole, own_accounts={OUR_IBAN})
    assert (reading.doubtful, reading.reason) == (True, "details_differ")
    assert not kind_of(other, own_accounts={OUR_IBAN}).doubtful


def test_one_payment_of_two_is_not_given_the_sum_of_both() -> None:
    bundle = entry("30.00", "<Btch><NbOfTxs>2</NbOfTxs></Btch>", details(amount="10.00", text="A"))
    [line] = lines_of(read(bundle))
    assert (line.amount, line.counterparty.name) == (3000, "")
    assert kind_of(line, own_accounts={OUR_IBAN}).doubtful


def test_the_totals_of_a_statement_are_those_of_its_entries() -> None:
    summary = "<TxsSummry><TtlCdtNtries><Sum>10.00</Sum></TtlCdtNtries></TxsSummry>"
    bundle = entry(
        "10.00", details(amount="30.00", mark="CRDT"), details(amount="20.00", mark="DBIT")
    )
    assert check_balances(read(summary, bundle, closing="1010.00")) == []


PAYMENT = "client_payment"

# What is booked and what is said of it → direction, sent, charges within, kind of every line.
CASES = {
    "booked net, sent and charges said": (
        entry("98.00", details(amount="98.00", extra=instructed("100.00") + charges(total="2.00"))),
        [("in", 10000, 200, PAYMENT)],
    ),
    "the payment before charges, the entry after": (
        entry("98.00", details(amount="100.00", extra=charges(charge("2.00")))),
        [("in", 10000, 200, PAYMENT)],
    ),
    "charges at the entry of one payment": (
        entry("98.00", details(amount="100.00"), extra=charges(total="2.00")),
        [("in", 10000, 200, PAYMENT)],
    ),
    "charges said at both places are the same charges": (
        entry(
            "98.00", details(amount="100.00", extra=charges(total="2.00")),
            extra=charges(total="2.00"),
        ),
        [("in", 10000, 200, PAYMENT)],
    ),
    "different charges at both places": (
        entry(
            "97.00", details(amount="100.00", extra=charges(total="2.00")),
            extra=charges(total="1.00"),
        ),
        [("in", 10000, 300, PAYMENT)],
    ),
    "within the booked amount, by the indicator alone": (
        entry("98.00", details(amount="98.00", extra=charges(charge("2.00", included=INSIDE)))),
        [("in", 10000, 200, PAYMENT)],
    ),
    "booked apart, by the indicator": (
        entry("100.00", details(amount="100.00", extra=charges(charge("2.00", included=OUTSIDE)))),
        [("in", 10000, 0, PAYMENT)],
    ),
    "a total with one record within and one apart": (
        entry(
            "98.00",
            details(
                extra=charges(
                    charge("2.00", included=INSIDE), charge("3.00", included=OUTSIDE), total="5.00"
                )
            ),
        ),
        [("in", 10000, 200, PAYMENT)],
    ),
    "an indicator against what was sent": (
        entry(
            "98.00", details(extra=instructed("98.00") + charges(charge("2.00", included=INSIDE)))
        ),
        [("in", 9800, 0, PAYMENT)],
    ),
    "charges in another currency": (
        entry("98.00", details(amount="100.00", extra=charges(total="2.00", currency="USD"))),
        [("in", 9800, 0, PAYMENT)],
    ),
    "charges given back": (
        entry("98.50", details(
            amount="100.00", extra=charges(charge("2.00"), charge("0.50", mark="CRDT")),
        )),
        [("in", 10000, 150, PAYMENT)],
    ),
    "an order of ours with charges on top": (
        entry(
            "102.00", details(amount="100.00", extra=charges(charge("2.00", included=INSIDE))),
            mark="DBIT",
        ),
        [("out", 10000, 200, "outgoing_order")],
    ),
    "an order of ours, charges booked apart": (
        entry(
            "100.00", details(amount="100.00", extra=charges(charge("2.00", included=OUTSIDE))),
            mark="DBIT",
        ),
        [("out", 10000, 0, "outgoing_order")],
    ),
    "a bundle of payments before charges": (
        entry(
            "297.00", details(amount="100.00", extra=charges(total="1.00")),
            details(amount="200.00", extra=charges(charge("2.00", included=INSIDE))),
        ),
        [("in", 10000, 100, PAYMENT), ("in", 20000, 200, PAYMENT)],
    ),
    "a bundle of payments after charges": (
        entry(
            "297.00",
            details(amount="99.00", extra=instructed("100.00") + charges(total="1.00")),
            details(amount="198.00", extra=charges(charge("2.00", included=INSIDE))),
        ),
        [("in", 10000, 100, PAYMENT), ("in", 20000, 200, PAYMENT)],
    ),
    "a bundle, only one of its payments charged": (
        entry(
            "298.00", details(amount="100.00"),
            details(amount="200.00", extra=charges(total="2.00")),
        ),
        [("in", 10000, 0, PAYMENT), ("in", 20000, 200, PAYMENT)],
    ),
    "charges of the bundle as a whole": (
        entry(
            "297.00", details(amount="100.00"), details(amount="200.00"),
            extra=charges(total="3.00"),
        ),
        [("in", 10000, 0, PAYMENT), ("in", 20000, 0, PAYMENT), ("out", 300, 0, "bank_fee")],
    ),
    "charges of each payment, summed up once more at the entry": (
        entry(
            "297.00", details(amount="100.00", extra=charges(total="1.00")),
            details(amount="200.00", extra=charges(total="2.00")), extra=charges(total="3.00"),
        ),
        [("in", 10000, 100, PAYMENT), ("in", 20000, 200, PAYMENT)],
    ),
    "charges of each payment, and more of the bundle": (
        entry(
            "295.00", details(amount="100.00", extra=charges(total="1.00")),
            details(amount="200.00", extra=charges(total="2.00")), extra=charges(total="2.00"),
        ),
        [("in", 10000, 100, PAYMENT), ("in", 20000, 200, PAYMENT), ("out", 200, 0, "bank_fee")],
    ),
    "charges of the bundle booked apart": (
        entry(
            "300.00", details(amount="100.00"), details(amount="200.00"),
            extra=charges(charge("3.00", included=OUTSIDE)),
        ),
        [("in", 10000, 0, PAYMENT), ("in", 20000, 0, PAYMENT)],
    ),
    "charges of every payment booked apart": (
        entry(
            "300.00", details(amount="100.00", extra=charges(charge("1.00", included=OUTSIDE))),
            details(amount="200.00", extra=charges(charge("2.00", included=OUTSIDE))),
        ),
        [("in", 10000, 0, PAYMENT), ("in", 20000, 0, PAYMENT)],
    ),
    "a bundle of our orders with charges on top": (
        entry(
            "303.00", details(amount="100.00", extra=charges(total="1.00")),
            details(amount="200.00", extra=charges(total="2.00")), mark="DBIT",
        ),
        [("out", 10000, 100, "outgoing_order"), ("out", 20000, 200, "outgoing_order")],
    ),
    "the records of the old version, each with the same total": (
        entry(
            "98.00",
            details(
                extra="<AmtDtls><TxAmt><Amt Ccy='EUR'>100.00</Amt></TxAmt></AmtDtls>"
                "<Chrgs><TtlChrgsAndTaxAmt Ccy='EUR'>2.00</TtlChrgsAndTaxAmt>"
                "<Amt Ccy='EUR'>1.50</Amt></Chrgs>"
                "<Chrgs><TtlChrgsAndTaxAmt Ccy='EUR'>2.00</TtlChrgsAndTaxAmt>"
                "<Amt Ccy='EUR'>0.50</Amt></Chrgs>"
            ),
        ),
        [("in", 10000, 200, PAYMENT)],
    ),
    "charges that explain nothing": (
        entry(
            "290.00", details(amount="100.00", extra=charges(total="1.00")),
            details(amount="200.00"),
        ),
        [("in", 29000, 0, PAYMENT)],
    ),
    "charges larger than a payment": (
        entry(
            "8.00", details(amount="1.00", extra=charges(total="2.00")), details(amount="9.00"),
        ),
        [("in", 800, 0, PAYMENT)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_was_sent_and_what_the_bank_kept(case: str) -> None:
    booked, expected = CASES[case]
    file = read(booked)
    assert check_balances(file) == []
    assert [told(line) for line in lines_of(file)] == expected
    [section] = file.accounts
    assert moved(file) == (section.incoming or 0) - (section.outgoing or 0)
    assert len(file.unreadable) == 0


def test_the_fee_of_a_bundle_is_booked_to_the_same_day_and_reference() -> None:
    """So that a source which tells only the sum finds all of it, and a second reading is the same."""
    bundle = entry(
        "297.00", details(amount="100.00"), details(amount="200.00"), extra=charges(total="3.00"),
        ref="REF",
    )  # fmt: skip
    lines = lines_of(read(bundle))
    assert {line.on for line in lines} == {lines[0].on}
    assert {line.reference.partition("/")[0] for line in lines} == {"REF"}
    assert [line.external_key for line in lines_of(read(bundle))] == [
        line.external_key for line in lines
    ]
