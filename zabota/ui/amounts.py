"""Amounts as people read them: "1 234,50 ₽" in Russian, "1,234.50 ₽" in English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from django.utils import translation

from zabota.kit.money import SYMBOLS, exponent

THIN = "\u202f"  # narrow no-break space
MINUS = "\u2212"


class Amount(Protocol):
    """Anything with minor units and a currency."""

    @property
    def minor(self) -> int: ...

    @property
    def currency(self) -> str: ...


class Digits(NamedTuple):
    """An amount taken apart for display; `fraction` carries its decimal point."""

    sign: str
    whole: str
    fraction: str
    symbol: str


def grouped(number: int) -> str:
    """A whole number with thousands apart, in the language of the page."""
    return f"{number:,}" if _english() else f"{number:,}".replace(",", THIN)


def point() -> str:
    """What stands before the fraction, in the language of the page."""
    return "." if _english() else ","


def digits(amount: Amount, *, plus: bool = False) -> Digits:
    """Take an amount apart; `plus` asks for a "+" before a positive one."""
    places = exponent(amount.currency)
    whole, rest = divmod(abs(amount.minor), 10**places)
    sign = MINUS if amount.minor < 0 else "+" if plus and amount.minor > 0 else ""
    fraction = f"{point()}{rest:0{places}d}" if places else ""
    return Digits(sign, grouped(whole), fraction, SYMBOLS.get(amount.currency, amount.currency))


def money_text(amount: Amount, *, short: bool = True, plus: bool = False) -> str:
    """An amount as plain text; `short` leaves out ",00"."""
    sign, whole, fraction, symbol = digits(amount, plus=plus)
    if short and not fraction.strip(".,0"):
        fraction = ""
    return f"{sign}{whole}{fraction}{THIN}{symbol}"


def sums_text(amounts: Iterable[Amount]) -> str:
    """Sums of several currencies in a row: 1 200 ₽ + 50 €."""
    return " + ".join(money_text(amount) for amount in amounts)


def _english() -> bool:
    return (translation.get_language() or "ru").startswith("en")


def whole_text(amount: Amount) -> str:
    """An amount without its minor units, for charts where kopecks only make noise."""
    sign, whole, _, symbol = digits(amount)
    return f"{sign}{whole}{THIN}{symbol}"
