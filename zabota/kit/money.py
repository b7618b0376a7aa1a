"""Money as integer minor units with an ISO 4217 currency, and the one rounding of the house."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

BASIS_POINTS = 10_000
DEFAULT_CURRENCY = "RUB"
SYMBOLS = {"RUB": "₽", "USD": "$", "EUR": "€", "KZT": "₸", "BYN": "Br"}

# ISO 4217 exponents that are not two; everything else has two digits after the point.
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
_EXPONENTS = {
    **dict.fromkeys(_NO_DIGITS.split(), 0),
    **dict.fromkeys(_THREE_DIGITS.split(), 3),
    "CLF": 4,
    "UYW": 4,
}

_AMOUNT = re.compile(r"([+-]?)(\d+)(?:[.,](\d+))?")


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum or comparison."""


def exponent(currency: str) -> int:
    """Digits after the point of a currency: 2 for RUB, 0 for JPY, 3 for KWD."""
    return _EXPONENTS.get(currency, 2)


def divide_half_up(numerator: int, denominator: int) -> int:
    """The one rounding of the house: to the nearest integer, halves away from zero."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    quotient, rest = divmod(abs(numerator), denominator)
    rounded = quotient + (1 if rest * 2 >= denominator else 0)
    return rounded if numerator >= 0 else -rounded


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `minor` units (kopecks) of `currency`. Mixing currencies raises."""

    minor: int
    currency: str = DEFAULT_CURRENCY

    @classmethod
    def parse(cls, text: str, currency: str = DEFAULT_CURRENCY) -> Money:
        """Read "1 234,50" or "1234.5"; raises ValueError for anything finer than a minor unit."""
        compact = re.sub(r"[\s\u00a0\u202f\u2009']", "", text).replace("\u2212", "-")
        match = _AMOUNT.fullmatch(compact)
        digits = exponent(currency)
        if match is None or len(match[3] or "") > digits:
            raise ValueError(f"not an amount of {currency}: {text!r}")
        fraction = (match[3] or "").ljust(digits, "0")
        minor = int(match[2]) * 10**digits + int(fraction or 0)
        return cls(-minor if match[1] == "-" else minor, currency)

    @classmethod
    def zero(cls, currency: str = DEFAULT_CURRENCY) -> Money:
        """Nothing, in a currency."""
        return cls(0, currency)

    def at_rate(self, basis_points: int) -> Money:
        """The share at a rate in basis points (4000 = 40 %), rounded once, half up."""
        return Money(divide_half_up(self.minor * basis_points, BASIS_POINTS), self.currency)

    def share(self, part: int, whole: int) -> Money:
        """`part / whole` of this amount, rounded once, half up."""
        return Money(divide_half_up(self.minor * part, whole), self.currency)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add up")
        return other.minor

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * times, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def plain(self, point: str = ".") -> str:
        """Digits only, as files want them: "1234.50"."""
        digits = exponent(self.currency)
        whole, rest = divmod(abs(self.minor), 10**digits)
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{whole}{point}{rest:0{digits}d}" if digits else f"{sign}{whole}"

    def __str__(self) -> str:
        return f"{self.plain()} {self.currency}"
