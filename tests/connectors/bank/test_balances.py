"""Figures that do not agree keep a file out, and say which."""

from __future__ import annotations

import pytest

from tests.connectors.bank.statements import (
    OTHER_OURS,
    OURS,
    THEIRS,
    cp1251,
    document,
    received,
    section,
    spent,
    statement,
)
from zabota.connectors.bank.facts import FAULTS
from zabota.connectors.bank.translate import check_balances, read_statement


def faults(text: str) -> list[tuple[str, int | None, int | None]]:
    found = check_balances(read_statement(cp1251(text)))
    assert {fault.code for fault in found} <= set(FAULTS)
    return [(fault.code, fault.expected, fault.found) for fault in found]


def day(number: int, *figures: str, account: str = OURS) -> str:
    on = f"{number:02d}.11.2026"
    return section(*figures, РасчСчет=account, ДатаНачала=on, ДатаКонца=on)


def on_day(number: int, text: str) -> str:
    return text.replace("20.11.2026", f"{number}.11.2026").replace(
        "21.11.2026", f"{number}.11.2026"
    )


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (("100.00", "1000.00", "400.00", "700.00"), []),
        (("-900.00", "1000.00", "400.00", "-300.00"), []),
        (("100.00", "1000.00", "400.00", "700.01"), [("closing", 70000, 70001)]),
        (("100.00", "999.00", "400.00", "699.00"), [("incoming", 99900, 100000)]),
        (("100.00", "1000.00", "401.00", "699.00"), [("outgoing", 40100, 40000)]),
        (("100.00", "", "", "700.00"), []),
        (("100.00", "", "", "701.00"), [("movement", 70000, 70100)]),
        (("", "", "", ""), []),
        (("", "1000", "400", ""), []),
    ],
)
def test_one_section(
    figures: tuple[str, ...], expected: list[tuple[str, int | None, int | None]]
) -> None:
    assert faults(statement(section(*figures), received(), spent())) == expected


def test_fault_names_account_and_line() -> None:
    text = statement(section(closing="1.00"), received(), spent())
    (fault,) = check_balances(read_statement(cp1251(text)))
    assert (fault.account, fault.line) == (OURS, 9)


def test_days_of_one_account_follow_each_other() -> None:
    good = statement(
        day(20, "0", "1000", "0", "1000"),
        day(21, "1000", "0", "400", "600"),
        day(25, "7", "0", "0", "7"),  # days are missing between: nothing is known of them
        on_day(20, received()),
        on_day(21, spent()),
    )
    assert faults(good) == []
    broken = good.replace("НачальныйОстаток=1000", "НачальныйОстаток=2000").replace(
        "КонечныйОстаток=600", "КонечныйОстаток=1600"
    )
    assert faults(broken) == [("chain", 100000, 200000)]


def test_sections_out_of_order_and_repeated() -> None:
    text = statement(
        day(21, "1000", "0", "400", "600"),
        day(20, "0", "1000", "0", "1000"),
        day(20, "0", "1000", "0", "1000"),
        on_day(20, received()),
        on_day(21, spent()),
    )
    assert faults(text) == []


def test_section_of_the_period_beside_those_of_its_days() -> None:
    text = statement(
        section("0", "1000", "400", "600"),
        day(20, "0", "1000", "0", "1000"),
        day(21, "1000", "0", "400", "600"),
        on_day(20, received()),
        on_day(21, spent()),
    )
    assert faults(text) == []
    assert faults(text.replace("Сумма=400.00", "Сумма=401.00")) == [("outgoing", 40000, 40100)]


def test_several_accounts_are_summed_apart() -> None:
    text = statement(
        section("0", "1000", "0", "1000"),
        section("500", "0", "400", "100", РасчСчет=OTHER_OURS),
        received(),
        spent(ПлательщикСчет=OTHER_OURS),
    )
    assert faults(text) == []
    assert faults(text.replace("ВсегоПоступило=1000", "ВсегоПоступило=0")) == [
        ("closing", 0, 100000),
        ("incoming", 0, 100000),
    ]


