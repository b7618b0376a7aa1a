"""Papers go to their partners once; those that wait for a signature are asked for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from zabota.domain.papers.events import PapersSent, SignatureAwaited
from zabota.domain.papers.models import Paper, PaperStatus
from zabota.domain.papers.rules.kinds import SIGNED_KINDS
from zabota.kit.events.announce import publish

A_WEEK = timedelta(days=7)
LONGEST = timedelta(days=90)  # after that somebody has to call
A_BREATH = timedelta(days=1)  # two reminders by hand on one day are one


def group_by_partner(papers: Iterable[Paper]) -> dict[int, list[int]]:
    """Partner → his papers' ids."""
    found: dict[int, list[int]] = defaultdict(list)
    for paper in papers:
        found[paper.partner_id].append(paper.pk)
    return found


@transaction.atomic
def send_papers(partner_id: int, paper_ids: Iterable[int], *, at: datetime, by: str) -> int:
    """Send a partner those of the papers that were not sent yet, in one letter: how many."""
    fresh = _locked(Paper.objects.filter(status=PaperStatus.MADE), partner_id, paper_ids)
    if fresh:
        Paper.objects.filter(pk__in=fresh).update(status=PaperStatus.SENT, sent_at=at)
        publish(PapersSent(at=at, by=by, partner_id=partner_id, paper_ids=tuple(fresh)))
    return len(fresh)


@transaction.atomic
def ask_for_signature(partner_id: int, paper_ids: Iterable[int], *, at: datetime, by: str) -> int:
    """Remind a partner of those of the papers that wait for his signature: how many."""
    silent = Q(reminded_at=None) | Q(reminded_at__lt=at - A_BREATH)
    waiting = _locked(list_unsigned().filter(silent), partner_id, paper_ids)
    if waiting:
        Paper.objects.filter(pk__in=waiting).update(reminded_at=at)
        publish(SignatureAwaited(at=at, by=by, partner_id=partner_id, paper_ids=tuple(waiting)))
    return len(waiting)


def ask_all_weekly(*, at: datetime) -> int:
    """Remind every partner of papers that were sent a week ago or more, once a week: how many."""
    late = list_unsigned().filter(
        Q(reminded_at=None) | Q(reminded_at__lte=at - A_WEEK),
        sent_at__lte=at - A_WEEK,
        sent_at__gt=at - LONGEST,
    )
    groups = group_by_partner(late.only("pk", "partner_id").order_by("pk"))
    return sum(ask_for_signature(pk, ids, at=at, by="") for pk, ids in groups.items())


def list_unsigned() -> QuerySet[Paper]:
    """Papers that were sent and wait for a signature."""
    return Paper.objects.filter(status=PaperStatus.SENT, kind__in=SIGNED_KINDS)


def _locked(rows: QuerySet[Paper], partner_id: int, paper_ids: Iterable[int]) -> list[int]:
    mine = rows.select_for_update().filter(partner=partner_id, pk__in=list(paper_ids))
    return sorted(mine.values_list("pk", flat=True))
