"""Sums and days as Russian papers write them: in words, in figures, in full."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from num2words import num2words

from zabota.kit.money import Money, exponent

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
    "октября", "ноября", "декабря",
)  # fmt: skip
MONTH_NAMES = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
    "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
FIRM = "\u00a0"  # no-break: a figure and its month stay on one line
MINUS = "\u2212"
_HANGING = re.compile(
    r"(?:[\s,;:—–-]|\s(?:и|в|во|с|со|к|о|об|на|по|за|для|от|из|and|of|for|the))+$"
)


def amount_in_words(amount: Money, language: str = "ru") -> str:
    """150050 kopecks → "Одна тысяча пятьсот рублей 50 копеек"; below zero it begins with "Минус"."""
    whole = Decimal(abs(amount.minor)).scaleb(-exponent(amount.currency))
    said = num2words(whole, lang=language, to="currency", currency=amount.currency, cents=False)
    words = f"{'минус ' if language == 'ru' else 'minus '}{said}" if amount.minor < 0 else said
    # Only the comma before the small coins is dropped; English thousands keep theirs.
    before, _, coins = words.rpartition(", ")
    words = f"{before} {coins}" if before else words
    return words[:1].upper() + words[1:]


def amount_in_figures(amount: Money) -> str:
    """123450 → "1 234,50": as sums stand in the columns of papers."""
    whole, _, coins = amount.plain(",").removeprefix("-").partition(",")
    grouped = f"{int(whole):,}".replace(",", FIRM)
    sign = MINUS if amount.minor < 0 else ""
    return f"{sign}{grouped},{coins}" if coins else f"{sign}{grouped}"


def by_words(text: str, limit: int) -> str:
    """As many whole words as fit, ended by neither comma nor preposition; of a long word its beginning."""
    if len(text) <= limit:
        return text
    whole, _space, _rest = text[: limit + 1].rpartition(" ")
    return _HANGING.sub("", whole) or text[:limit].rstrip()


def day_in_words(day: date) -> str:
    """25 ноября 2026 г."""
    return f"{day.day}{FIRM}{MONTHS[day.month - 1]} {day.year}{FIRM}г."


def month_in_words(day: date) -> str:
    """ноябрь 2026 г.: the month of a day."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}{FIRM}г."