@pytest.mark.parametrize("copies", [1, 2])
def test_transfer_between_two_accounts_of_the_file(copies: int) -> None:
    accounts = (
        section("500", "0", "400", "100"),
        section("0", "400", "0", "400", РасчСчет=OTHER_OURS),
    )
    moved = {"ПолучательСчет": OTHER_OURS}
    if copies == 1:
        documents = [spent(**moved)]
    else:
        documents = [spent(**moved), spent(ДатаСписано="", ДатаПоступило="20.11.2026", **moved)]
    assert faults(statement(*accounts, *documents)) == []


def test_anonymised_accounts_go_by_dates() -> None:
    text = statement(
        section("0", "1000", "400", "600"),
        received(ПолучательСчет="40702810XXXX"),
        spent(ПлательщикСчет="40702810XXXX"),
    )
    assert faults(text) == []
    assert faults(text.replace("Сумма=400.00", "Сумма=4.00")) == [("outgoing", 40000, 400)]


def test_anonymised_accounts_of_several_are_held_together() -> None:
    accounts = (
        section("0", "1000", "0", "1000"),
        section("500", "0", "400", "100", РасчСчет=OTHER_OURS),
    )
    hidden = (received(ПолучательСчет=""), spent(ПлательщикСчет=""))
    assert faults(statement(*accounts, *hidden)) == []
    assert faults(statement(*accounts, hidden[0])) == [("outgoing", 40000, 0)]


def test_missing_document_and_document_too_many() -> None:
    assert faults(statement(section(), received())) == [("outgoing", 40000, 0)]
    assert faults(statement(section(), received(), received(Номер="16"), spent())) == [
        ("incoming", 100000, 200000)
    ]


def test_documents_of_days_that_no_section_covers() -> None:
    text = statement(
        day(21, "1000", "0", "400", "600"), on_day(19, received()), on_day(21, spent())
    )
    assert faults(text) == []


def test_nothing_is_checked_without_sections() -> None:
    assert faults(statement(received(), spent())) == []


def test_orders_on_their_way_to_the_bank_are_no_statement() -> None:
    order = spent(ДатаСписано="-")
    text = statement(order, order.replace("Номер=33", "Номер=34"))
    assert read_statement(cp1251(text)).is_order_file
    assert faults(text) == [("order_file", None, None)]
    assert faults(statement(order, received(ДатаПоступило=""))) == []
    assert faults(statement(document(Сумма="1", Номер="1", ПолучательСчет=THEIRS))) == []


def test_money_of_another_country_is_not_taken_for_roubles() -> None:
    dollars = "40702840900000000123"
    text = statement(
        section(РасчСчет=dollars),
        received(ПолучательСчет=dollars),
        spent(ПлательщикСчет=dollars),
        header={"РасчСчет": dollars},
    )
    (fault,) = check_balances(read_statement(cp1251(text)))
    assert (fault.code, fault.account, fault.params) == (
        "foreign_currency",
        dollars,
        {"currency": "840"},
    )


@pytest.mark.parametrize(
    "account", ["KZ86125KZT5004100100", "BY20OLMP31350000001000000933", "BY 20 OLMP 3135 0000 0010 0000 0933"]
)  # fmt: skip
def test_tenge_and_belarusian_roubles_do_not_pass_for_kopecks(account: str) -> None:
    """Banks of Kazakhstan and Belarus write this format as well, and name no money in it."""
    text = statement(
        section(РасчСчет=account),
        received(ПолучательСчет=account),
        spent(ПлательщикСчет=account),
        header={"РасчСчет": account},
    )
    (fault,) = check_balances(read_statement(cp1251(text)))
    assert (fault.code, fault.account) == ("foreign_account", account.replace(" ", ""))


def test_an_account_of_twenty_digits_in_other_money() -> None:
    """Uzbekistan's accounts have twenty digits as well, and their money in the same place."""
    uzbek = "20208000900123456001"
    text = statement(section(РасчСчет=uzbek), received(ПолучательСчет=uzbek),
                     spent(ПлательщикСчет=uzbek), header={"РасчСчет": uzbek})  # fmt: skip
    assert [fault.code for fault in check_balances(read_statement(cp1251(text)))] == [
        "foreign_currency"
    ]
