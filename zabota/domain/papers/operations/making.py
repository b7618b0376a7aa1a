"""Making the papers of a month: reports and acts of each partner, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from zabota.domain.papers.events import PapersMade
from zabota.domain.papers.models import Paper, PaperStatus
from zabota.domain.papers.operations.writing import our_side, take_series, write_paper
from zabota.domain.papers.queries.months import (
    list_month_lines,
    list_nets_before,
    list_paid_elsewhere,
)
from zabota.domain.papers.rules.content import Month, Party, legal_name, month_content
from zabota.domain.papers.rules.kinds import (
    AGENCY_ACT,
    AGENT_REPORT,
    FOREIGN,
    amount_of,
    carried_after,
    monthly_kinds,
)
from zabota.domain.partners.models import Partner
from zabota.domain.partners.queries import list_vat
from zabota.domain.programme.models import Acceptance
from zabota.kit.clock import end_of_day, local_date, start_of_day
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.vat import regime_on


class MonthNotOver(Refusal):
    """The month still goes on: its papers would not be whole."""

    code = "month_not_over"


class CannotBeWritten(Refusal):
    """Something that the paper needs is missing; `code` says what."""

    code = "cannot_be_written"


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar month as days and as moments [since, until)."""

    first_on: date
    last_on: date
    since: datetime
    until: datetime


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period(first, last, start_of_day(first), end_of_day(last))


def finished_month(day: date, *, at: datetime) -> Period:
    """The month of a day; refused while it still goes on."""
    period = month_of(day)
    if at < period.until:
        raise MonthNotOver("This month is not over: its papers can be made from the first day of the next.")  # fmt: skip
    return period


def read_months(partner_ids: Sequence[int], period: Period) -> list[Month]:
    """What the papers of these partners' months are made of, a currency each."""
    gone = list_paid_elsewhere()
    found = list_month_lines(partner_ids, since=period.since, until=period.until, gone=gone)
    nets = list_nets_before(partner_ids, before=period.since, gone=gone)
    partners = Partner.objects.in_bulk(list(partner_ids))
    acceptances = _acceptances(partner_ids, before=period.until)
    regimes = list_vat(partner_ids)
    months = []
    for (partner_id, currency), lines in sorted(found.items()):
        partner, acceptance = partners[partner_id], acceptances.get(partner_id)
        if lines.lines or lines.taken:
            months.append(
                Month(
                    partner_id=partner_id,
                    legal_form=partner.legal_form,
                    party=party_of(partner),
                    offer_number=(acceptance.offer.number or 0) if acceptance else 0,
                    accepted_on=local_date(acceptance.at) if acceptance else period.first_on,
                    first_on=period.first_on,
                    last_on=period.last_on,
                    currency=currency,
                    lines=lines.lines,
                    taken=lines.taken,
                    paid=lines.paid,
                    carried_minor=carried_after(nets.get((partner_id, currency), ())),
                    regime=regime_on(regimes.get(partner_id, ()), period.last_on),
                )
            )
    return months


def party_of(partner: Partner) -> Party:
    """A partner as papers name him."""
    return Party(
        name=legal_name(partner.name, partner.legal_form),
        inn=partner.inn,
        kpp=partner.kpp,
        ogrn=partner.ogrn,
    )


def _acceptances(partner_ids: Sequence[int], *, before: datetime) -> dict[int, Acceptance]:
    """The offer in force for each partner at the moment: the latest he had accepted."""
    rows = (
        Acceptance.objects.filter(partner__in=partner_ids, at__lt=before)
        .select_related("offer")
        .order_by("offer__number")
    )
    return {row.partner_id: row for row in rows}


@transaction.atomic
def make_papers(
    month: Month,
    *,
    at: datetime,
    by: str,
    on: date | None = None,
    former: dict[str, Paper] | None = None,
    reason: str = "",
) -> list[Paper]:
    """The papers of a partner's month that are not there yet; a report before its act.

    `former` are the replaced papers by kind. Refused where the offer or the ИНН is missing.
    """
    _refuse_incomplete(month)
    day, former = on or month.last_on, former or {}
    amount = amount_of(
        earned=month.earned_minor, taken=month.taken_minor, carried=month.carried_minor
    )
    kinds = monthly_kinds(month.legal_form, amount_minor=amount)
    taken_series = {kind: take_series(kind, on=day) for kind in sorted(kinds)}
    there = {paper.kind: paper.number for paper in _live(month)}
    made: list[Paper] = []
    for kind in kinds:
        if kind in there:
            continue

        def compose(number: str, kind: str = kind) -> dict[str, Any]:
            content = month_content(
                month, kind=kind, number=number, on=day, vendor=our_side(), amount_minor=amount,
                report_number=there.get(AGENT_REPORT, "") if kind == AGENCY_ACT else "",
            )  # fmt: skip
            old = former.get(kind)
            if old is not None:
                content |= {"replaces": old.number, "replaced_on": old.on.isoformat()}
            return content

        paper = write_paper(
            taken_series[kind],
            compose,
            on=day,
            at=at,
            by=by,
            partner_id=month.partner_id,
            since=start_of_day(month.first_on),
            until=end_of_day(month.last_on),
            currency=month.currency,
            earned_minor=month.earned_minor,
            taken_minor=month.taken_minor,
            amount_minor=amount,
            replaces=former.get(kind),
            reason=reason,
        )
        there[kind] = paper.number
        made.append(paper)
    if made:
        publish(
            PapersMade(
                at=at, by=by, partner_id=month.partner_id, paper_ids=tuple(p.pk for p in made)
            )
        )
    return made


def _live(month: Month) -> list[Paper]:
    return list(
        Paper.objects.filter(
            partner=month.partner_id,
            payout=None,
            since=start_of_day(month.first_on),
            currency=month.currency,
        )
        .exclude(status=PaperStatus.REPLACED)
        .only("kind", "number")
    )


def _refuse_incomplete(month: Month) -> None:
    if not month.offer_number:
        raise CannotBeWritten(
            "The partner has not accepted the offer: there is nothing to act under.",
            code="no_offer",
        )
    if month.legal_form != FOREIGN and not month.party.inn:
        raise CannotBeWritten("The partner's INN is missing.", code="no_inn")
