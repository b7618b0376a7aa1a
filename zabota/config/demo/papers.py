"""Papers of the last months: signed, sent, just made, one replaced, one scan returned."""

from __future__ import annotations

from datetime import datetime, timedelta

from zabota.config.demo.cast import Cast
from zabota.domain.papers.models import Paper
from zabota.domain.papers.operations.making import make_papers, month_of, read_months
from zabota.domain.papers.operations.notices import make_notices, pick_unnotified
from zabota.domain.papers.operations.replacing import replace_papers
from zabota.domain.papers.operations.sending import send_papers
from zabota.domain.papers.operations.signing import return_scan, take_scan
from zabota.kit.clock import local_date
from zabota.kit.typesetting import typeset

SOME = 14  # partners; the others' papers can be made with one press
FINANCE = "Ольга Зимина"


def put_on_paper(cast: Cast, *, at: datetime) -> None:
    """Papers of some partners for the last three months, and notices of the demo partner."""
    partners = [partner.pk for partner in cast.partners[:SOME]]
    day = local_date(at).replace(day=1)
    for back in range(3):
        day = (day - timedelta(days=1)).replace(day=1)
        period = month_of(day)
        made_at = min(period.until + timedelta(hours=10), at)
        for month in read_months(partners, period):
            papers = make_papers(month, at=made_at, by=FINANCE)
            if back or month.partner_id != cast.demo_partner.pk:
                _send(papers, at=made_at, signed=back > 0)
        if back == 1:
            _mishaps(period.until + timedelta(days=3), day=period.since)
    mine = cast.demo_partner.payouts.order_by("-settled_at")
    latest = mine.filter(settled_at__isnull=False).values_list("pk", flat=True)[:6]
    make_notices(pick_unnotified(list(latest)), at=at, by="")


def _send(papers: list[Paper], *, at: datetime, signed: bool) -> None:
    if not papers:
        return
    partner = papers[0].partner
    send_papers(partner.pk, [paper.pk for paper in papers], at=at, by=FINANCE)
    if signed and partner.pk % 4:
        for paper in papers:
            paper.refresh_from_db()
            scan = typeset("signed_scan", {"title": f"{paper.number}, подписано"})
            take_scan(
                paper,
                name=f"{paper.number}-подписан.pdf",
                content=scan,
                at=at + timedelta(days=2),
                by=partner.name,
            )


def _mishaps(at: datetime, *, day: datetime) -> None:
    """A scan that nobody can read, and a paper made anew because a name had changed."""
    signed = Paper.objects.filter(since=day, status="signed").defer("pdf").order_by("pk")
    unreadable, former = signed[0], signed.last()
    return_scan(unreadable, reason="На скане не видно подписи", at=at, by=FINANCE)
    if former is not None and former.partner_id != unreadable.partner_id:
        replace_papers(former, reason="Изменился КПП", at=at, by=FINANCE)
