"""A correction makes new papers that replace the former ones; nothing is edited."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.papers.events import PaperReplaced
from zabota.domain.papers.models import PAPER_MOVES, Paper, PaperKind, PaperStatus
from zabota.domain.papers.operations.making import list_live, make_papers, month_of, read_months
from zabota.domain.papers.operations.writing import take_series
from zabota.domain.papers.rules.content import Month
from zabota.domain.papers.rules.kinds import ACTS, SIGNED_KINDS, kinds_of
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

    A report and its act go together: the act names the report. So do the parts of a month in which
    the legal form changed. Refused for notices of payouts, which tell what has happened, and for
    papers that were replaced before.
    """
    if paper.kind == PaperKind.PAYOUT_NOTICE:
        raise NotReplaced("A notice tells of money that has left; it is not made anew.")
    today = local_date(at)
    for kind in sorted(SIGNED_KINDS):  # of two replacements at once the second waits here
        take_series(kind, on=today)
    period = month_of(local_date(paper.since))
    live = list_live(
        paper.partner_id, currency=paper.currency, first_on=period.first_on, last_on=period.last_on
    )
    if paper.pk not in {one.pk for one in live}:
        raise NotReplaced("This paper was replaced before.")
    months = [
        month
        for month in read_months([paper.partner_id], period)
        if month.currency == paper.currency
    ]
    if not months:
        raise NotReplaced("There is nothing left in this month to write a paper about.")
    for one in live:
        move(one, PaperStatus.REPLACED, allowed=PAPER_MOVES)
    made = []
    for month in months:
        former = _take_former(live, month)
        made += make_papers(month, at=at, by=by, on=today, former=former, reason=reason[:200])
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


def _take_former(left: list[Paper], month: Month) -> dict[str, Paper]:
    """Kind → the paper that a part's new one replaces: of its kind, else an act of another form.

    What was taken is no longer in `left`: a paper has one successor.
    """
    taken = {}
    for kind in sorted(kinds_of(month.legal_form)):
        alike = ({kind}, ACTS if kind in ACTS else set[str]())
        found = next((old for kinds in alike for old in left if old.kind in kinds), None)
        if found is not None:
            taken[kind] = found
            left.remove(found)
    return taken
