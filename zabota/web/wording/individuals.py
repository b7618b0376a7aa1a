"""What paying an individual costs, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from zabota.domain.payouts.facts import PAY_INDIVIDUALS
from zabota.domain.payouts.queries.individuals import get_contributions
from zabota.domain.payouts.rules.individuals import Contributions, tax_on
from zabota.domain.settings.queries import get_setting
from zabota.kit.money import Money
from zabota.kit.vat import FIRM
from zabota.ui.amounts import money_text

EXAMPLE_MINOR = 10_000_00


def contributions_words(tariff: Contributions) -> str:
    """30 % of what one person is paid in a year up to 2 979 000 ₽, 15.1 % of what is above."""
    words = _(
        "%(below)s of what one person is paid in a year up to %(limit)s, %(above)s of what is above"
    )
    return words % {
        "below": _percent(tariff.below_bp),
        "above": _percent(tariff.above_bp),
        "limit": money_text(Money(tariff.limit_minor)),
    }


def _percent(rate_bp: int) -> str:
    return f"{localize(rate_bp // 100 if rate_bp % 100 == 0 else rate_bp / 100)}{FIRM}%"


def example(*, at: datetime) -> dict[str, Any]:
    """What paying an individual means, on an example, and whether it is switched on."""
    tariff = get_contributions(at=at)
    return {
        "individuals_on": bool(get_setting(PAY_INDIVIDUALS, at=at)),
        "tax": tax_on(EXAMPLE_MINOR, contributions=tariff),
        "contributions": contributions_words(tariff),
    }
