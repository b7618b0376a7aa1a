"""Companies that partners named beforehand; those that several have named stand out."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import Reservation, ReservationStatus
from zabota.domain.attribution.queries.reservations import list_rivals
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.clients import tabs_of
from zabota.web.backoffice.views.saved import views


@staff_page(Right.READ)
@require_safe
def reservations(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first; with `?conflicts=1` only those of a company with rivals."""
    rows = _found(request)
    rivals = list_rivals(at=now())
    if word(request, "conflicts"):
        rows = rows.filter(pk__in=rivals)
    table = Table(request, columns(), order="-named")
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Company"), _("Partner"), _("INN"), _("Website"), _("E-mail"), _("Phone"),
                  _("State"), _("Named on"), _("Kept till"), _("Also named by")]  # fmt: skip
        return csv_of("reservations", header, rows, lambda one: _line(one, rivals))
    shown = one_page(request, rows)
    return page(
        request,
        "clients/reservations.html",
        section="clients",
        page=shown,
        rows=[(one, ", ".join(rivals.get(one.pk, []))) for one in shown],
        states=ReservationStatus.choices,
        table=table,
        shelf=views.of(request, "reservations", table),
        **tabs_of("reservations"),
    )


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("company", _("Company"), by="name", fixed=True),
        Column("inn", _("INN"), first=False, by="inn"),
        Column("partner", _("Partner"), by="partner__name"),
        Column("state", _("State"), by="status"),
        Column("rivals", _("Also named by")),
        Column("named", _("Named on"), first=False, by="made_at"),
        Column("till", _("Kept till"), by="expires_at"),
    ]


def _found(request: HttpRequest) -> QuerySet[Reservation]:
    rows = Reservation.objects.select_related("partner", "client")
    if found := word(request):
        rows = rows.filter(
            Q(name__icontains=found) | Q(partner__name__icontains=found) | Q(inn=found)
        )
    if (status := word(request, "status")) in ReservationStatus.values:
        rows = rows.filter(status=status)
    return during(request, rows, "made_at")


def _line(one: Reservation, rivals: dict[int, list[str]]) -> list[Any]:
    return [
        one.name, one.partner, one.inn, one.domain, one.email, one.phone,
        one.get_status_display(), one.made_at, one.expires_at, ", ".join(rivals.get(one.pk, [])),
    ]  # fmt: skip
