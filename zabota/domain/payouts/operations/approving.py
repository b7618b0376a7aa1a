"""Approving a batch: by another person than who formed it, by two where it is over a limit."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from zabota.domain.payouts.events import BatchApproved, BatchHalfApproved
from zabota.domain.payouts.facts import FOUR_EYES, LIMITS
from zabota.domain.payouts.models import (
    BATCH_MOVES,
    Approval,
    Batch,
    BatchStatus,
    Payout,
    PayoutStatus,
)
from zabota.domain.payouts.operations.attempts import prepare_attempts
from zabota.domain.payouts.operations.staleness import list_not_left, refuse_stale
from zabota.domain.people.models import Person
from zabota.domain.settings.queries import get_settings
from zabota.kit.clock import end_of_day, local_date, start_of_day
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import move


class SamePerson(Refusal):
    """The batch needs another pair of eyes."""

    code = "same_person"


class Eyes(NamedTuple):
    """What a batch needs: how many persons, whether not its maker, and which limit asks for it."""

    needed: int
    not_maker: bool
    over: str


def eyes_on(batch: Batch, *, at: datetime) -> Eyes:
    """Who has to look at the batch, by the settings in force.

    Limits are minor units of the batch's own currency; 0 is none.
    """
    of_batch, of_day = LIMITS[batch.currency]
    values = get_settings(FOUR_EYES, of_batch, of_day, at=at)
    batch_limit, day_limit = int(values[of_batch.name]), int(values[of_day.name])
    own, over = _sum(Payout.objects.filter(batch=batch)), ""
    if batch_limit and own > batch_limit:
        over = "batch"
    elif day_limit and own + _approved_on_the_day(batch, at=at) > day_limit:
        over = "day"
    return Eyes(2 if over else 1, bool(values[FOUR_EYES.name]), over)


def _approved_on_the_day(batch: Batch, *, at: datetime) -> int:
    day = local_date(at)
    return _sum(
        Payout.objects.filter(
            batch__approved_at__gte=start_of_day(day),
            batch__approved_at__lt=end_of_day(day),
            batch__status__in=[BatchStatus.APPROVED, BatchStatus.SENT],
            currency=batch.currency,
        ).exclude(batch=batch)
    )


def _sum(payouts: QuerySet[Payout]) -> int:
    standing = payouts.exclude(status=PayoutStatus.CANCELLED)
    return standing.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def approve_batch(batch: Batch, *, at: datetime, by: str, person: Person | None = None) -> bool:
    """One person's yes; whether the batch is approved now. The caller holds the books alone.

    Raises SamePerson when another pair of eyes is needed, and what `refuse_stale` raises when its
    orders no longer say what is true. Approving an approved batch changes nothing.
    """
    if batch.status == BatchStatus.APPROVED:
        return True
    eyes = eyes_on(batch, at=at)
    said = list(batch.approvals.all())
    if batch.status == BatchStatus.FORMED:
        _check_eyes(batch, eyes, said, by=by, person=person)
        refuse_stale(list_not_left(batch), at=at)
    if batch.status == BatchStatus.FORMED and len(said) + 1 < eyes.needed:
        Approval.objects.create(batch=batch, person=person, at=at, by=by)
        publish(BatchHalfApproved(at=at, by=by, batch_id=batch.pk, over=eyes.over))
        return False
    move(batch, BatchStatus.APPROVED, allowed=BATCH_MOVES, approved_at=at, approved_by=by)
    Approval.objects.create(batch=batch, person=person, at=at, by=by)
    batch.payouts.filter(status=PayoutStatus.FORMED).update(status=PayoutStatus.APPROVED)
    payouts = list(batch.payouts.filter(status=PayoutStatus.APPROVED))
    prepare_attempts(payouts, rail=batch.rail, at=at)
    publish(BatchApproved(at=at, by=by, batch_id=batch.pk))
    return True


def _check_eyes(
    batch: Batch, eyes: Eyes, said: list[Approval], *, by: str, person: Person | None
) -> None:
    if eyes.not_maker and _same(batch.formed_person_id, batch.formed_by, by=by, person=person):
        raise SamePerson("You formed this batch, so another person has to approve it.")
    if any(_same(one.person_id, one.by, by=by, person=person) for one in said):
        raise SamePerson("You have approved it already: it waits for another person.")


def _same(person_id: int | None, name: str, *, by: str, person: Person | None) -> bool:
    """Whether it is one person: by the account; by the name where no account is known."""
    if person_id is not None and person is not None:
        return person_id == person.pk
    return name == by
