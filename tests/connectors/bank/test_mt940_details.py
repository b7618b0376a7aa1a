"""Field 86 cut into pieces: no word and no reference of it is lost, whatever a piece ends in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.connectors.bank.test_mt940 import IBAN, mt940, only
from zabota.connectors.bank.translate.mt940_details import read_details
from zabota.domain.invoices.rules.numbers import find_references, make_reference

KEY = "Z000123-1-0BADCAFE"


def coded(*pieces: str, code: str = "166") -> str:
    return "".join([f"{code}?00TRANSFER", *(f"?{20 + n}{piece}" for n, piece in enumerate(pieces))])


def test_a_reference_that_ends_in_a_letter_does_not_swallow_the_next() -> None:
    """Half of our keys end in A…F: the words behind them were taken for a part of the key."""
    for key in (KEY, "Z000123-1-00000001"):
        details = read_details(coded(f"EREF+{key}", "SVWZ+RETURN ACCOUNT CLOSED"))
        assert (details.end_to_end, details.purpose) == (key, "RETURN ACCOUNT CLOSED")


def test_the_reader_gives_such_a_key_as_the_number() -> None:
    line = only(mt940(":61:2611201120C10,50NTRFNONREF", f":86:{coded(f'EREF+{KEY}', 'SVWZ+X')}"))
    assert (line.number, line.purpose) == (KEY, "X")


def test_a_short_piece_ends_a_word_and_a_full_one_does_not() -> None:
    """Banks fill a piece of 27 signs and cut spaces off its end."""
    number = make_reference(year=26, seq=123)
    details = read_details(coded("OPLATA SCHETA", f"N{number.replace('СЧ', 'SCH')}"))
    assert details.purpose == "OPLATA SCHETA NSCH-26-000123-3"
    assert [one.number for one in find_references(details.purpose)] == [number]
    full = "OPLATA PO SCHETU NOMER SCH-"
    assert len(full) == 27
    assert read_details(coded(full, "26-000123-3")).purpose == f"{full}26-000123-3"


def test_words_beside_a_reference_are_not_lost() -> None:
    behind = read_details(coded(f"EREF+{KEY}", "OPLATA SCHETA 7"))
    assert (behind.end_to_end, behind.purpose) == (KEY, "OPLATA SCHETA 7")
    before = read_details(coded("OPLATA SCHETA 7", f"EREF+{KEY}", "SVWZ+ETO VSE"))
    assert (before.end_to_end, before.purpose) == (KEY, "OPLATA SCHETA 7 ETO VSE")
    twice = read_details(coded("SVWZ+Rechnung 7", "SVWZ+und 8"))
    assert twice.purpose == "Rechnung 7 und 8"
    long = read_details(coded("EREF+12345678901234567890AB", "CD", "SVWZ+x"))
    assert long.end_to_end == "12345678901234567890ABCD"


def test_a_question_in_the_words_is_no_piece() -> None:
    assert read_details(coded("SKIDKA?45 ILI?99")).purpose == "SKIDKA?45 ILI?99"


def test_a_returned_transfer_tells_the_reason_of_the_bank() -> None:
    details = read_details(coded(f"EREF+{KEY}", "SVWZ+Otchet 5", "MTLG:Konto gesperrt", code="159"))
    assert details.returned
    assert details.purpose == "Otchet 5 Konto gesperrt"


@pytest.mark.parametrize("written", [f":25:{IBAN}", f":25P:{IBAN}\r\nDEUTDEFFXXX", f":25P:{IBAN}"])
def test_an_account_with_the_bank_below(written: str) -> None:
    raw = mt940(":61:2611201120C10,50NTRFNONREF", ":86:words", closing="C261120EUR110,50")
    line = only(raw.replace(f":25:{IBAN}".encode(), written.encode()))
    assert (line.own_account, line.amount) == (IBAN, 1050)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\n    ", "\r\n\t"])
def test_line_ends_and_indents(end: str) -> None:
    plain = mt940(":61:2611201120C10,50NTRFNONREF", f":86:{coded(f'EREF+{KEY}', 'SVWZ+X')}")
    moved = end.encode().lstrip(b"\r\n") + plain.replace(b"\r\n", end.encode())
    assert only(moved) == only(plain)


@given(
    st.lists(st.text(alphabet="ABCDEF0123456789-/.", min_size=1, max_size=40), min_size=1),
    st.sampled_from(["?", "~", "^", "<"]),
)
def test_words_cut_into_pieces_come_back_whole(words: list[str], mark: str) -> None:
    """Cut as the German rules say: pieces of 27 signs, spaces at their ends left out."""
    text = " ".join(words)[: 27 * 14].strip()
    pieces = [text[n : n + 27].rstrip() for n in range(0, len(text), 27)]
    names = [*range(20, 30), *range(60, 64)]
    field = "166" + "".join(
        f"{mark}{name}{piece}" for name, piece in zip(names, pieces, strict=False)
    )
    assert read_details(field).purpose == " ".join(text.split())
