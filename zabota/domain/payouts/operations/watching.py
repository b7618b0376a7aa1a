"""The promise watched: what is about to be missed, or was missed, raises an alarm by itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from zabota.domain.payouts.events import BatchWaits, DeadlinesAtRisk, DeadlinesMissed
from zabota.domain.payouts.models import BATCH_NOT_LEFT, Batch
from zabota.domain.payouts.operations.proposing import bank_day
from zabota.domain.payouts.queries import Due, list_due
from zabota.domain.payouts.rules.cut_off import LAST_CALL
from zabota.kit.clock import local_date, start_of_day
from zabota.kit.events.announce import publish
from zabota.kit.events.announcement import Announcement
from zabota.kit.events.models import Event
from zabota.kit.workdays import is_workday


@transaction.atomic
def watch_deadlines(*, at: datetime) -> bool:
    """Announce what is overdue, each currency once a day; whether anything was announced."""
    untold = _untold(DeadlinesMissed, before=at, since=start_of_day(local_date(at)))
    for currency, overdue in untold.items():
        publish(
            DeadlinesMissed(
                at=at,
                amount_minor=sum(due.amount_minor for due in overdue),
                currency=currency,
                partners=len(overdue),
                oldest=local_date(min(due.due_at for due in overdue)),
            )
        )
    return bool(untold)


@transaction.atomic
def watch_batches(*, at: datetime) -> int:
    """In the hour before the cut-off, and after it: each proposal that has not left, told once."""
    waiting = Batch.objects.select_for_update().filter(
        proposed=True,
        status__in=BATCH_NOT_LEFT,
        cut_off_at__lte=at + LAST_CALL,
        alarmed_at=None,
    )
    batches = list(waiting.order_by("pk"))
    for batch in batches:
        assert batch.cut_off_at is not None
        cut_off = batch.cut_off_at.isoformat()
        publish(BatchWaits(at=at, batch_id=batch.pk, cut_off_at=cut_off, status=batch.status))
    waiting.filter(pk__in=[batch.pk for batch in batches]).update(alarmed_at=at)
    return len(batches)


@transaction.atomic
def watch_days_off(*, at: datetime) -> bool:
    """After the cut-off of a working day: what falls due before the bank works again, told once.

    Each currency by itself; whether anything was announced.
    """
    hours = bank_day(at=at)
    day = hours.day_of(at)
    if not is_workday(day) or at < hours.cut_off_on(day):
        return False
    coming = hours.coming_cut_off(at)
    untold = _untold(DeadlinesAtRisk, before=coming, since=hours.cut_off_on(day))
    for currency, at_risk in untold.items():
        publish(
            DeadlinesAtRisk(
                at=at,
                amount_minor=sum(due.amount_minor for due in at_risk),
                currency=currency,
                partners=len(at_risk),
                cut_off_at=coming.isoformat(),
            )
        )
    return bool(untold)


def _untold(
    event: type[Announcement], *, before: datetime, since: datetime
) -> dict[str, list[Due]]:
    """What is due before the moment, by currencies the event has not told of since."""
    sums: dict[str, list[Due]] = defaultdict(list)
    for row in list_due(before=before):
        sums[row.currency].append(row)
    told = Event.objects.filter(name=event.wire_name(), at__gte=since)
    for currency in told.values_list("payload__currency", flat=True):
        sums.pop(currency, None)
    return sums
