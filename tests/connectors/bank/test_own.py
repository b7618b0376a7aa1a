"""Our account under the names that banks call it by, and nobody else's."""

from __future__ import annotations

import pytest

from tests.connectors.bank.statements import OURS, cp1251, received, section, spent, statement
from tests.connectors.bank.test_mt940 import mt940
from zabota.connectors.bank.translate import (
    account_named,
    check_balances,
    foreign_accounts,
    lines_of,
    read_statement,
    with_our_names,
)

OWN = {OURS, "DE89370400440532013000"}


@pytest.mark.parametrize(
    "written",
    [
        OURS,
        f"044525225/{OURS}",
        f"044525225 {OURS}",
        f"{OURS}/044525225",
        "40702.810.9.00000000123",
        "40702 810 9 0000 0000123",
        "40702-810-9-00000000123",
        f"{OURS}RUR",
        f"{OURS} RUB",
        f"{OURS}/RUR",
        f"{OURS} (руб)",
        f"{OURS} 810",
        f"044525225/{OURS}RUB",
        f"р/с {OURS}",
    ],
)
def test_a_russian_account_in_the_spelling_of_a_bank(written: str) -> None:
    assert account_named(written, OWN) == OURS
    assert account_named(OURS, {written}) == written, "or in ours"


@pytest.mark.parametrize(
    "written",
    [
        "40702810900000000124",
        "40702.810.9.00000000124",
        f"{OURS}USD",
        f"1{OURS}",
        f"{OURS}1",
        f"04452522/{OURS}",
        "0900000000123",
        "",
    ],
)
def test_somebody_elses_account(written: str) -> None:
    assert account_named(written, OWN) == ""


@pytest.mark.parametrize("written", [f"044525225/{OURS}", f"{OURS}RUR", "40702.810.9.00000000123"])
def test_a_swift_statement_of_our_russian_account(written: str) -> None:
    raw = mt940(
        ":61:2611201120C10,50NTRFNONREF", ":86:words", opening="C261119RUR100,00",
        closing="C261120RUR110,50",
    ).replace(b"DE89370400440532013000", written.encode())  # fmt: skip
    file = with_our_names(read_statement(raw), OWN)
    assert foreign_accounts(file, OWN) == ()
    assert check_balances(file) == []
    [line] = lines_of(file, OWN)
    assert (line.own_account, line.direction, line.currency) == (OURS, "in", "RUB")


@pytest.mark.parametrize("ours", [OURS, "40702.810.9.00000000123"])
@pytest.mark.parametrize("theirs", ["40702.810.2.99993174021", "40702810299993174021"])
def test_accounts_with_dots_in_a_1c_file(ours: str, theirs: str) -> None:
    text = statement(
        section(РасчСчет=ours),
        received(ПолучательСчет=ours, ПлательщикСчет=theirs),
        spent(ПлательщикСчет=ours, ПолучательСчет=theirs),
        header={"РасчСчет": ours},
    )
    file = with_our_names(read_statement(cp1251(text)), OWN)
    assert check_balances(file) == []
    lines = lines_of(file, OWN)
    assert {line.own_account for line in lines} == {OURS}
    assert {line.counterparty.account for line in lines} == {"40702810299993174021"}
