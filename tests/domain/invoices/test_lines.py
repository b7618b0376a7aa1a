"""Lines, their total, VAT inside it, and the purpose that a payer copies."""

from __future__ import annotations

from datetime import date

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
    total_of,
)
from zabota.kit.vat import VatKind, vat_inside

lines = st.builds(
    Line,
    title=st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip())),
    price_minor=st.integers(1, 10**9),
    quantity=st.integers(1, 1000),
)


@given(st.lists(lines, min_size=1, max_size=20), st.sampled_from(VatKind))
def test_a_total_is_its_lines_and_holds_its_vat(rows: list[Line], kind: VatKind) -> None:
    total = total_of(rows, "RUB")
    assert total.minor == sum(row.price_minor * row.quantity for row in rows)
    inside = vat_inside(total, kind)
    assert 0 <= inside.minor < total.minor
    assert [line_of(row.frozen()) for row in rows] == rows


@pytest.mark.parametrize(
    "rows",
    [[], [Line(title=" ", price_minor=1)], [Line(title="a", price_minor=0)],
     [Line(title="a", price_minor=1, quantity=0)], [Line(title="a", price_minor=-1)],
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
