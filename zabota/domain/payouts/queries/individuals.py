"""Questions about individuals: the tariff of a moment, and what each was paid this year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Sum

from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.facts import CONTRIBUTIONS_LIMIT, REDUCED_CONTRIBUTIONS
from zabota.domain.payouts.models import LIVE, Payout
from zabota.domain.payouts.rules.individuals import Contributions, contributions_of
from zabota.domain.settings.queries import get_settings
from zabota.kit.clock import local_date, start_of_day


def get_contributions(*, at: datetime) -> Contributions:
    """The vendor's tariff: of the law in that year, with what the owner had set by the moment."""
    told = get_settings(CONTRIBUTIONS_LIMIT, REDUCED_CONTRIBUTIONS, at=at)
    return contributions_of(
        local_date(at).year,
        reduced=bool(told[REDUCED_CONTRIBUTIONS.name]),
        limit_minor=int(told[CONTRIBUTIONS_LIMIT.name]),
    )


def sum_as_individuals(partner_ids: Sequence[int], *, at: datetime) -> dict[int, int]:
    """Partner → what he was paid as an individual since the first of January, or has on its way."""
    rows = Payout.objects.filter(
        partner__in=partner_ids, legal_form=LegalForm.PERSON, currency="RUB", status__in=LIVE,
        formed_at__gte=start_of_day(date(local_date(at).year, 1, 1)), formed_at__lt=at,
    )  # fmt: skip
    return dict(rows.order_by().values_list("partner").annotate(sum=Sum("amount_minor")))
