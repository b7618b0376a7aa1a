"""Order numbers and purposes of payment orders. Plain Python."""

from __future__ import annotations

from datetime import date

LAST_NUMBER = 999_999
LONGEST_PURPOSE = 210

SELF_EMPLOYED = "npd"
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
    *, legal_form: str, offer_number: int, offer_on: date, from_on: date, to_on: date
) -> str:
    """The purpose of payment of a payout: the offer, the period, and the word on VAT."""
    offer = f"по договору-оферте № {offer_number} от {offer_on:%d.%m.%Y}"
    period = (
        f"за {from_on:%d.%m.%Y}"
        if from_on == to_on
        else f"за период {from_on:%d.%m.%Y}-{to_on:%d.%m.%Y}"
    )
    if legal_form == SELF_EMPLOYED:
        return f"Оплата услуг {offer} {period}. НДС не облагается (НПД)."
    return f"Агентское вознаграждение {offer} {period}. Без НДС."


def purpose_code_for(legal_form: str) -> str:
    """Field 20 of a payment order: 1 for payments to individuals, empty otherwise."""
    return "1" if legal_form in INDIVIDUALS else ""
