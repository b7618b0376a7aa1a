"""What links bring: visitors, registrations, first payments; by code and campaign."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import PromoCode, Visit
from zabota.domain.attribution.queries.visits import list_funnels
from zabota.domain.attribution.rules import fold_code
from zabota.ui.columns import Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.links import WORKING, link_of
from zabota.web.cabinet.views.saved import views
from zabota.web.wording.links import STEPS, bars_of, link_columns, steps_of, tags_of


@members_page
@require_safe
def funnel(request: HttpRequest) -> HttpResponse:
    """The picture for the chosen days, every link with its figures, and a link for a campaign."""
    partner = partner_of(request)
    visits = Visit.objects.filter(promo_code__partner=partner)
    if found := word(request):
        visits = visits.filter(
            Q(promo_code__folded__startswith=fold_code(found)) | Q(campaign__icontains=found)
        )
    table = Table(request, link_columns(), order="-visits")
    rows = table.arranged(list_funnels(during(request, visits, "came_at")))
    if wants_csv(request):
        header = [_("Code"), _("Campaign"), _("Source"), _("Visitors"), _("Registered"),
                  _("Began to pay")]  # fmt: skip
        return csv_of("links", header, rows, _line)
    steps = steps_of(rows)
    campaign = word(request, "campaign")[:60]
    codes = PromoCode.objects.filter(partner=partner, status__in=WORKING).order_by("created_at")
    tail = f"?{urlencode({'utm_campaign': campaign})}" if campaign else ""
    return page(
        request,
        "links/funnel.html",
        section="links",
        page=one_page(request, rows),
        table=table,
        shelf=views.of(request, "funnel", table),
        steps=steps,
        series=bars_of(steps),
        campaign=campaign,
        made=[(code, f"{link_of(code)}{_readable(campaign) or tail}") for code in codes]
        if campaign
        else [],
        tail=tail,
    )


def _line(row: dict[str, Any]) -> list[Any]:
    links = [row["promo_code__code"], row["campaign"], tags_of(row)]
    return [*links, *(row[key] for key in STEPS)]


def _readable(campaign: str) -> str:
    """The tail of a link in its letters, "" when the name has signs that would break it."""
    return f"?utm_campaign={campaign}" if re.fullmatch(r"[\w.-]+", campaign) else ""
