"""SWIFT statements: the same money whatever country's bank has written them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.connectors.bank.statements import PAYLOADS
from zabota.connectors.bank.facts import StatementFile, StatementLineFact
from zabota.connectors.bank.translate import check_balances, kind_of, lines_of, read_statement
from zabota.connectors.bank.translate.currencies import currency_named

IBAN = "DE89370400440532013000"


def sample(name: str) -> StatementFile:
    return read_statement((PAYLOADS / f"{name}.sta").read_bytes())


def mt940(
    *lines: str, opening: str = "C261119EUR100,00", closing: str = "", end: str = "-"
) -> bytes:
    head = [":20:REF", f":25:{IBAN}", ":28C:1/1", f":60F:{opening}", *lines]
    tail = [f":62F:{closing}"] if closing else []
    return "\r\n".join([*head, *tail, end]).encode()


def only(raw: bytes) -> StatementLineFact:
    [line] = lines_of(read_statement(raw))
    return line


def test_samples_read_as_expected() -> None:
    """Amounts in the order of the files, as the library's own authors expect them."""
    abn, ing = sample("abnamro"), sample("ing")
    assert [document.amount for document in abn.documents] == [
        900, 1159, 1163, 1180, 1345, 1549, 10700, 14148, 949, 1500,
    ]  # fmt: skip
    assert {line.direction for line in lines_of(abn)} == {"out"}
    assert [(section.opening, section.closing) for section in abn.accounts] == [
        (323628, 87684), (287684, 184975),
    ]  # fmt: skip
    assert [(line.direction, line.amount) for line in lines_of(ing)] == [
        ("out", 2503), ("out", 303), ("out", 111), ("out", 2000), ("out", 110), ("in", 368),
        ("in", 100),
    ]  # fmt: skip
    # Both are excerpts: what they list does not lead from one balance to the other.
    assert {fault.code for fault in check_balances(abn)} == {"closing", "chain"}
    assert [fault.code for fault in check_balances(ing)] == ["closing"]


def test_a_german_file_of_many_accounts() -> None:
    file = sample("sepa_mt9401")
    assert (len(file.accounts), len(file.documents)) == (26, 97)
    assert check_balances(file) == []
    assert len({section.account for section in file.accounts}) == 20
    marked = {line.line: line for line in lines_of(file)}
    reversed_credit = next(line for line in marked.values() if line.amount == 20488)
    assert (reversed_credit.direction, reversed_credit.reversal) == ("out", True)
    credit = next(line for line in marked.values() if line.amount == 1500005)
    assert credit.counterparty.account == "DE42100100100043921105"
    assert credit.counterparty.name.startswith("Richter Renate 70 Zeichen Beginn")
    assert credit.reference == "0724710290621954"
    returned = next(line for line in marked.values() if line.amount == 33533)
    assert kind_of(returned, own_accounts=[]).kind == "returned_order"


@pytest.mark.parametrize(
    ("mark", "direction", "kind"),
    [
        ("C", "in", "client_payment"), ("D", "out", "outgoing_order"),
        ("RC", "out", "client_refund"), ("RD", "in", "returned_order"), ("CR", "in", "client_payment"),
    ],
)  # fmt: skip
def test_marks(mark: str, direction: str, kind: str) -> None:
    line = only(mt940(f":61:2611201120{mark}10,5NTRFNONREF//B1", ":86:words"))
    assert (line.direction, line.amount, line.reference) == (direction, 1050, "B1")
    assert line.on == date(2026, 11, 20)
    assert kind_of(line, own_accounts={IBAN}).kind == kind


