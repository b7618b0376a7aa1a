"""What became of leads by partner, and the rule by which they are handed out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zabota.domain.leads.operations import set_rule
from zabota.domain.leads.queries import get_rule, get_weights
from zabota.domain.leads.queries.outcomes import Outcome, list_outcomes
from zabota.domain.people.rules import Right
from zabota.domain.ratings.queries import list_levels
from zabota.kit.clock import day_typed, end_of_day, local_date, now, start_of_day
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.leads import LeadRuleForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.leads import tabs_of
from zabota.web.backoffice.views.saved import views
from zabota.web.wording.leads import answer_time

DAYS = 180  # shown while no days are chosen
RULE = ("answer_hours", "window_days", "level_bonus", "needs_training")


@staff_page(Right.READ)
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """By partner: asked, taken, paying, come to nothing, given back, declined, silent."""
    at = now()
    first, last = day_typed(word(request, "from")), day_typed(word(request, "to"))
    since = start_of_day(first) if first else None
    if first is None and last is None:
        since = start_of_day(local_date(at) - timedelta(days=DAYS))
    table = Table(request, _columns(), order="-proposed")
    rows = table.arranged(list_outcomes(since=since, until=end_of_day(last) if last else None))
    if found := word(request).casefold():
        rows = [one for one in rows if found in one.partner.name.casefold()]
    if wants_csv(request):
        return csv_of("lead-outcomes", [one.label for one in table.columns], rows, _line)
    rule = get_rule(at)
    return page(
        request,
        "leads/outcomes.html",
        section="leads",
        tabs=tabs_of("outcomes"),
        page=one_page(request, rows),
        rule=rule,
        weights=get_weights(rule),
        answer_in=answer_time(rule.answer_hours),
        since=since if not first and not last else None,
        table=table,
        shelf=views.of(request, "lead_outcomes", table),
    )


def _columns() -> list[Column]:
    """By what the list is sorted; who was proposed the most stands first."""
    return [
        Column("name", _("Partner"), by=lambda one: one.partner.name.casefold(), fixed=True),
        *(
            Column(field, label, by=attrgetter(field), numeric=True)
            for field, label in (
                ("proposed", _("Proposed")),
                ("taken", _("Taken")),
                ("won", _("Pay")),
                ("share_bp", _("Share of paying")),
                ("lost", _("Came to nothing")),
                ("returned", _("Given back")),
                ("declined", _("Declined")),
                ("silent", _("Silent")),
                ("hours", _("Hours to answer")),
            )
        ),
    ]


def _line(one: Outcome) -> list[Any]:
    share = "" if one.share_bp is None else f"{Decimal(one.share_bp) / 100:.2f}".replace(".", ",")
    return [one.partner.name, one.proposed, one.taken, one.won, share, one.lost, one.returned,
            one.declined, one.silent, one.hours]  # fmt: skip


@staff_page(Right.TERMS)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """How leads are handed out."""
    rule = get_rule(now())
    initial = {name: getattr(rule, name) for name in RULE}
    kept = {f"level_{pk}": weight for pk, weight in rule.level_weights.items()}
    form = LeadRuleForm(
        request.POST or None,
        initial={**initial, **kept},
        levels=list_levels(),
        changed_by=rule.changed_by,
    )
    if form.is_bound and form.is_valid():
        set_rule(**form.given(), at=now(), by=str(request.user))
        say(request, _("So leads are handed out from now on."))
        return redirect("office:lead_outcomes")
    status = 422 if form.is_bound else 200
    return page(request, "leads/rules.html", section="leads", form=form, status=status)
