"""Notices of payouts: one for each payout that has left, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zabota.domain.papers.events import PapersMade
from zabota.domain.papers.models import Paper, PaperKind, PaperStatus
from zabota.domain.papers.operations.making import party_of
from zabota.domain.papers.operations.writing import our_side, take_series, write_paper
from zabota.domain.papers.queries.months import (
    MonthLines,
    list_paid_elsewhere,
    list_payout_lines,
)
from zabota.domain.papers.rules.content import PaidOut, notice_content
from zabota.domain.partners.queries import list_identities
from zabota.domain.partners.rules import Identity, identity_on
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.kit.clock import end_of_day, local_date, start_of_day
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


class NothingToNotify(Refusal):
    """The payout has not left, or it left before the move: there is no notice of it."""

    code = "nothing_to_notify"


def list_unnotified(*, since: datetime, until: datetime) -> list[Payout]:
    """Payouts settled in [since, until) by us that have no notice yet, oldest first."""
    return list(_unnotified().filter(settled_at__gte=since, settled_at__lt=until))


def pick_unnotified(payout_ids: Sequence[int]) -> list[Payout]:
    """Those of the payouts that have left and have no notice yet, oldest first."""
    return list(_unnotified().filter(pk__in=payout_ids))


def _unnotified() -> QuerySet[Payout]:
    told = Paper.objects.filter(kind=PaperKind.PAYOUT_NOTICE).exclude(status=PaperStatus.REPLACED)
    return (
        Payout.objects.filter(status=PayoutStatus.SETTLED)
        .exclude(pk__in=told.values("payout"))
        .exclude(pk__in=list_paid_elsewhere())
        .select_related("partner")
        .order_by("settled_at", "pk")
    )


def make_notices(payouts: Sequence[Payout], *, at: datetime, by: str) -> list[Paper]:
    """A notice of each payout that has none; a transaction each."""
    lines = list_payout_lines([payout.pk for payout in payouts])
    made = [
        make_notice(payout, lines.get(payout.pk, MonthLines([], [], [])), at=at, by=by)
        for payout in payouts
    ]
    return [paper for paper in made if paper is not None]


@transaction.atomic
def make_notice(payout: Payout, lines: MonthLines, *, at: datetime, by: str) -> Paper | None:
    """The notice of a payout, None when it has one; refused when the money has not left."""
    if payout.status != PayoutStatus.SETTLED or payout.settled_at is None:
        raise NothingToNotify("The money has not left yet: there is nothing to notify of.")
    day = local_date(payout.settled_at)
    series = take_series(PaperKind.PAYOUT_NOTICE, on=day)
    if payout.papers.exclude(status=PaperStatus.REPLACED).exists():
        return None
    payee = _payee(payout)
    paid = PaidOut(
        payout_id=payout.pk,
        partner_id=payout.partner_id,
        legal_form=payee.legal_form,
        party=party_of(payee),
        order_number=payout.order_number,
        amount_minor=payout.amount_minor,
        currency=payout.currency,
        paid_on=day,
        purpose=payout.purpose,
        account_end=payout.account[-4:],
        bank_name=payout.bank_name,
        lines=lines.lines,
        taken=lines.taken,
    )

    def compose(number: str) -> dict[str, Any]:
        return notice_content(paid, number=number, on=day, vendor=our_side(payee.legal_form))

    paper = write_paper(
        series,
        compose,
        on=day,
        at=at,
        by=by,
        partner=payout.partner,
        payout=payout,
        since=start_of_day(day),
        until=end_of_day(day),
        currency=payout.currency,
        earned_minor=sum(line.reward_minor for line in lines.lines),
        taken_minor=sum(line.taken_minor for line in lines.taken),
        amount_minor=payout.amount_minor,
    )
    publish(PapersMade(at=at, by=by, partner_id=payout.partner_id, paper_ids=(paper.pk,)))
    return paper


def _payee(payout: Payout) -> Identity:
    """What the partner was when the payout was formed; the order says it, his history the rest."""
    formed_on = local_date(payout.formed_at)
    then = identity_on(list_identities([payout.partner_id])[payout.partner_id], formed_on)
    form = payout.legal_form or then.legal_form
    ogrn = then.ogrn if then.legal_form == form else ""
    return replace(then, legal_form=form, inn=payout.inn or then.inn, kpp=payout.kpp, ogrn=ogrn)


@transaction.atomic
def withdraw_notice(payout_id: int) -> int:
    """The bank returned the payout: its notice no longer counts. How many (none, or one)."""
    live = Paper.objects.filter(payout=payout_id).exclude(status=PaperStatus.REPLACED)
    return live.update(status=PaperStatus.REPLACED)
