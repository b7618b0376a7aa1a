"""Home: what he gets and when, what needs him, what has changed since he was here."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.partners.rules import MemberRight, home_currency
from zabota.domain.payouts.queries import PartnerStanding, get_partner_standing
from zabota.domain.people.operations import note_look
from zabota.domain.programme.queries import OfferDuty, get_offer_duty
from zabota.kit.clock import local_date, now, start_of_day
from zabota.kit.money import Money
from zabota.ui.columns import Table
from zabota.ui.parts import Day, Step
from zabota.ui.templatetags.ui import moment_words
from zabota.web.cabinet.access import member_rights, members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.fresh import get_fresh
from zabota.web.cabinet.joining import Facts, Task, get_facts, list_tasks
from zabota.web.cabinet.rows import reward_columns, rewards_of, rows_of
from zabota.web.cabinet.views.tour import Stop, list_stops
from zabota.web.cabinet.waiting import list_waits
from zabota.web.cabinet.words.leaving import find_notice
from zabota.web.cabinet.words.needs import Need, needs_of, receipt_needs, step_needs
from zabota.web.cabinet.words.waiting import TOLD_ANYWAY
from zabota.web.visiting import visit_of

LATEST = 6
LATELY = timedelta(days=31)  # longer than anybody lets payouts wait after changed bank details
WEEKS = 4  # of the calendar: the two before this one, this one, the next; more when more is due


@members_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The partner's first page; neither its questions nor their cost grow with his payments."""
    partner, at = partner_of(request), now()
    if visit_of(request) is None:
        note_look(request.user, at=at)  # type: ignore[arg-type]
    first_day = local_date(at) - timedelta(days=14 + local_date(at).weekday())
    currency = home_currency(partner.legal_form)
    standing = get_partner_standing(
        partner.pk, before=at, since=start_of_day(first_day), currency=currency
    )
    balance, facts, rights = standing.balance, get_facts(partner), member_rights(request)
    duty = get_offer_duty(partner, at=at)
    waits = _waits(partner, standing, facts, at)
    tasks = list_tasks(facts, accepted=duty.unaccepted != "offer_not_accepted", rights=rights)
    days = sorted(day for day, minor in standing.ahead.items() if minor > 0)
    return page(
        request,
        "home.html",
        section="home",
        balance=balance,
        pending=Money(balance.pending, currency),
        due=Money(balance.due, currency),
        held=Money(balance.held, currency),
        way=Money(balance.on_the_way, currency),
        paid=Money(balance.paid, currency),
        netted=Money(-balance.due, currency) if balance.due < 0 < balance.pending else None,
        owes=Money(-(balance.pending + balance.due), currency),
        total=Money(balance.pending + balance.due, currency),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        calendar=_calendar(standing, local_date(at), currency=currency, stopped=bool(waits)),
        calendar_from=first_day,
        calendar_weeks=_weeks(first_day, [*days, *standing.way_by]),
        notice=find_notice(partner, leaves=facts.leaves),
        needs=needs_of(
            rights,
            [
                *(one for one in waits if one.reason not in TOLD_ANYWAY),
                *_needs(partner, facts, duty, at),
            ],
        ),
        stopped=bool(waits),
        latest_table=Table(None, reward_columns(), order="-due"),
        latest=rows_of(rewards_of(partner).order_by("-due_at", "-pk")[:LATEST]),
        fresh=get_fresh(partner, since=_since(request), at=at),
        tasks=[] if all(task.done for task in tasks) else tasks,
        done=sum(task.done for task in tasks),
        steps=_steps(tasks),
        stops=_stops(request),
    )


def _waits(partner: Partner, standing: PartnerStanding, facts: Facts, at: datetime) -> list[Need]:
    """Why his money cannot leave: asked only where something may be in its way."""
    moved_lately = facts.moved_at is not None and facts.moved_at + LATELY > at
    return list_waits(partner, at=at) if standing.balance.due > 0 or moved_lately else []


def _stops(request: HttpRequest) -> list[Stop]:
    """The tour, until he closes it; staff who look at the cabinet need none."""
    closed = request.user.tour_closed_at  # type: ignore[union-attr]
    return [] if closed or visit_of(request) else list_stops()


