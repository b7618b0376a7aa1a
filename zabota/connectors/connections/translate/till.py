"""The till slip (кассовый чек, 54-ФЗ) of a payment by card: what it says, whoever prints it.

The words are those most tills share (ATOL's, and T-Bank's and Robokassa's with them); the others
translate from them. Plain data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from zabota.connectors.connections.facts import ProcessorRefused
from zabota.kit.vat import VatKind, exists_on, rate_of

ON = "on"
TAXATIONS = ("osn", "usn_income", "usn_income_outcome", "esn", "patent")
METHODS = ("full_payment", "full_prepayment")
PART_METHOD = "prepayment"  # what is left of an invoice whose first part was paid in advance
SUBJECTS = ("service", "intellectual_activity", "commodity")
LONGEST_WORDS, LONGEST_EMAIL = 128, 64  # the shortest of what the processors take


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """What is sold: words, a whole quantity, and the price of one, VAT inside."""

    words: str
    quantity: int
    price_minor: int

    @property
    def amount_minor(self) -> int:
        """Price times quantity."""
        return self.quantity * self.price_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class TillSlip:
    """What the till prints and the tax service reads; its lines add up to what is charged."""

    email: str
    taxation: str
    method: str
    subject: str
    vat: VatKind
    lines: tuple[SlipLine, ...]

    @property
    def total_minor(self) -> int:
        """What the lines cost together."""
        return sum(line.amount_minor for line in self.lines)

    @property
    def vat_word(self) -> str:
        """ "none", "vat22"; of money in advance the rate is a share of the sum: "vat122"."""
        rate = rate_of(self.vat)
        if rate is None:
            return "none"
        return f"vat{100 + rate if rate and self.method != METHODS[0] else rate}"

    def kept(self) -> dict[str, Any]:
        """As it is kept with the checkout, and sent again word for word when the answer was lost."""
        return {**asdict(self), "vat": self.vat.value, "lines": [asdict(one) for one in self.lines]}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self | None:
        """The slip that was kept; None where none is sent."""
        if not kept:
            return None
        lines = tuple(SlipLine(**line) for line in kept["lines"])
        return cls(**{**kept, "vat": VatKind(kept["vat"]), "lines": lines})


def slip_lines(
    lines: Sequence[SlipLine], *, charged_minor: int, otherwise: str
) -> tuple[SlipLine, ...]:
    """The lines when they are what is charged, without gifts; one line of the rest otherwise.

    A share of each line would need shares of pieces or kopecks that no till can multiply back; all
    lines of an invoice bear one VAT, so that one line tells the tax service as much.
    """
    sold = tuple(line for line in lines if line.amount_minor)
    if sum(line.amount_minor for line in sold) != charged_minor:
        sold = (SlipLine(words=otherwise, quantity=1, price_minor=charged_minor),)
    return tuple(
        SlipLine(words=line.words[:LONGEST_WORDS], quantity=line.quantity,
                 price_minor=line.price_minor)
        for line in sold
    )  # fmt: skip


def later_slip(first: TillSlip, *, amount_minor: int, closed: bool, otherwise: str) -> TillSlip:
    """The slip of money that goes back, or of an advance that is closed: `closed` says that what was
    paid for is given by now, so that the rate of VAT is no longer a share.

    The first slip's lines when it is all of them; else one line, by its own name where there was one.
    """
    words = first.lines[0].words if len(first.lines) == 1 else otherwise
    lines = slip_lines(first.lines, charged_minor=amount_minor, otherwise=words)
    return replace(first, method=METHODS[0] if closed else first.method, lines=lines)


def closing_lines(kept: Mapping[str, Any]) -> TillSlip:
    """The kept slip that closes an advance; ProcessorRefused where the payment went without any."""
    slip = TillSlip.of(kept)
    if slip is None:
        raise ProcessorRefused("The payment went without a till slip: there is nothing to close.")
    return slip


def vat_of_day(kind: VatKind, day: date) -> VatKind:
    """The rate a till may print on a day: what was billed at 20 % is taxed at 22 % from 2026 on."""
    return VatKind.RATE_22 if kind == VatKind.RATE_20 and not exists_on(kind, day) else kind


def json_roubles(minor: int) -> int | float:
    """A JSON number of roubles; kopecks are printed as they are, two digits at most."""
    return minor / 100 if minor % 100 else minor // 100
