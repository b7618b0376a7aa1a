"""The same file in every encoding, with every line end, whatever its header declares."""

from __future__ import annotations

import pytest

from tests.connectors.bank.statements import cp1251, line_of, received, section, spent, statement
from zabota.connectors.bank.facts import StatementFile
from zabota.connectors.bank.translate import read_statement

GOOD = statement(section(), received(), spent())


def codes(file: StatementFile) -> list[str]:
    return [oddity.code for oddity in file.oddities]


def places(file: StatementFile) -> list[tuple[int, str]]:
    return [(oddity.line, oddity.code) for oddity in file.oddities]


def amounts(file: StatementFile) -> list[int]:
    return [document.amount for document in file.documents]


def read(text: str) -> StatementFile:
    return read_statement(cp1251(text))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "\n\n"])
def test_line_ends(end: str) -> None:
    file = read_statement(GOOD.replace("\n", end).encode("cp1251"))
    assert amounts(file) == [100000, 40000]
    assert file.oddities == ()


def test_mixed_line_ends() -> None:
    lines = GOOD.split("\n")
    mixed = "".join(line + ("\n", "\r\n", "\r")[n % 3] for n, line in enumerate(lines))
    assert read_statement(mixed.encode("cp866")).documents == read(GOOD).documents


@pytest.mark.parametrize(
    ("declared", "encoding", "found", "odd"),
    [
        ("Windows", "cp1251", "cp1251", False),
        ("windows", "cp1251", "cp1251", False),
        ("DOS", "cp866", "cp866", False),
        ("DOS", "cp1251", "cp1251", True),
        ("Windows", "cp866", "cp866", True),
        ("Windows", "utf-8", "utf-8", True),
        ("DOS", "utf-8-sig", "utf-8-sig", True),
        ("UTF-8", "utf-8", "utf-8", False),
        ("", "cp1251", "cp1251", False),
        ("Эльбрус", "cp1251", "cp1251", True),
        ("Windows", "koi8-r", "koi8-r", True),
        ("Windows", "utf-16", "utf-16", True),
    ],
)
def test_encoding_is_found_whatever_is_declared(
    declared: str, encoding: str, found: str, odd: bool
) -> None:
    text = statement(section(), received(), spent(), header={"Кодировка": declared})
    file = read_statement(text.replace("№", "N").encode(encoding))
    assert file.encoding == found
    assert file.declared_encoding == declared
    assert places(file) == ([(3, "encoding_differs")] if odd else [])
    assert file.documents[0].payer.name == "ООО Ромашка"


def test_a_mark_of_utf8_before_a_file_for_dos() -> None:
    file = read_statement(b"\xef\xbb\xbf" + GOOD.replace("Windows", "DOS").encode("cp866"))
    assert file.encoding == "cp866"
    assert file.documents[0].payer.name == "ООО Ромашка"


def test_a_few_broken_bytes_do_not_turn_utf8_into_nonsense() -> None:
    raw = GOOD.replace("Windows", "UTF-8").encode()
    broken = raw.replace("Ромашка".encode(), "Рома".encode() + b"\xd0" + "ка".encode(), 1)
    file = read_statement(broken)
    assert file.encoding == "utf-8"
    assert places(file) == [(line_of(GOOD, "Плательщик1"), "undecodable")]
    assert amounts(file) == [100000, 40000]


def test_zero_bytes() -> None:
    raw = (
        cp1251(GOOD)
        .replace(b"=15\r\n", b"=1\x005\r\n")
        .replace("ООО Мы".encode("cp1251"), b"A\x01B")
    )
    file = read_statement(raw + b"\x1a\x00\x00")
    assert file.documents[0].number == "15"
    assert file.documents[0].payee.name == "A B"
    assert places(file) == [(line_of(GOOD, "Номер=15"), "control_characters")]
    assert file.oddities[0].params == {"count": "3"}