def _since(request: HttpRequest) -> datetime | None:
    since: datetime | None = request.user.looked_before_at  # type: ignore[union-attr]
    return since


def _calendar(standing: PartnerStanding, today: date, *, currency: str, stopped: bool) -> list[Day]:
    """What was paid on the days behind, what comes by the days ahead, what is late today.

    What is on its way already and what is not, by one day, is one sum: he gets both by then.
    """
    payouts, waits = reverse("cabinet:payouts"), f"{reverse('cabinet:rewards')}?state=waits"
    shown = {
        day: Day(day, Money(minor, currency), _("paid to you"), "good", payouts)
        for day, minor in standing.paid_on.items()
    }
    way: Counter[date] = Counter()
    for day, minor in standing.way_by.items():
        way[max(day, today)] += minor  # a bank may take a day longer than the deadline
    for day, minor in way.items():
        shown[day] = Day(day, Money(minor, currency), _("on the way, by this day"), "wait", payouts)
    for day, minor in standing.ahead.items():
        if minor > 0:
            shown[day] = Day(
                day, Money(minor + way[day], currency), _("by this day"), "wait", waits
            )
    if (late := standing.balance.due) > 0:
        note, tone = (_("waits"), "wait") if stopped else (_("late"), "late")
        shown[today] = Day(today, Money(late, currency), note, tone, waits)
    return [*shown.values()]


def _weeks(first_day: date, days: list[date]) -> int:
    """Four weeks, or as many as the last deadline needs, twelve at most."""
    last = max(days, default=first_day)
    return min(max(WEEKS, (last - first_day).days // 7 + 1), 12)


def _needs(partner: Partner, facts: Facts, duty: OfferDuty, at: datetime) -> list[Need]:
    needs = [*_offer_needs(duty), *receipt_needs(partner, at), *step_needs(partner, at)]
    if not facts.has_details:
        needs.append(
            Need(
                _("Enter your bank details"),
                _("You earn already; we only need to know where to pay.")
                if facts.has_reward
                else _("So that your first reward reaches you on its day."),
                reverse("cabinet:bank_details"),
                _("Enter"),
                right=MemberRight.DETAILS,
            )
        )
    elif facts.failed:
        needs.append(
            Need(
                _("The bank returned a payout"),
                _("%(reason)s. Check your bank details, and the payout leaves with the next batch.")
                % {"reason": facts.failed_reason},
                reverse("cabinet:bank_details"),
                _("Check the details"),
                "late",
                right=MemberRight.DETAILS,
            )
        )
    if partner.status == PartnerStatus.PAUSED:
        needs.append(
            Need(
                _("Payouts are paused"),
                partner.status_reason or _("Your manager knows more. Rewards go on growing."),
                reverse("cabinet:rewards"),
                _("Rewards"),
            )
        )
    return needs


def _offer_needs(duty: OfferDuty) -> list[Need]:
    """The offer that payouts need now or will need, if he has not accepted it."""
    if duty.unaccepted == "offer_not_accepted" and not duty.exists:
        return []
    title, why = _("Accept the offer"), _("You earn already; without the offer we may not pay.")
    if duty.unaccepted == "offer_changed":
        title = _("Accept the new offer")
        why = _("You go on earning; what you earn is paid as soon as you have accepted it.")
    elif not duty.unaccepted:
        coming = duty.to_accept
        if coming is None or coming.needed_from is None:
            return []
        title = _("Accept the new offer")
        why = _("From %(day)s on we may pay only by the new offer.") % {
            "day": moment_words(coming.needed_from)
        }
    return [
        Need(
            title, why, reverse("cabinet:offer"), _("Read and accept"),
            right=MemberRight.PROGRAMME, read=_("Read"),
        )
    ]  # fmt: skip


def _steps(tasks: list[Task]) -> list[Step]:
    """The road as a picture: what is done, what is next."""
    first_open = next((n for n, task in enumerate(tasks) if not task.done), len(tasks))
    return [
        Step(task.label, "done" if task.done else "now" if n == first_open else "later")
        for n, task in enumerate(tasks)
    ]
