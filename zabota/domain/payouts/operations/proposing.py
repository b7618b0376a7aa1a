"""Proposing payouts every working day before the bank's cut-off, so that no deadline is forgotten."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.events import PayoutsProposed
from zabota.domain.payouts.facts import CUT_OFF, CUT_OFF_ZONE, PROPOSE_AT
from zabota.domain.payouts.models import Batch, BatchStatus
from zabota.domain.payouts.operations.forming import (
    Formed,
    LeftOut,
    NothingDue,
    form_batch,
    split_ready,
)
from zabota.domain.payouts.operations.steps import cancel_batch
from zabota.domain.payouts.queries import list_due
from zabota.domain.payouts.rules.cut_off import LAST_CALL, BankDay
from zabota.domain.settings.queries import get_settings
from zabota.kit.events.announce import publish
from zabota.kit.events.models import Event
from zabota.kit.workdays import is_workday

BY = "Zabota"


def bank_day(*, at: datetime) -> BankDay:
    """The bank's day by the settings in force."""
    return BankDay.of(get_settings(PROPOSE_AT, CUT_OFF, CUT_OFF_ZONE, at=at))


def proposal_wanted(*, at: datetime) -> bool:
    """Whether it is a working day, time to propose, and not done yet."""
    hours = bank_day(at=at)
    day = hours.day_of(at)
    if not is_workday(day) or at < hours.proposal_on(day):
        return False
    return not _proposed_already(hours, at=at)


def propose_payouts(*, at: datetime) -> Formed | None:
    """Form what cannot wait for the next working day's cut-off; None when it is not the time.

    Once in the morning, and once more in the hour before the cut-off for what has come since. A
    proposal of an earlier day that nobody has touched is formed anew. The caller holds the books.
    """
    if not proposal_wanted(at=at):
        return None
    hours = bank_day(at=at)
    day = hours.day_of(at)
    _withdraw_stale(before=hours.starts_on(day), at=at)
    horizon, cut_off = hours.horizon(day), hours.cut_off_on(day)
    try:
        formed = form_batch(before=horizon, at=at, by=BY, cut_off_at=cut_off)
    except NothingDue:
        formed = Formed([], split_ready(list_due(before=horizon), at=at)[1])
    if formed.batches or (formed.left_out and not _told_since(hours.starts_on(day), at=at)):
        publish(
            PayoutsProposed(
                at=at,
                by=BY,
                batch_ids=tuple(batch.pk for batch in formed.batches),
                cut_off_at=cut_off.isoformat(),
                left_out=tuple(_told(one) for one in formed.left_out),
            )
        )
    return formed


def _proposed_already(hours: BankDay, *, at: datetime) -> bool:
    """Whether this morning's proposal, or in the last hour the last call, has been made."""
    day = hours.day_of(at)
    last_call = hours.cut_off_on(day) - LAST_CALL
    since = last_call if last_call <= at < hours.cut_off_on(day) else hours.starts_on(day)
    return _told_since(since, at=at)


def _told_since(since: datetime, *, at: datetime) -> bool:
    told = Event.objects.filter(name=PayoutsProposed.wire_name(), at__gte=since, at__lte=at)
    return told.exists()


def _withdraw_stale(*, before: datetime, at: datetime) -> None:
    stale = Batch.objects.filter(
        proposed=True, status=BatchStatus.FORMED, formed_at__lt=before, approvals=None
    )
    for batch in stale.order_by("pk"):
        cancel_batch(batch, at=at, by=BY)


def _told(one: LeftOut) -> tuple[int, int, str, str]:
    return one.partner_id, one.amount_minor, one.currency, one.reason
