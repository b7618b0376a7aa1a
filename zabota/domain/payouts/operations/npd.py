"""The self-employed: what the tax service said of them, and the yearly limit of the regime."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.events import NpdIncomeNears
from zabota.domain.payouts.facts import NpdAnswer
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.queries.receipts import sum_of_year
from zabota.domain.payouts.rules.npd import nears_limit
from zabota.kit.clock import local_date, start_of_day
from zabota.kit.events.announce import publish
from zabota.kit.events.models import Event
from zabota.kit.sql import run

# A yes or a no is not replaced by silence; a later word of the day replaces an earlier one.
_KEEP = """
INSERT INTO payouts_npdcheck AS kept (inn, "on", standing, asked_at, words)
SELECT * FROM unnest(%s::text[], %s::date[], %s::text[], %s::timestamptz[], %s::text[])
ON CONFLICT (inn, "on") DO UPDATE
SET standing = excluded.standing, asked_at = excluded.asked_at, words = excluded.words
WHERE kept.asked_at <= excluded.asked_at
  AND (excluded.standing <> 'unknown' OR kept.standing = 'unknown')
"""


def record_npd_answers(answers: Sequence[NpdAnswer]) -> None:
    """Keep what the tax service said of each ИНН on its day, as evidence beside the payouts."""
    if answers:
        run(
            _KEEP,
            [
                [one.inn for one in answers],
                [one.on for one in answers],
                [one.standing for one in answers],
                [one.asked_at for one in answers],
                [one.words[:300] for one in answers],
            ],
        )


@transaction.atomic
def warn_of_npd_limit(*, at: datetime) -> int:
    """Tell once a year each self-employed partner whom we have paid 80 % of the limit."""
    year = local_date(at).year
    ids = list(
        Payout.objects.filter(
            legal_form=LegalForm.NPD, formed_at__gte=start_of_day(date(year, 1, 1))
        )
        .order_by()
        .values_list("partner", flat=True)
        .distinct()
    )
    told = set(
        Event.objects.filter(name=NpdIncomeNears.wire_name(), payload__year=year).values_list(
            "payload__partner_id", flat=True
        )
    )
    near = {
        pk: minor
        for pk, minor in sum_of_year(ids, year=year).items()
        if nears_limit(minor) and pk not in told
    }
    for partner_id, minor in sorted(near.items()):
        publish(NpdIncomeNears(at=at, partner_id=partner_id, year=year, amount_minor=minor))
    return len(near)