DETAILS = [
    (
        "166?00GUTSCHRIFT?20EREF+E2E-7?21SVWZ+Rechnung 1234 vom 01.1?221.2026?30DEUTDEFF"
        "?31DE02120300000000202051?32Acme?33 GmbH",
        ("Acme GmbH", "DE02120300000000202051", "Rechnung 1234 vom 01.11.2026", "E2E-7"),
    ),
    (
        "~00PRZELEW~20FAKTURA ~21FV/7/2026~32ACME SP. Z O.O.~38PL61109010140000071219812874",
        ("ACME SP. Z O.O.", "PL61109010140000071219812874", "FAKTURA FV/7/2026", ""),
    ),
    (
        "/TRTP/SEPA OVERBOEKING/IBAN/NL56AGDH9619008421/BIC/AGDHNL2A/NAME/ACME BV/REMI/Factuur 7"
        "/EREF/NOTPROVIDED",
        ("ACME BV", "NL56AGDH9619008421", "Factuur 7", ""),
    ),
    (
        "/EREF/E-1//CNTP/NL56AGDH9619008421/AGDHNL2A/ACME BV/GOUDA//REMI/USTD//Factuur 7/",
        ("ACME BV", "NL56AGDH9619008421", "Factuur 7", "E-1"),
    ),
]


@pytest.mark.parametrize(("details", "expected"), DETAILS)
def test_field_86_of_many_countries(details: str, expected: tuple[str, ...]) -> None:
    text = "\r\n".join(details[n : n + 65] for n in range(0, len(details), 65))
    line = only(mt940(":61:2611201120C10,50NTRFNONREF", f":86:{text}"))
    side = line.counterparty
    assert (side.name, side.account, line.purpose, line.number) == expected


def test_the_other_account_behind_the_reference() -> None:
    line = only(
        mt940(
            ":61:261120D000000000025,00N102EREF            \r\nNL70ABNA0987654321",
            ":86:/EREF/E-5/BENM//NAME/CONTRA ACCOUN\r\nT HOLDER/REMI//ISDT/2026-11-20",
        )
    )
    assert (line.amount, line.number, line.purpose) == (2500, "E-5", "")
    assert (line.counterparty.name, line.counterparty.account) == (
        "CONTRA ACCOUNT HOLDER", "NL70ABNA0987654321",
    )  # fmt: skip


def test_a_line_that_strays_from_the_pattern_is_read_all_the_same() -> None:
    """ASN bank puts an IBAN where a reference of sixteen signs has its place, and a name below."""
    raw = mt940(
        ":61:2601020102C1000,00NOVBNL47INGB9999999999\r\nhr g paulissen",
        f":86:NL47INGB9999999999 hr g paulissen{' ' * 28}\r\n{' ' * 65}\r\nFactuur 7",
        closing="C260102EUR1100,00",
    )
    file = read_statement(raw)
    assert (check_balances(file), file.unreadable) == ([], ())
    [line] = lines_of(file)
    assert (line.on, line.amount, line.number) == (date(2026, 1, 2), 100_000, "NL47INGB9999999999")
    assert line.counterparty.name == "hr g paulissen"
    assert line.counterparty.account == "NL47INGB9999999999"
    across = only(mt940(":61:2612310102C5,00NOVBNL47INGB9999999999\r\nx", ":86:x"))
    assert across.on == date(2027, 1, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "cp866", "koi8-r"])
def test_russian_words_in_any_encoding(encoding: str) -> None:
    words = "ИНН 7707083893 ООО Ромашка р/с 40702810900000000123 Оплата по счёту 7 без НДС"
    raw = mt940(":61:2611201120C10,50NTRFNONREF", f":86:{words}").decode().encode(encoding)
    line = only(raw)
    assert line.purpose == words
    assert (line.counterparty.inn, line.counterparty.account) == (
        "7707083893", "40702810900000000123",
    )  # fmt: skip
    german = mt940(":61:2611201120C10,50NTRFNONREF", ":86:Müller für Größe").decode()
    assert only(german.encode("cp1252")).purpose == "Müller für Größe"


