"""What the links of all partners bring: visitors, registrations, first payments."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import Visit
from zabota.domain.attribution.queries.visits import list_funnels
from zabota.domain.attribution.rules import fold_code
from zabota.domain.people.rules import Right
from zabota.ui.columns import Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.partners import tabs_of
from zabota.web.backoffice.views.saved import views
from zabota.web.wording.links import STEPS, bars_of, link_columns, steps_of, tags_of


@staff_page(Right.READ)
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """The picture for the chosen days, and every code and campaign with its figures."""
    visits = during(request, Visit.objects.all(), "came_at")
    if found := word(request):
        visits = visits.filter(
            Q(promo_code__folded__startswith=fold_code(found))
            | Q(promo_code__partner__name__icontains=found)
            | Q(campaign__icontains=found)
        )
    table = Table(request, link_columns(of_one=False), order="-visits")
    rows = table.arranged(list_funnels(visits))
    if wants_csv(request):
        header = [_("Partner"), _("Promo code"), _("Campaign"), _("Source"), _("Visitors"),
                  _("Registered"), _("Began to pay")]  # fmt: skip
        return csv_of("links", header, rows, _line)
    steps = steps_of(rows)
    return page(
        request,
        "partners/links.html",
        section="partners",
        page=one_page(request, rows),
        steps=steps,
        table=table,
        shelf=views.of(request, "links", table),
        series=bars_of(steps),
        **tabs_of("links"),
    )


def _line(row: dict[str, Any]) -> list[Any]:
    named = [row["promo_code__partner__name"], row["promo_code__code"], row["campaign"]]
    return [*named, tags_of(row), *(row[key] for key in STEPS)]
