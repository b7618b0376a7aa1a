"""Sums and days on papers: words that a Russian accountant would write himself."""

from __future__ import annotations

from datetime import date

import pytest

from zabota.kit.money import Money
from zabota.kit.wording import (
    amount_in_figures,
    amount_in_words,
    day_in_words,
    month_in_words,
)


@pytest.mark.parametrize(
    ("minor", "words"),
    [
        (100, "Один рубль 00 копеек"),
        (201, "Два рубля 01 копейка"),
        (150_050, "Одна тысяча пятьсот рублей 50 копеек"),
        (2_200_102, "Двадцать две тысячи один рубль 02 копейки"),
        (100_000_000, "Один миллион рублей 00 копеек"),
        (0, "Ноль рублей 00 копеек"),
        (-12_300, "Минус сто двадцать три рубля 00 копеек"),
    ],
)
def test_roubles_in_words(minor: int, words: str) -> None:
    assert amount_in_words(Money(minor)) == words


def test_dollars_in_english_keep_the_comma_of_thousands() -> None:
    said = amount_in_words(Money(150_050, "USD"), "en")
    assert said == "One thousand, five hundred dollars 50 cents"


@pytest.mark.parametrize(
    ("minor", "figures"),
    [(123_450, "1 234,50"), (5, "0,05"), (-100_000_000, "−1 000 000,00")],
)
def test_figures_of_columns(minor: int, figures: str) -> None:
    assert amount_in_figures(Money(minor)).replace("\u00a0", " ") == figures


def test_days_and_months() -> None:
    assert day_in_words(date(2026, 11, 5)).replace("\u00a0", " ") == "5 ноября 2026 г."
    assert month_in_words(date(2026, 3, 1)).replace("\u00a0", " ") == "март 2026 г."
