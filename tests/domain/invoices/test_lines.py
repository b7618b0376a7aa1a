"""Lines, their total, VAT inside it, and the purpose that a payer copies."""

from __future__ import annotations

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.domain.invoices.rules import find_references, make_reference
from zabota.domain.invoices.rules.lines import (
    LONGEST_PURPOSE,
    Line,
    LinesRefused,
    line_of,
    purpose_of,
    quantity_words,
    read_quantity,
    total_of,
)
from zabota.kit.vat import VatKind, vat_inside

lines = st.builds(
    Line,
    title=st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip())),
    price_minor=st.integers(1000, 10**9),
    quantity=st.integers(1, 1000) | st.decimals("0.001", 1000, places=3),
)


@given(st.lists(lines, min_size=1, max_size=20), st.sampled_from(VatKind))
def test_a_total_is_its_lines_and_holds_its_vat(rows: list[Line], kind: VatKind) -> None:
    total = total_of(rows, "RUB")
    exact = [Decimal(row.price_minor) * row.quantity for row in rows]
    assert total.minor == sum(int(one.quantize(Decimal(1), ROUND_HALF_UP)) for one in exact)
    inside = vat_inside(total, kind)
    assert 0 <= inside.minor < total.minor
    assert [line_of(row.frozen()) for row in rows] == rows


@pytest.mark.parametrize(
    "rows",
    [[], [Line(title=" ", price_minor=1)], [Line(title="a", price_minor=0)],
     [Line(title="a", price_minor=1, quantity=0)],
     [Line(title="a", price_minor=10**6, quantity=Decimal("1.0005"))], [Line(title="a", price_minor=-1)],
     [Line(title="a", price_minor=1)] * 51, [Line(title="a", price_minor=10**15)]],
)  # fmt: skip
def test_no_invoice_is_made_of_such_lines(rows: list[Line]) -> None:
    with pytest.raises(LinesRefused):
        total_of(rows, "RUB")


@given(st.text(max_size=300), st.integers(1, 999_999))
def test_a_purpose_fits_and_its_number_is_found(subject: str, seq: int) -> None:
    number = make_reference(year=26, seq=seq)
    vat = "В том числе НДС 22 % — 1 803,28"
    said = purpose_of(number=number, day=date(2026, 11, 16), subject=subject, vat=vat)
    assert len(said) <= LONGEST_PURPOSE
    assert said.endswith(vat)
    assert number in [found.number for found in find_references(said)]


@pytest.mark.parametrize(
    ("typed", "kept", "russian", "english"),
    [
        ("2", 2, "2", "2"), ("1,5", "1.5", "1,5", "1.5"), ("1.500", "1.5", "1,5", "1.5"),
        ("0.001", "0.001", "0,001", "0.001"), ("3.0", 3, "3", "3"), ("10", 10, "10", "10"),
        ("1 000,25", "1000.25", "1000,25", "1000.25"), (7, 7, "7", "7"),
    ],
)  # fmt: skip
def test_a_quantity_is_kept_exactly_and_said_in_each_language(
    typed: object, kept: object, russian: str, english: str
) -> None:
    quantity = read_quantity(typed)
    line = Line(title="Работа", price_minor=333, quantity=quantity)
    assert line.frozen()["quantity"] == kept
    assert line_of(json.loads(json.dumps(line.frozen()))) == line
    assert quantity_words(kept) == russian
    assert quantity_words(kept, language="en") == english


@pytest.mark.parametrize(
    "typed", ["", "много", "-1", "1,0005", "1e3", "1.2.3", "٣", True, "9" * 40]
)
def test_what_is_no_quantity_is_refused(typed: object) -> None:
    with pytest.raises(ValueError, match="not a quantity"):
        read_quantity(typed)


@given(lines)
def test_whole_pieces_multiply_back_to_the_sum(row: Line) -> None:
    words, pieces, price = row.whole()
    assert pieces * price == row.amount_minor
    assert words.startswith(row.words)


def test_a_line_is_rounded_half_up_to_the_kopeck() -> None:
    assert Line(title="Час", price_minor=333, quantity=Decimal("1.5")).amount_minor == 500
    assert Line(title="Час", price_minor=1, quantity=Decimal("0.499")).amount_minor == 0
    assert Line(title="Час", price_minor=1, quantity=Decimal("0.5")).amount_minor == 1
