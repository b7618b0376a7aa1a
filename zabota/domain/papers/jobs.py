"""Entrances of the worker: errands, notices of payouts that have left, weekly reminders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from procrastinate.contrib.django import app

from zabota.domain.papers.operations.errands import fail_errand, run_errand
from zabota.domain.papers.operations.notices import (
    make_notices,
    pick_unnotified,
    withdraw_notice,
)
from zabota.domain.papers.operations.packing import throw_old_archives_away
from zabota.domain.papers.operations.sending import ask_all_weekly
from zabota.kit.clock import now
from zabota.kit.events.models import Event

NEWS = timedelta(days=7)


@app.task(name="papers.run_errand")
def run_papers_errand(*, errand_id: int, **_: Any) -> None:
    """Do an errand; a fault stays visible on its page."""
    try:
        run_errand(errand_id, at=now())
    except Exception as fault:
        fail_errand(errand_id, error=f"{type(fault).__name__}: {fault}", at=now())
        raise


@app.task(name="papers.notify")
def notify_of_payouts(*, event_id: int, **_: Any) -> None:
    """Make the notices of payouts that have just left; of a loaded history only when asked."""
    event = Event.objects.get(pk=event_id)
    if now() - event.at < NEWS:
        make_notices(pick_unnotified(event.payload["payout_ids"]), at=now(), by="")


@app.task(name="papers.withdraw")
def withdraw_notice_of_payout(*, event_id: int, **_: Any) -> None:
    """A payout came back: its notice no longer counts."""
    withdraw_notice(Event.objects.get(pk=event_id).payload["payout_id"])


@app.periodic(cron="0 7 * * 2")
@app.task(name="papers.ask_weekly")
def ask_for_signatures(timestamp: int = 0, **_: Any) -> None:
    """On Tuesdays at ten in Moscow: remind of papers that wait for a signature."""
    ask_all_weekly(at=now())


@app.periodic(cron="20 3 * * *")
@app.task(name="papers.tidy")
def tidy_archives(timestamp: int = 0, **_: Any) -> None:
    """Archives can be packed again at any time; old ones need not be kept."""
    throw_old_archives_away(at=now())
