"""Lines of an invoice: what is sold, for which period, how much of it and at what price."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from zabota.domain.invoices.rules.periods import later_period
from zabota.kit.errors import Refusal
from zabota.kit.money import Money, divide_half_up
from zabota.kit.wording import by_words

LONGEST_PURPOSE = 210
MOST_LINES = 50
MOST_QUANTITY = 1_000_000
PARTS = 1000  # of one: a quantity has three digits after the point at most
MOST_MINOR = 10**14  # of a whole invoice


_QUANTITY = re.compile(r"\d{1,9}(\.\d{1,3}0*)?", re.ASCII)


class LinesRefused(Refusal):
    """The lines do not make an invoice, with the reason."""

    code = "lines_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: `price_minor` is for one unit, VAT inside; `quantity` is whole or in thousandths."""

    title: str
    price_minor: int
    quantity: Decimal | int = 1
    unit: str = "шт."
    period: str = ""
    product: str = ""

    @property
    def amount_minor(self) -> int:
        """Price times quantity, each line to the minor unit, half up."""
        return divide_half_up(self.price_minor * int(self.quantity * PARTS), PARTS)

    @property
    def words(self) -> str:
        """What the line sells and for when."""
        return f"{self.title}, {self.period}" if self.period else self.title

    def whole(self) -> tuple[str, int, int]:
        """Words, pieces and the price of one, for tills that multiply whole pieces back to the sum.

        A part of one is a single piece of its sum, and the words say how much of it.
        """
        if self.quantity == int(self.quantity):
            return self.words, int(self.quantity), self.price_minor
        part = f"{quantity_words(self.quantity)} {self.unit}".rstrip()
        return f"{self.words} ({part})", 1, self.amount_minor

    def later(self, months: int) -> Line:
        """The same line so many months later: the month in its period moves with it."""
        return replace(self, period=later_period(self.period, months))

    def frozen(self) -> dict[str, Any]:
        """As it is kept with the invoice for ever."""
        kept = kept_quantity(self.quantity)
        return {**asdict(self), "quantity": kept, "amount_minor": self.amount_minor}


def line_of(kept: Mapping[str, Any]) -> Line:
    """A line as it was kept."""
    fields = {name: kept[name] for name in Line.__slots__}
    return Line(**{**fields, "quantity": read_quantity(kept["quantity"])})


def kept_quantity(quantity: Decimal | int) -> int | str:
    """As JSON keeps it: a whole one as a number, a part as exact text, "1.5"."""
    return int(quantity) if quantity == int(quantity) else f"{Decimal(quantity).normalize():f}"


def read_quantity(kept: object) -> Decimal | int:
    """What was kept or typed, "1,5"; raises ValueError for what is no quantity of thousandths."""
    text = "".join(str(kept).split()).replace(",", ".")
    if not _QUANTITY.fullmatch(text):
        raise ValueError(f"not a quantity: {text!r}")
    found = Decimal(text)
    return int(found) if found == int(found) else found.normalize()


def quantity_words(kept: object, *, language: str = "ru") -> str:
    """A quantity as papers write it: "1,5", and "1.5" in English."""
    text = str(kept_quantity(read_quantity(kept)))
    return text.replace(".", ",") if language == "ru" else text


def total_of(lines: Iterable[Line], currency: str) -> Money:
    """What all lines cost together; a Refusal when they cannot be an invoice."""
    lines = list(lines)
    if not lines:
        raise LinesRefused("Add at least one line: what is the invoice for?")
    if len(lines) > MOST_LINES:
        raise LinesRefused("An invoice has at most %(most)s lines.", most=MOST_LINES)
    for line in lines:
        if not line.title.strip():
            raise LinesRefused("Say in each line what it is for.")
        if not 0 < line.quantity <= MOST_QUANTITY or line.quantity * PARTS % 1:
            raise LinesRefused(
                "A quantity is above zero, a million at most, with three digits after the point at most."
            )
        if line.price_minor < 0:
            raise LinesRefused("A price is not below zero.")
    total = Money(sum(line.amount_minor for line in lines), currency)
    if not 0 < total.minor <= MOST_MINOR:
        raise LinesRefused("The total must be above zero and possible.")
    return total


def latin(number: str) -> str:
    """Our number in the letters that banks abroad can write; matching reads both."""
    return number.replace("СЧ", "SCH")


def subject_of(lines: Sequence[Line], *, language: str = "ru") -> str:
    """What a purpose of payment names: the first line, and that there are others."""
    if len(lines) == 1:
        return lines[0].words
    return f"{lines[0].words} {'и др.' if language == 'ru' else 'and more'}"


def purpose_of(*, number: str, day: date, subject: str, vat: str, language: str = "ru") -> str:
    """The purpose of payment to copy: number, day, what for, VAT; the subject yields if too long."""
    if language == "ru":
        head = f"Оплата по счёту {number} от {day:%d.%m.%Y}. "
    else:
        head = f"Payment of invoice {latin(number)} of {day:%Y-%m-%d}. "
    tail = f". {vat}" if vat else ""
    subject = subject.rstrip(". ")
    room = LONGEST_PURPOSE - len(head) - len(tail)
    kept = subject if len(subject) <= room else f"{by_words(subject, max(room - 1, 0))}…"
    return f"{head}{kept}{tail}"[:LONGEST_PURPOSE]
