"""What links bring: visitors, registrations, first payments; by code and campaign."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import PromoCode, Visit
from zabota.domain.attribution.queries.visits import list_funnels
from zabota.ui.lists import csv_of, during, wants_csv, word
from zabota.ui.parts import Bar
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.links import WORKING, link_of


@members_page
@require_safe
def funnel(request: HttpRequest) -> HttpResponse:
    """The picture for the chosen days, every link with its figures, and a link for a campaign."""
    partner = partner_of(request)
    rows = list_funnels(
        during(request, Visit.objects.filter(promo_code__partner=partner), "came_at")
    )
    if wants_csv(request):
        header = [_("Code"), _("Campaign"), _("Visitors"), _("Registered"), _("Began to pay")]
        keys = ("promo_code__code", "campaign", "visits", "sign_ups", "paid")
        return csv_of("links", header, rows, lambda row: [row[key] for key in keys])
    steps = ((_("Visitors"), "visits"), (_("Registered"), "sign_ups"), (_("Began to pay"), "paid"))
    campaign = word(request, "campaign")[:60]
    codes = PromoCode.objects.filter(partner=partner, status__in=WORKING).order_by("created_at")
    tail = f"?{urlencode({'utm_campaign': campaign})}" if campaign else ""
    return page(
        request,
        "links/funnel.html",
        section="links",
        rows=rows,
        series=[Bar(label, sum(row[key] for row in rows)) for label, key in steps],
        campaign=campaign,
        made=[(code, f"{link_of(code)}{tail}") for code in codes] if campaign else [],
        tail=tail,
    )
