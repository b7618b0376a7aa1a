"""The monthly rating: the partner's place and why, everybody else's, levels and badges."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.partners.rules import MemberRight
from zabota.domain.ratings.operations import hide_partner, show_partner
from zabota.domain.ratings.queries import (
    is_hidden,
    list_badges,
    list_hall_of_fame,
    list_history,
    list_levels,
    list_ratings,
    list_standings_of,
    pays_abroad,
)
from zabota.kit.clock import now
from zabota.ui.lists import word
from zabota.ui.parts import Curve, Tab
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.wording.ratings import (
    formula,
    month_name,
    older_months,
    points,
    rates,
    standing_rows,
)

MONTHS = 6
FIRST = 50


@members_page
@require_safe
def rating(request: HttpRequest) -> HttpResponse:
    """One month, the newest unless another is asked for."""
    partner = partner_of(request)
    ratings = list(list_ratings())
    shown = next((one for one in ratings if f"{one.month:%Y-%m}" == word(request, "month")), None)
    shown = shown or (ratings[0] if ratings else None)
    rows = standing_rows(shown, list_standings_of(shown), reader=partner) if shown else []
    history = list_history(partner)
    return page(
        request,
        "rating/page.html",
        section="rating",
        rating=shown,
        month=month_name(shown.month) if shown else "",
        formula=formula(shown.rule) if shown else "",
        rates=rates(shown.rule, pays_abroad(partner)) if shown else "",
        rows=rows[:FIRST],
        mine=next((row for row in rows if row.own), None),
        tabs=[
            Tab(
                f"?month={one.month:%Y-%m}",
                _tab(one.month, sealed=one.sealed_at is not None),
                one == shown,
            )
            for one in ratings[:MONTHS]
        ],
        older=older_months(ratings[MONTHS:], shown),
        history=[(month_name(one.rating.month), one) for one in reversed(history)],
        curves=[Curve(_("Points"), [round(one.score / 100) for one in history])],
        curve_labels=[month_name(one.rating.month) for one in history],
        levels=[(level, points(level.least_score)) for level in list_levels()],
        level=history[-1].level if history else None,
        badges=list_badges(partner),
        fame=list_hall_of_fame(first=10),
        hidden=is_hidden(partner),
    )


def _tab(month: date, *, sealed: bool) -> str:
    return month_name(month) if sealed else _("%(month)s, so far") % {"month": month_name(month)}


@partner_page(MemberRight.FRONT)
@require_POST
def hide(request: HttpRequest) -> HttpResponse:
    """The owner hides or shows the partner's name."""
    partner = partner_of(request)
    if request.POST.get("hidden") == "yes":
        hide_partner(partner, at=now(), by=str(request.user))
        say(request, _("Your name is not shown in the rating any more; your place stays."))
    else:
        show_partner(partner)
        say(request, _("Your name is shown in the rating again."))
    return redirect("cabinet:rating")