def test_figures_are_proved_and_a_missing_balance_is_said() -> None:
    credit = ":61:2611201120C10,50NTRFNONREF"
    assert check_balances(read_statement(mt940(credit, closing="C261120EUR110,50"))) == []
    [fault] = check_balances(read_statement(mt940(credit, closing="C261120EUR110,51")))
    assert (fault.code, fault.expected, fault.found) == ("closing", 11050, 11051)
    open_end = read_statement(mt940(credit))
    assert (len(lines_of(open_end)), check_balances(open_end)) == (1, [])
    assert [oddity.code for oddity in open_end.oddities] == ["balance_missing"]


def test_the_last_line_of_a_cut_off_file_is_not_believed() -> None:
    raw = mt940(":61:2611201120C10,50NTRFNONREF", ":61:2611201120C1000,00NTRFNONREF", end="")
    file = read_statement(raw)
    assert [line.amount for line in lines_of(file)] == [1050]
    assert [one.code for one in file.unreadable] == ["document_cut_off"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (":61:2613401120C10,50NTRFNONREF", "amount_unreadable"),
        (":61:2611201120C10,505NTRFNONREF", "amount_unreadable"),
        (":61:2611201120X10,50NTRFNONREF", "amount_unreadable"),
        (":61:nonsense", "amount_unreadable"),
    ],
)
def test_a_bad_line_is_set_aside_alone(line: str, code: str) -> None:
    file = read_statement(mt940(line, ":61:2611201120C1,00NTRFNONREF"))
    assert [found.amount for found in lines_of(file)] == [100]
    assert [one.code for one in file.unreadable] == [code]


def test_what_is_only_expected_is_no_money() -> None:
    file = read_statement(mt940(":61:2611201120EC10,50NTRFNONREF", ":61:2611201120C1,00NTRFNONREF"))
    assert [line.amount for line in lines_of(file)] == [100]
    assert "not_booked" in [oddity.code for oddity in file.oddities]


@pytest.mark.parametrize("rouble", ["RUB", "RUR", "643", "810"])
def test_the_rouble_has_one_name_whatever_the_bank_calls_it(rouble: str) -> None:
    """A payment in RUR would find no invoice in RUB, and every sum of the day would be two."""
    raw = mt940(
        ":61:2611201120C10,50NTRFNONREF", ":86:words",
        opening=f"C261119{rouble}100,00", closing=f"C261120{rouble}110,50",
    )  # fmt: skip
    file = read_statement(raw)
    assert check_balances(file) == []
    assert {section.currency for section in file.accounts} == {"RUB"}
    assert [line.currency for line in lines_of(file)] == ["RUB"]


def test_the_rouble_of_a_notice_without_balances() -> None:
    """MT942 names its money only in the floor limit."""
    raw = (
        b":20:REF\r\n:25:40702810900000000123\r\n:28C:1\r\n:34F:RUR0,\r\n:13D:2611201200+0300\r\n"
        b":61:2611201120C10,50NTRFNONREF\r\n:86:words\r\n-"
    )
    assert only(raw).currency == "RUB"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("RUR", "RUB"), (" rub ", "RUB"), ("руб.", "RUB"), ("840", "USD"), ("EUR", "EUR"),
     ("XYZ", "XYZ"), ("", "")],
)  # fmt: skip
def test_names_of_currencies(written: str, meant: str) -> None:
    assert currency_named(written) == meant


@pytest.mark.parametrize("amount", ["10,50000", "10.50000", "10,5", "10,50"])
def test_noughts_finer_than_a_cent_are_read(amount: str) -> None:
    raw = mt940(f":61:2611201120C{amount}NTRFNONREF//B1", ":86:x", closing="C261120EUR110,50000")
    file = read_statement(raw)
    assert (check_balances(file), only(raw).amount) == ([], 1050)


@pytest.mark.parametrize("amount", ["10,50001", "10.50001"])
def test_what_is_finer_than_a_cent_is_set_aside(amount: str) -> None:
    file = read_statement(mt940(f":61:2611201120C{amount}NTRFNONREF//B1", ":86:x"))
    assert [one.code for one in file.unreadable] == ["amount_unreadable"]
