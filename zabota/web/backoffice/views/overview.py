"""The owner's desk: money, promise, network, leads and mood at a glance, each with the way to its list."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.leads.models import Lead, LeadStatus
from zabota.domain.papers.queries.figures import (
    MonthFigures,
    get_owed,
    list_month_figures,
    list_owed_besides,
)
from zabota.domain.papers.queries.growth import list_days_paid, list_growth
from zabota.domain.partners.models import Mood
from zabota.domain.partners.queries import count_moods
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.parts import Bar, Curve, Day, Stack
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.figures import besides, percent

WEEKS = 26
LEADS = timedelta(days=90)


@staff_page(Right.SETTINGS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How the business stands today, and where it goes."""
    at = now()
    months, owed = list_month_figures(at=at), get_owed(at=at)
    others = list_owed_besides(at=at)
    growth = list_growth([one.month for one in months])
    this, before = months[-1], months[-2]
    kept = next((one for one in reversed(months) if one.promised), this)
    words = [dateformat.format(one.month, "M") for one in months]
    moods = count_moods()
    return page(
        request,
        "desk/overview.html",
        section="overview",
        paid=Money(this.paid),
        paid_before=Money(before.paid),
        earned=Money(this.earned),
        owed=Money(owed.total),
        late=Money(owed.by_deadline[0]),
        owed_besides=besides(others),
        late_besides=besides(others, late=True),
        ties=owed.total == owed.books,
        kept=percent(kept.kept_bp, cut=True),
        kept_month=kept.month,
        kept_whole=kept.late + kept.unpaid == 0,
        partners=growth[-1].partners,
        came=growth[-1].partners - growth[-2].partners,
        words=words,
        money_curves=[
            Curve(_("Money in"), [Money(one.paid) for one in months]),
            Curve(_("Rewards"), [Money(one.earned) for one in months]),
        ],
        partner_curves=[
            Curve(_("Partners"), [one.partners for one in growth]),
            Curve(_("Earning"), [one.earning for one in growth]),
        ],
        promise=[_promise(word, one) for word, one in zip(words, months, strict=True)],
        promise_legend=[_("on time"), _("late"), _("not paid yet")],
        days=[Day(day, Money(minor)) for day, minor in list_days_paid(at=at, weeks=WEEKS).items()],
        leads=_leads(at),
        moods=[(mood.label, moods[mood], tone) for mood, tone in MOODS],
        unknown=moods[""],
    )


MOODS = ((Mood.GOOD, "good"), (Mood.NEUTRAL, "info"), (Mood.BAD, "late"))


def _promise(word: str, one: MonthFigures) -> Stack:
    return Stack(word, (one.on_time, one.late, one.unpaid))


def _leads(at: datetime) -> list[Bar]:
    """Leads of the last ninety days: how many came, were taken into work, began to pay."""
    taken = Q(status__in=[LeadStatus.ACCEPTED, LeadStatus.WON]) | Q(proposals__answer="accepted")
    found = Lead.objects.filter(made_at__gte=at - LEADS).aggregate(
        came=Count("pk", distinct=True),
        taken=Count("pk", filter=taken, distinct=True),
        won=Count("pk", filter=Q(status=LeadStatus.WON), distinct=True),
    )
    return [
        Bar(_("Came"), found["came"]),
        Bar(_("Taken into work"), found["taken"]),
        Bar(_("Began to pay"), found["won"]),
    ]
