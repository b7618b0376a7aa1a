"""Order numbers and purposes of payment orders. Plain Python."""

from __future__ import annotations

from datetime import date

from zabota.kit.money import Money
from zabota.kit.vat import Vat, rate_of

LAST_NUMBER = 999_999
LONGEST_PURPOSE = 210

SELF_EMPLOYED = "npd"
INDIVIDUAL = "person"
FOREIGN = "foreign"
INDIVIDUALS = frozenset({"npd", "person"})


def next_order_number(last: int) -> int:
    """The number after `last`: at most six digits, and never with 000 at the end."""
    number = last + 1
    if number % 1000 == 0:
        number += 1
    if number > LAST_NUMBER:
        raise OverflowError("payment-order numbers of six digits are used up")
    return number


def purpose_for(
    *,
    legal_form: str,
    offer_number: int,
    offer_on: date,
    from_on: date,
    to_on: date,
    total: Money,
    regime: Vat | None = None,
) -> str:
    """The purpose of payment of a payout: the offer, the period, and the word on VAT.

    The VAT is inside the total, by the partner's own regime of the day; foreign companies read English.
    """
    if legal_form == FOREIGN:
        return _in_english(offer_number, offer_on, from_on, to_on)
    offer = f"по договору-оферте № {offer_number} от {offer_on:%d.%m.%Y}"
    period = (
        f"за {from_on:%d.%m.%Y}"
        if from_on == to_on
        else f"за период {from_on:%d.%m.%Y}-{to_on:%d.%m.%Y}"
    )
    if legal_form == SELF_EMPLOYED:
        return f"Оплата услуг {offer} {period}. НДС не облагается (НПД)."
    if legal_form == INDIVIDUAL:
        return f"Оплата услуг {offer} {period}. Без НДС."
    return f"Агентское вознаграждение {offer} {period}. {_on_vat(total, regime)}"


def names_vat(purpose: str, *, total: Money, regime: Vat | None) -> bool:
    """Whether the purpose of an agent's reward says of VAT what it would say under this regime."""
    return purpose.endswith(f". {_on_vat(total, regime)}")


def _on_vat(total: Money, regime: Vat | None) -> str:
    if regime is None:
        return "Без НДС."
    if (rate := rate_of(regime.kind)) is None:
        return f"{regime.words()}."
    return f"В т.ч. НДС {rate}% - {regime.inside(total).plain()}."


def _in_english(offer_number: int, offer_on: date, from_on: date, to_on: date) -> str:
    period = f"on {from_on}" if from_on == to_on else f"from {from_on} to {to_on}"
    return (
        f"Fee for services under public offer No. {offer_number} accepted on {offer_on}, "
        f"for payments {period}. VAT is not charged."
    )


def purpose_code_for(legal_form: str) -> str:
    """Field 20 of a payment order: 1 for payments to individuals, empty otherwise."""
    return "1" if legal_form in INDIVIDUALS else ""
