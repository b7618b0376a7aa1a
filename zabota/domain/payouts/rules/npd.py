"""The self-employed: by when a receipt is owed, what a receipt's link says, the yearly limit.

Sources: 422-ФЗ, article 14 (a receipt for money by bank transfer not later than the 9th of the next
month) and article 4 (income of 2.4 million roubles a year).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

YEARLY_LIMIT_MINOR = 2_400_000_00
WARN_AT_PERCENT = 80
RECEIPT_DAY = 9
REMIND_ON = (1, 5, 8)

_LINK = re.compile(
    r"https://lknpd\.nalog\.ru/api/v1/receipt/(?P<inn>[0-9]{12})/(?P<number>[0-9a-z]{8,20})(/print)?/?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9a-z]{8,20}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReceiptSaid:
    """What a partner entered: the number, and the ИНН in the link if he gave a link."""

    number: str
    inn: str = ""
    link: str = ""


def read_receipt(text: str) -> ReceiptSaid | None:
    """The receipt in a link to the tax service, or in its bare number; None when it is neither."""
    text = text.strip()
    if found := _LINK.fullmatch(text):
        return ReceiptSaid(found["number"].lower(), found["inn"], text)
    if _NUMBER.fullmatch(text) and any(sign.isdigit() for sign in text):
        return ReceiptSaid(text.lower())
    return None


def receipt_due_on(paid_on: date) -> date:
    """The 9th of the month after the payment."""
    year, month = (
        (paid_on.year + 1, 1) if paid_on.month == 12 else (paid_on.year, paid_on.month + 1)
    )
    return date(year, month, RECEIPT_DAY)


def overdue_before(today: date) -> date:
    """What was paid before this day, the first of a month, is past the day of its receipt."""
    month = today.replace(day=1)
    return month if today.day > RECEIPT_DAY else (month - timedelta(days=1)).replace(day=1)


def nears_limit(year_minor: int) -> bool:
    """Whether what we paid in a year has come to 80 % of what the regime allows."""
    return year_minor * 100 >= YEARLY_LIMIT_MINOR * WARN_AT_PERCENT


def over_limit(year_minor: int) -> bool:
    """Whether the regime does not allow that much."""
    return year_minor > YEARLY_LIMIT_MINOR
