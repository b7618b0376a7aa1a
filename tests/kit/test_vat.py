"""VAT inside a total, its words, and the regime of a day."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.kit.money import Money
from zabota.kit.vat import (
    SIMPLIFIED_BASIS,
    Vat,
    VatKind,
    exists_on,
    rate_of,
    regime_on,
    vat_inside,
    vat_on_top,
    vat_words,
)

kinds = st.sampled_from(VatKind)


@pytest.mark.parametrize(
    ("kind", "total", "inside"),
    [("22", 12200, 2200), ("20", 12000, 2000), ("5", 299900, 14281), ("22", 3, 1), ("0", 500, 0)],
)
def test_vat_inside_a_total(kind: str, total: int, inside: int) -> None:
    assert vat_inside(Money(total), VatKind(kind)) == Money(inside)


@given(st.integers(0, 10**13), kinds)
def test_vat_is_rounded_half_up_once(minor: int, kind: VatKind) -> None:
    rate = rate_of(kind) or 0
    exact = Decimal(minor) * rate / (100 + rate)
    assert vat_inside(Money(minor), kind).minor == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(0, 10**13), kinds)
def test_what_was_added_on_top_is_found_inside(minor: int, kind: VatKind) -> None:
    net = Money(minor)
    added = vat_on_top(net, kind)
    assert abs(vat_inside(net + added, kind).minor - added.minor) <= 1


def test_words_name_the_rate_or_the_ground() -> None:
    assert vat_words(VatKind.RATE_22) == "НДС 22\u00a0%"
    assert vat_words(VatKind.SOFTWARE) == "НДС не облагается (пп. 26 п. 2 ст. 149 НК РФ)"
    assert vat_words(VatKind.NONE, basis=SIMPLIFIED_BASIS).startswith("Без НДС (применяется УСН")
    assert vat_words(VatKind.NONE, basis=SIMPLIFIED_BASIS, language="en") == "No VAT"


def test_a_purpose_says_the_amount_where_there_is_one() -> None:
    taxed = Vat(kind=VatKind.RATE_22, valid_from=date(2026, 1, 1))
    assert taxed.sentence(Money(1_000_000)) == "В том числе НДС 22\u00a0% — 1\u00a0803,28"
    assert Vat(kind=VatKind.NONE, valid_from=date(2026, 1, 1)).sentence(Money(5)) == "Без НДС"


def test_the_law_knows_20_percent_until_2025_and_22_after() -> None:
    last, first = date(2025, 12, 31), date(2026, 1, 1)
    assert [exists_on(VatKind.RATE_20, day) for day in (last, first)] == [True, False]
    assert [exists_on(VatKind.RATE_22, day) for day in (last, first)] == [False, True]
    assert exists_on(VatKind.NONE, last)


def test_the_regime_of_a_day_is_the_latest_that_has_begun() -> None:
    free = Vat(kind=VatKind.NONE, valid_from=date(2024, 1, 1))
    taxed = Vat(kind=VatKind.RATE_5, valid_from=date(2026, 7, 1))
    assert regime_on([taxed, free], date(2026, 6, 30)) == free
    assert regime_on([free, taxed], date(2026, 7, 1)) == taxed
    assert regime_on([free, taxed], date(2023, 1, 1)) is None
