"""The word on VAT in a partner's paper, by his own regime. Plain Python, minor units."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.money import Money
from zabota.kit.vat import Vat


@dataclass(frozen=True, slots=True)
class VatSaid:
    """What a paper says of VAT, and the VAT inside the amount (0 where there is none)."""

    text: str
    minor: int = 0


def vat_said(*, legal_form: str, regime: Vat | None, total: Money) -> VatSaid:
    """The sentence on VAT; without a regime of the partner's own no VAT is charged, and of nothing
    nothing is said."""
    if not total:
        return VatSaid("")
    if legal_form == "foreign":
        return VatSaid("VAT is not charged.")
    if legal_form == "npd":
        return VatSaid("НДС не облагается: исполнитель платит налог на профессиональный доход.")
    if legal_form == "person" or regime is None:
        return VatSaid("Без НДС.")
    return VatSaid(f"{regime.sentence(total)}.", regime.inside(total).minor)
