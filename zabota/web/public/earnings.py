"""What a partner would earn by the terms in force: the same pricing that prices real payments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.programme.models import Servicing
from zabota.domain.programme.queries import get_timetable
from zabota.domain.programme.rules import Priceable
from zabota.kit.money import Money
from zabota.web.public.forms.earnings import EXAMPLE, EarningsForm

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Estimate:
    """Clients who pay once a month, and the reward from them."""

    clients: int
    payment: Money
    rate_bp: int | None
    month: Money

    @property
    def paid(self) -> Money:
        """What all these clients pay a month."""
        return self.payment * self.clients

    @property
    def year(self) -> Money:
        """If every client pays every month."""
        return self.month * MONTHS


def estimate(*, clients: int, roubles: int, at: datetime) -> Estimate | None:
    """The reward a month by the version in force; None before the first version."""
    payment = Money(roubles * 100)
    priced = get_timetable().price(
        Priceable(
            amount_minor=payment.minor,
            fee_minor=0,
            vat_minor=0,
            paid_at=at,
            product="",
            servicing=Servicing.FULL,
        )
    )
    if priced is None:
        return None
    return Estimate(clients, payment, priced.rate_bp, Money(priced.amount_minor) * clients)


def read_estimate(
    asked: Mapping[str, str], *, at: datetime
) -> tuple[EarningsForm, Estimate | None]:
    """The calculator for what was asked, or for the example; no estimate of nonsense."""
    form = EarningsForm({name: asked.get(name, value) for name, value in EXAMPLE.items()})
    if not form.is_valid():
        return form, None
    return form, estimate(**form.cleaned_data, at=at)
