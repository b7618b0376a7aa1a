"""A correction makes new papers that replace the former ones; nothing is edited."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.papers.events import PaperReplaced
from zabota.domain.papers.models import PAPER_MOVES, Paper, PaperKind, PaperStatus
from zabota.domain.papers.operations.making import make_papers, month_of, read_months
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import move


class NotReplaced(Refusal):
    """This paper is not replaced: it no longer counts, or there is nothing to put in its place."""

    code = "not_replaced"


@transaction.atomic
def replace_papers(paper: Paper, *, reason: str, at: datetime, by: str) -> list[Paper]:
    """Make the papers of this one's month anew, with the requisites of today, and the reason.

    A report and its act go together: the act names the report. Refused for notices of payouts,
    which tell what has happened, and for papers that were replaced before.
    """
    if paper.kind == PaperKind.PAYOUT_NOTICE:
        raise NotReplaced("A notice tells of money that has left; it is not made anew.")
    live = {
        one.kind: one
        for one in Paper.objects.select_for_update()
        .defer("pdf", "content")
        .filter(partner=paper.partner_id, payout=None, since=paper.since, currency=paper.currency)
        .exclude(status=PaperStatus.REPLACED)
        .order_by("kind")
    }
    if paper.pk not in {one.pk for one in live.values()}:
        raise NotReplaced("This paper was replaced before.")
    period = month_of(local_date(paper.since))
    months = read_months([paper.partner_id], period)
    month = next((one for one in months if one.currency == paper.currency), None)
    if month is None:
        raise NotReplaced("There is nothing left in this month to write a paper about.")
    for one in live.values():
        move(one, PaperStatus.REPLACED, allowed=PAPER_MOVES)
    made = make_papers(month, at=at, by=by, on=local_date(at), former=live, reason=reason[:200])
    for new in made:
        if new.replaces is not None:
            publish(
                PaperReplaced(
                    at=at,
                    by=by,
                    partner_id=new.partner_id,
                    paper_id=new.pk,
                    number=new.number,
                    former=new.replaces.number,
                    reason=reason[:200],
                )
            )
    return made
