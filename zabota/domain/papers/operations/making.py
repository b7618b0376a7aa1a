"""Making the papers of a month: reports and acts of each partner, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from zabota.domain.papers.events import PapersMade
from zabota.domain.papers.models import Paper, PaperStatus
from zabota.domain.papers.operations.writing import our_side, take_series, write_paper
from zabota.domain.papers.queries.months import (
    MonthLines,
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
    kinds_of,
    monthly_kinds,
)
from zabota.domain.partners.queries import is_gone, list_identities, list_vat
from zabota.domain.partners.rules import VAT_PAYERS, Identity, cuts_of, parts_of
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
    """What the papers of these partners' months are made of, a currency each, in order of days.

    Where the legal form changed within the month there is a part for each form.
    """
    gone = list_paid_elsewhere()
    identities = list_identities(partner_ids)
    cuts = [(pk, day) for pk, known in identities.items() for day in cuts_of(known)]
    nets = list_nets_before(partner_ids, before=period.since, gone=gone, cuts=cuts)
    acceptances = _acceptances(partner_ids, before=period.until)
    acceptances |= _first_acceptances(set(partner_ids) - set(acceptances))
    regimes = list_vat(partner_ids)
    months = []
    for part, (partner_id, currency), lines in _read_parts(period, identities, gone=gone):
        acceptance, before = acceptances.get(partner_id), nets[partner_id, currency]
        if not lines.lines and not lines.taken:
            continue
        month = Month(
            partner_id=partner_id,
            legal_form=part.identity.legal_form,
            party=party_of(part.identity),
            offer_number=(acceptance.offer.number or 0) if acceptance else 0,
            accepted_on=local_date(acceptance.at) if acceptance else period.first_on,
            first_on=part.first_on,
            last_on=part.last_on,
            currency=currency,
            lines=lines.lines,
            taken=lines.taken,
            paid=lines.paid,
            carried_minor=carried_after(before),
            regime=regime_on(regimes.get(partner_id, ()), part.last_on),
        )
        before.append(month.earned_minor - month.taken_minor)
        months.append(month)
    return months


@dataclass(frozen=True, slots=True)
class _Part:
    """Days of a month in which a partner was of one legal form."""

    first_on: date
    last_on: date
    identity: Identity


def _read_parts(
    period: Period, identities: Mapping[int, Sequence[Identity]], *, gone: Sequence[int]
) -> list[tuple[_Part, tuple[int, str], MonthLines]]:
    """The lines of every part, by partner, currency and day; one look at the books for all who
    share the same days, and nearly all share the whole month."""
    by_days: dict[tuple[date, date], dict[int, _Part]] = defaultdict(dict)
    for partner_id, known in identities.items():
        for first_on, last_on, identity in parts_of(period.first_on, period.last_on, known):
            by_days[first_on, last_on][partner_id] = _Part(first_on, last_on, identity)
    read = []
    for (first_on, last_on), parts in by_days.items():
        since, until = start_of_day(first_on), end_of_day(last_on)
        found = list_month_lines(list(parts), since=since, until=until, gone=gone)
        read += [(parts[key[0]], key, lines) for key, lines in found.items()]
    return sorted(read, key=lambda one: (one[1], one[0].first_on))


def party_of(one: Identity) -> Party:
    """A partner as papers name him."""
    return Party(name=legal_name(one.name, one.legal_form), inn=one.inn, kpp=one.kpp, ogrn=one.ogrn)


def _acceptances(partner_ids: Sequence[int], *, before: datetime) -> dict[int, Acceptance]:
    """The offer in force for each partner at the moment: the latest he had accepted."""
    rows = (
        Acceptance.objects.filter(partner__in=partner_ids, at__lt=before)
        .select_related("offer")
        .order_by("offer__number")
    )
    return {row.partner_id: row for row in rows}


def _first_acceptances(partner_ids: Collection[int]) -> dict[int, Acceptance]:
    """Who accepted only later: an offer may be agreed for what went before it (п. 2 ст. 425 ГК РФ)."""
    rows = Acceptance.objects.filter(partner__in=partner_ids).select_related("offer")
    return {row.partner_id: row for row in rows.order_by("-at")}


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

    They are of its last day, or of the day of the offer where that was accepted afterwards. `former`
    are the replaced papers by kind. Refused where the offer or the ИНН is missing.
    """
    _refuse_incomplete(month)
    day, former = on or max(month.last_on, month.accepted_on), former or {}
    vendor = our_side(month.legal_form)
    amount = amount_of(
        earned=month.earned_minor, taken=month.taken_minor, carried=month.carried_minor
    )
    kinds = monthly_kinds(month.legal_form, amount_minor=amount)
    taken_series = {kind: take_series(kind, on=day) for kind in sorted(kinds)}
    there = _numbers_there(month)
    made: list[Paper] = []
    for kind in kinds:
        if kind in there:
            continue

        def compose(number: str, kind: str = kind) -> dict[str, Any]:
            content = month_content(
                month, kind=kind, number=number, on=day, vendor=vendor, amount_minor=amount,
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


def list_live(partner_id: int, *, currency: str, first_on: date, last_on: date) -> list[Paper]:
    """The papers of these days, or of some of them, that count."""
    rows = Paper.objects.filter(
        partner=partner_id,
        payout=None,
        since__lt=end_of_day(last_on),
        until__gt=start_of_day(first_on),
        currency=currency,
    )
    return list(rows.exclude(status=PaperStatus.REPLACED).defer("pdf", "content").order_by("pk"))


def _numbers_there(month: Month) -> dict[str, str]:
    """Kind → number of the papers there are; refused where they tell of other days or forms."""
    days = start_of_day(month.first_on), end_of_day(month.last_on)
    live = list_live(
        month.partner_id, currency=month.currency, first_on=month.first_on, last_on=month.last_on
    )
    for paper in live:
        if (paper.since, paper.until) != days or paper.kind not in kinds_of(month.legal_form):
            raise CannotBeWritten(
                "No. %(number)s was written by another legal form: make it anew on its page.",
                number=paper.number,
                code="other_form",
            )
    return {paper.kind: paper.number for paper in live}


def _refuse_incomplete(month: Month) -> None:
    if not month.offer_number:
        raise CannotBeWritten(
            "The partner has not accepted the offer: there is nothing to act under.",
            code="no_offer",
        )
    if month.legal_form != FOREIGN and not month.party.inn:
        raise CannotBeWritten("The partner's INN is missing.", code="no_inn")
    if month.legal_form in VAT_PAYERS and is_gone(month.regime, month.last_on):
        raise CannotBeWritten(
            "The law does not know the partner's VAT rate on %(day)s: set how he pays now.",
            day=f"{month.last_on:%d.%m.%Y}",
            code="vat_gone",
        )
