"""Everything that banks and people do to a statement file, and what is said about it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.connectors.bank.statements import (
    OURS,
    THEIRS,
    cp1251,
    document,
    line_of,
    received,
    section,
    spent,
    statement,
)
from zabota.connectors.bank.facts import ODDITIES, StatementFile
from zabota.connectors.bank.translate import check_balances, lines_of, read_statement

GOOD = statement(section(), received(), spent())


def codes(file: StatementFile) -> list[str]:
    return [oddity.code for oddity in file.oddities]


def places(file: StatementFile) -> list[tuple[int, str]]:
    return [(oddity.line, oddity.code) for oddity in file.oddities]


def amounts(file: StatementFile) -> list[int]:
    return [document.amount for document in file.documents]


def read(text: str) -> StatementFile:
    return read_statement(cp1251(text))


def test_a_good_file_has_nothing_odd() -> None:
    file = read(GOOD)
    assert places(file) == []
    assert amounts(file) == [100000, 40000]
    assert check_balances(file) == []


def test_missing_header_line() -> None:
    file = read(GOOD.split("\n", 1)[1])
    assert places(file) == [(1, "header_missing")]
    assert file.version == "1.02"
    assert check_balances(file) == []


def test_fragment_that_begins_with_a_document() -> None:
    file = read(received() + "\n" + spent() + "\n")
    assert codes(file) == ["end_missing", "header_missing"]
    assert not file.complete
    lines = lines_of(file, {OURS})
    assert [(line.direction, line.amount) for line in lines] == [("in", 100000), ("out", 40000)]
    assert check_balances(file) == []


def test_fragment_without_any_accounts_goes_by_dates() -> None:
    file = read(document(Номер="1", Дата="10.07.2026", ДатаПоступило="11.07.2026", Сумма="5"))
    (line,) = lines_of(file)
    assert (line.direction, line.on, line.own_account) == ("in", date(2026, 7, 11), "")


def test_lost_beginning_of_a_document() -> None:
    text = "Номер=1\nДата=10.07.2026\nСумма=5.00\nДатаСписано=10.07.2026\nКонецДокумента\n"
    file = read(text + spent())
    assert amounts(file) == [500, 40000]
    assert codes(file) == ["end_missing", "section_unopened", "header_missing"]


def test_lost_beginning_of_an_account_section() -> None:
    file = read(statement(section().removeprefix("СекцияРасчСчет\n"), received(), spent()))
    (account,) = file.accounts
    assert account.account == OURS
    assert (account.opening, account.closing) == (10000, 70000)
    assert codes(file) == ["section_unopened"]
    assert check_balances(file) == []


def test_fields_between_documents_are_no_document() -> None:
    file = read(statement(section(), received(), "Очередность=5", "Код=0", spent()))
    assert amounts(file) == [100000, 40000]
    assert codes(file) == ["section_unopened", "section_unclosed", "key_misplaced", "key_misplaced"]


def test_unclosed_and_nested_sections() -> None:
    text = statement(
        section().removesuffix("\nКонецРасчСчет"),
        received().removesuffix("\nКонецДокумента"),
        spent(),
    )
    file = read(text)
    assert amounts(file) == [100000, 40000]
    assert places(file) == [
        (line_of(text, "СекцияРасчСчет"), "section_unclosed"),
        (line_of(text, "СекцияДокумент"), "section_unclosed"),
    ]
    assert check_balances(file) == []


def test_end_without_beginning() -> None:
    file = read(statement(section(), "КонецДокумента", received(), spent(), "КонецРасчСчет"))
    assert codes(file) == ["section_unopened", "section_unopened"]
    assert amounts(file) == [100000, 40000]


def test_unclosed_last_document_before_the_end_is_whole() -> None:
    file = read(statement(section(), received(), spent().removesuffix("\nКонецДокумента")))
    assert amounts(file) == [100000, 40000]
    assert codes(file) == ["section_unclosed"]


def test_document_cut_off_by_the_end_of_the_bytes_is_set_aside() -> None:
    text = statement(section(), received(), spent(), end=False)
    file = read(text[: text.rindex("Вознаграждение") + 5])
    assert amounts(file) == [100000]
    (left,) = file.unreadable
    assert (left.code, left.raw["Сумма"]) == ("document_cut_off", "400.00")
    assert set(codes(file)) == {"end_missing", "section_unclosed", "document_cut_off"}
    assert [fault.code for fault in check_balances(file)] == ["outgoing"]


def test_stray_line_inside_and_outside() -> None:
    text = statement(
        section() + "\nЛевая строка",
        received().replace("Сумма=", "Левая строка внутри\nСумма="),
        spent(),
    )
    file = read(text)
    assert amounts(file) == [100000, 40000]
    assert places(file) == [
        (line_of(text, "Левая строка"), "stray_line"),
        (line_of(text, "Левая строка внутри"), "stray_line"),
    ]
    assert file.oddities[1].text == "Левая строка внутри"


def test_purpose_over_several_lines() -> None:
    text = statement(
        received(НазначениеПлатежа="Оплата по счету\n№ 7 от 20.11.2026\nв т.ч. НДС = 5%"),
        received(НазначениеПлатежа="Один\n\nдва"),
    )
    file = read(text)
    assert file.documents[0].purpose == "Оплата по счету № 7 от 20.11.2026 в т.ч. НДС = 5%"
    assert file.documents[1].purpose == "Один два"
    assert codes(file) == ["continuation"] * 3
    assert file.oddities[0].line == line_of(text, "№ 7 от")


@pytest.mark.parametrize(
    ("fields", "purpose"),
    [
        ({"НазначениеПлатежа": "-", "НазначениеПлатежа1": "Раз", "НазначениеПлатежа2": "два"}, "Раз два"),
        ({"НазначениеПлатежа": "Раз", "НазначениеПлатежа1": "Раз", "НазначениеПлатежа2": "два"}, "Раз два"),
        ({"НазначениеПлатежа": "Раз два", "НазначениеПлатежа1": "Раз", "НазначениеПлатежа2": "два"}, "Раз два"),
        ({"НазначениеПлатежа": "Раз два три", "НазначениеПлатежа1": "Раз"}, "Раз два три"),
        ({"НазначениеПлатежа": "", "НазначениеПлатежа6": "шесть"}, "шесть"),
        ({"НазначениеПлатежа": "a=b=c"}, "a=b=c"),
        ({"НазначениеПлатежа": "-"}, ""),
    ],
)  # fmt: skip
def test_purpose_in_pieces(fields: dict[str, str], purpose: str) -> None:
    assert read(statement(received(**fields))).documents[0].purpose == purpose


def test_purpose_given_twice_is_joined() -> None:
    text = received() + "\n"
    text = text.replace("КонецДокумента", "НазначениеПлатежа=вторая половина\nКонецДокумента")
    file = read(statement(text.strip()))
    assert file.documents[0].purpose == "Оплата по счету № 7 вторая половина"
    assert codes(file) == ["key_repeated"]


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        ("СУММА=1000.00", ["key_spelling"]),
        ("Сумма = 1000.00", ["key_spelling"]),
        ("  Сумма=1000.00", []),
        ("сумма =1000,00", ["key_spelling"]),
        ("Cуммa=1000.00", ["key_spelling"]),  # Latin C and a
    ],
)
def test_keys_in_another_spelling(line: str, odd: list[str]) -> None:
    file = read(statement(received().replace("Сумма=1000.00", line)))
    assert amounts(file) == [100000]
    assert [code for code in codes(file) if code != "key_spelling"] == []
    assert set(codes(file)) <= {"key_spelling"}
    assert bool(odd) == bool(codes(file)) or line.strip().startswith("Сумма")


def test_marks_in_another_spelling() -> None:
    text = GOOD.replace("СекцияДокумент=", "СЕКЦИЯДОКУМЕНТ =").replace("КонецФайла", "конецфайла")
    file = read(text)
    assert amounts(file) == [100000, 40000]
    assert file.complete
    assert codes(file) == ["key_spelling", "key_spelling"]


def test_unknown_keys_are_kept_and_named_once() -> None:
    text = statement(received(ИдентификаторПлатежа="a1"), spent(ИдентификаторПлатежа="a2"))
    file = read(text)
    assert [document.raw["ИдентификаторПлатежа"] for document in file.documents] == ["a1", "a2"]
    assert places(file) == [(line_of(text, "ИдентификаторПлатежа"), "key_unknown")]


def test_repeated_keys_keep_the_first_value_that_says_something() -> None:
    text = statement(
        received().replace("Номер=15", "Номер=\nНомер=15\nНомер=15\nНомер=16"), spent()
    )
    file = read(text)
    assert file.documents[0].number == "15"
    assert codes(file) == ["key_repeated"]
    assert "16" in file.documents[0].raw.values()


def test_no_documents_at_all() -> None:
    file = read(statement(section("5,00", "0", "0.00", "5")))
    assert (file.documents, file.unreadable, file.oddities) == ((), (), ())
    assert check_balances(file) == []


def test_nothing_but_the_first_and_last_line() -> None:
    file = read("1CClientBankExchange\nКонецФайла\n")
    assert (file.documents, file.accounts, file.complete) == ((), (), True)


def test_kind_of_document_left_empty() -> None:
    file = read(statement(document("", Номер="1", Сумма="1", Дата="20.11.2026")))
    assert codes(file) == ["kind_missing"]
    assert file.documents[0].kind == ""


def test_text_after_the_end_and_a_second_file_behind_it() -> None:
    file = read(GOOD + "спасибо за внимание\n" + GOOD)
    assert codes(file) == ["text_after_end", "header_repeated"]
    assert len(file.documents) == 4
    assert {document.part for document in file.documents} == {0, 1}
    assert len(lines_of(file)) == 2
    assert check_balances(file) == []


def test_oddities_do_not_drown_the_file() -> None:
    file = read(statement(*["что-то лишнее"] * 5000))
    assert codes(file).count("stray_line") == 300
    assert file.oddities[-1].params == {"code": "stray_line", "count": "4700"}


def test_every_oddity_met_is_in_the_list_of_codes() -> None:
    text = GOOD.replace("Windows", "DOS").replace("Номер=15", "Ключ=1\nБред\nНомер=x")
    file = read(text)
    assert set(codes(file)) <= set(ODDITIES)
    assert {oddity.severity for oddity in file.oddities} == {"note", "warning"}


def test_several_header_accounts() -> None:
    text = GOOD.replace(f"РасчСчет={OURS}", f"РасчСчет={OURS}\nРасчСчет={THEIRS}", 1)
    assert read(text).header_accounts == (OURS, THEIRS)
