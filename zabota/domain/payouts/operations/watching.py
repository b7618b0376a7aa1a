"""The promise watched: a missed deadline raises an alarm by itself, once a day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.payouts.events import DeadlinesMissed
from zabota.domain.payouts.queries import list_due
from zabota.kit.clock import local_date, start_of_day
from zabota.kit.events.announce import publish
from zabota.kit.events.models import Event


@transaction.atomic
def watch_deadlines(*, at: datetime) -> bool:
    """Announce what is overdue in roubles, unless it was announced today; whether it was."""
    overdue = [due for due in list_due(before=at) if due.currency == "RUB"]
    today = start_of_day(local_date(at))
    told = Event.objects.filter(name=DeadlinesMissed.wire_name(), at__gte=today).exists()
    if not overdue or told:
        return False
    publish(
        DeadlinesMissed(
            at=at,
            amount_minor=sum(due.amount_minor for due in overdue),
            partners=len(overdue),
            oldest=local_date(min(due.due_at for due in overdue)),
        )
    )
    return True
