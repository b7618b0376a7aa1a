"""Errands: work on many papers in the background, with progress, safe to do again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from zabota.domain.papers.models import Errand, ErrandKind, ErrandStatus, Paper
from zabota.domain.papers.operations.making import (
    Period,
    finished_month,
    make_papers,
    month_of,
    read_months,
)
from zabota.domain.papers.operations.notices import list_unnotified, make_notices
from zabota.domain.papers.operations.packing import pack_period
from zabota.domain.papers.operations.sending import (
    ask_for_signature,
    group_by_partner,
    send_papers,
)
from zabota.domain.papers.queries.months import list_month_sums, list_paid_elsewhere
from zabota.domain.partners.models import Partner
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.queue import defer

log = logging.getLogger(__name__)

A_PART = 25  # partners or payouts between two looks at the progress
GOING = (ErrandStatus.WAITING, ErrandStatus.RUNNING)


class NothingToDo(Refusal):
    """No papers were chosen."""

    code = "nothing_to_do"


@dataclass(slots=True)
class Progress:
    """What an errand has done so far."""

    counted: int = 0
    made: int = 0
    faults: list[dict[str, object]] = field(default_factory=list)

    def fault(self, partner: Partner, why: str) -> None:
        """Note a partner whose papers could not be made, and why (a code)."""
        self.faults.append({"partner": partner.pk, "name": partner.name, "why": why})


def start_errand(
    kind: ErrandKind,
    *,
    at: datetime,
    by: str,
    first_on: date | None = None,
    last_on: date | None = None,
    paper_ids: Sequence[int] = (),
) -> Errand:
    """Put an errand in the queue; the same one that is under way is given instead of a second.

    Making takes the month of `first_on` and is refused before it is over; sending and reminding
    take papers and are refused without any.
    """
    if kind in (ErrandKind.SEND, ErrandKind.REMIND) and not paper_ids:
        raise NothingToDo("Choose at least one paper.")
    first = first_on or local_date(at)
    last = last_on or first
    if kind == ErrandKind.MAKE:
        first, last = _days_of(finished_month(first, at=at))
    elif kind == ErrandKind.NOTIFY:
        first, last = _days_of(month_of(first))
    try:
        with transaction.atomic():
            errand = Errand.objects.create(
                kind=kind,
                first_on=first,
                last_on=last,
                paper_ids=sorted(set(paper_ids)),
                asked_at=at,
                asked_by=by,
            )
            defer("papers.run_errand", errand_id=errand.pk)
    except IntegrityError:
        return Errand.objects.get(kind=kind, first_on=first, last_on=last, status__in=GOING)
    return errand


def _days_of(month: Period) -> tuple[date, date]:
    return month.first_on, month.last_on


def run_errand(errand_id: int, *, at: datetime) -> Errand:
    """Do an errand from its beginning; what it did before stays done. A finished one is left.

    Between two parts it looks whether somebody has stopped it.
    """
    errand = Errand.objects.get(pk=errand_id)
    going = Errand.objects.filter(pk=errand_id, status__in=GOING)
    if not going.update(status=ErrandStatus.RUNNING):
        return errand
    progress = Progress(made=errand.made)  # what a worker that was killed had made counts too
    for _step in _DEEDS[ErrandKind(errand.kind)](errand, progress, at):
        if not going.update(counted=progress.counted, made=progress.made, faults=progress.faults):
            break
    if not going.update(status=ErrandStatus.DONE, finished_at=at):
        _throw_away(errand)
    errand.refresh_from_db()
    return errand


def stop_errand(errand: Errand, *, at: datetime) -> None:
    """Let an errand go no further: what is done stays done, half an archive is thrown away.

    Refused when it is over.
    """
    going = Errand.objects.filter(pk=errand.pk, status__in=GOING)
    if not going.update(status=ErrandStatus.STOPPED, finished_at=at):
        raise NothingToDo("It is over already: there is nothing to stop.", code="errand_over")
    _throw_away(errand)


def _throw_away(errand: Errand) -> None:
    errand.pieces.all().delete()
    Errand.objects.filter(pk=errand.pk).update(file_bytes=0)


def fail_errand(errand_id: int, *, error: str, at: datetime) -> None:
    """Note why an errand broke off."""
    Errand.objects.filter(pk=errand_id, status__in=GOING).update(
        status=ErrandStatus.FAILED, error=error[:300], finished_at=at
    )


Steps = Iterator[None]


def _make(errand: Errand, progress: Progress, at: datetime) -> Steps:
    period = month_of(errand.first_on)
    gone = list_paid_elsewhere()
    sums = list_month_sums(since=period.since, until=period.until, gone=gone)
    ids = sorted({one.partner_id for one in sums})
    partners = Partner.objects.in_bulk(ids)
    for part in _parts(errand, ids):
        for month in read_months(part, period):
            try:
                made = make_papers(month, at=at, by=errand.asked_by)
            except Refusal as refusal:
                progress.fault(partners[month.partner_id], refusal.code)
            except Exception:  # one partner's trouble must not keep the others waiting
                log.exception("papers of partner %s for %s", month.partner_id, month.first_on)
                progress.fault(partners[month.partner_id], "broken")
            else:
                progress.made += len(made)
        progress.counted += len(part)
        yield


def _notify(errand: Errand, progress: Progress, at: datetime) -> Steps:
    period = month_of(errand.first_on)
    payouts = {one.pk: one for one in list_unnotified(since=period.since, until=period.until)}
    for part in _parts(errand, list(payouts)):
        made = make_notices([payouts[pk] for pk in part], at=at, by=errand.asked_by)
        progress.made += len(made)
        progress.counted += len(part)
        yield


def _for_partners(deed: Callable[..., int]) -> Callable[[Errand, Progress, datetime], Steps]:
    def do(errand: Errand, progress: Progress, at: datetime) -> Steps:
        chosen = Paper.objects.filter(pk__in=errand.paper_ids).only("pk", "partner_id")
        groups = group_by_partner(chosen.order_by("pk"))
        for part in _parts(errand, sorted(groups)):
            for partner_id in part:
                progress.made += deed(partner_id, groups[partner_id], at=at, by=errand.asked_by)
            progress.counted += len(part)
            yield

    return do


def _pack(errand: Errand, progress: Progress, at: datetime) -> Steps:
    for counted, total in pack_period(errand, at=at):
        if errand.total != total:
            Errand.objects.filter(pk=errand.pk).update(total=total)
            errand.total = total
        progress.counted = counted
        yield


def _parts(errand: Errand, ids: list[int]) -> Iterator[list[int]]:
    Errand.objects.filter(pk=errand.pk).update(total=len(ids))
    for start in range(0, len(ids), A_PART):
        yield ids[start : start + A_PART]


_DEEDS: dict[ErrandKind, Callable[[Errand, Progress, datetime], Steps]] = {
    ErrandKind.MAKE: _make,
    ErrandKind.NOTIFY: _notify,
    ErrandKind.SEND: _for_partners(send_papers),
    ErrandKind.REMIND: _for_partners(ask_for_signature),
    ErrandKind.PACK: _pack,
}
