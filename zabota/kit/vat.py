"""VAT as papers need it: the kinds, what is inside a total, and the words. Plain arithmetic.

The one rule of rounding: VAT is counted once, from the total of a paper, half up; lines carry none.
Rates and grounds: ch. 21 of the Tax Code (НК РФ); 22 % is in force from 2026, 5 and 7 % from 2025.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zabota.kit.money import Money
from zabota.kit.wording import amount_in_figures

FIRM = "\u00a0"


class VatKind(StrEnum):
    """How a supply is taxed: at a rate, not at all, or exempt as rights to registered software."""

    RATE_22 = "22"
    RATE_20 = "20"
    RATE_10 = "10"
    RATE_7 = "7"
    RATE_5 = "5"
    RATE_0 = "0"
    NONE = "none"
    SOFTWARE = "software"


SOFTWARE_BASIS = "пп. 26 п. 2 ст. 149 НК РФ"
SIMPLIFIED_BASIS = "применяется УСН, п. 2 ст. 346.11 НК РФ"

# From which day a rate exists, and the last day on which it does; other kinds know no bounds.
_SINCE = {
    VatKind.RATE_22: date(2026, 1, 1),
    VatKind.RATE_20: date(2019, 1, 1),
    VatKind.RATE_7: date(2025, 1, 1),
    VatKind.RATE_5: date(2025, 1, 1),
}
_UNTIL = {VatKind.RATE_20: date(2025, 12, 31)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vat:
    """A tax regime from a day on: the kind, and the legal ground where no tax is charged."""

    kind: VatKind
    valid_from: date
    basis: str = ""

    def inside(self, total: Money) -> Money:
        """The VAT inside a total."""
        return vat_inside(total, self.kind)

    def words(self, *, language: str = "ru") -> str:
        """What a paper says of the regime: "НДС 22 %", "Без НДС (ground)"."""
        return vat_words(self.kind, basis=self.basis, language=language)

    def sentence(self, total: Money, *, language: str = "ru") -> str:
        """What a purpose of payment says: "В том числе НДС 22 % — 1 803,28", "Без НДС"."""
        return vat_sentence(total, self.kind, basis=self.basis, language=language)


def rate_of(kind: VatKind) -> int | None:
    """The rate in per cent; None where no VAT is charged. 0 % is a rate."""
    return int(kind) if kind.isdecimal() else None


def vat_inside(total: Money, kind: VatKind) -> Money:
    """The VAT inside a total that includes it: total x rate / (100 + rate), half up; or nothing."""
    rate = rate_of(kind)
    return total.share(rate, 100 + rate) if rate else Money.zero(total.currency)


def vat_on_top(net: Money, kind: VatKind) -> Money:
    """The VAT to add to a sum that does not include it."""
    return net.share(rate_of(kind) or 0, 100)


def vat_words(kind: VatKind, *, basis: str = "", language: str = "ru") -> str:
    """The regime in words; without VAT the legal ground stands in brackets."""
    russian = language == "ru"
    if (rate := rate_of(kind)) is not None:
        return f"{'НДС' if russian else 'VAT'} {rate}{FIRM}%"
    if kind == VatKind.SOFTWARE:
        ground = basis or SOFTWARE_BASIS
        return f"НДС не облагается ({ground})" if russian else "Exempt from VAT"
    if not russian:
        return "No VAT"
    return f"Без НДС ({basis})" if basis else "Без НДС"


def vat_sentence(total: Money, kind: VatKind, *, basis: str = "", language: str = "ru") -> str:
    """The regime with the amount, as settlement papers must say it (п. 4 ст. 168 НК РФ)."""
    words = vat_words(kind, basis=basis, language=language)
    if rate_of(kind) is None:
        return words
    inside = vat_inside(total, kind)
    if language == "ru":
        return f"В том числе {words} — {amount_in_figures(inside)}"
    return f"Including {words}: {inside.plain()}".replace(FIRM, " ")


def exists_on(kind: VatKind, day: date) -> bool:
    """Whether the law knows this rate on a day: 20 % ended with 2025, 22 % began with 2026."""
    return _SINCE.get(kind, date.min) <= day <= _UNTIL.get(kind, date.max)


def regime_on(regimes: Iterable[Vat], day: date) -> Vat | None:
    """The regime in force on a day: the latest that has begun."""
    begun = [regime for regime in regimes if regime.valid_from <= day]
    return max(begun, key=lambda regime: regime.valid_from, default=None)
