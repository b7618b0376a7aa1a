"""Companies named beforehand: kept for the partner for a while, extended once with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.attribution.models import Reservation, ReservationStatus
from zabota.domain.attribution.operations.reservations import (
    extend_reservation,
    reserve_company,
    take_reservation_back,
)
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.requisites import is_inn
from zabota.ui.acting import reason_of, refusals_said, sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.saved import views

MOST_MET = 20


class ReservationForm(forms.Form):
    """The company, and by what we shall know it."""

    name = forms.CharField(label=gettext_lazy("Company"), max_length=160)
    inn = forms.CharField(label=gettext_lazy("INN"), max_length=12, required=False)
    domain = forms.CharField(label=gettext_lazy("Website"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)
    words = forms.CharField(
        label=gettext_lazy("How far you are"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_inn(self) -> str:
        """An INN with a right check digit, or none."""
        typed = str(self.cleaned_data["inn"]).strip()
        if typed and not is_inn(typed):
            raise forms.ValidationError(_("This is no INN: check the digits."))
        return typed


@members_page
@require_http_methods(["GET", "HEAD", "POST"])
def reservations(request: HttpRequest) -> HttpResponse:
    """Name a company, and see what became of those named before."""
    form = ReservationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _reserve(request, form):
        return redirect("cabinet:reservations")
    table = Table(request, columns(), order="-named")
    mine = table.sorted(_mine(request))
    if wants_csv(request):
        header = [_("Company"), _("INN"), _("Website"), _("E-mail"), _("Phone"), _("Status"),
                  _("Named"), _("Kept till"), _("How far you are"), _("Why longer")]  # fmt: skip
        return csv_of("named", header, mine, _line)
    met = Reservation.objects.filter(against__partner=partner_of(request))
    return page(
        request,
        "reservations.html",
        section="reservations",
        met=met.select_related("against").order_by("-pk")[:MOST_MET],
        form=form,
        page=one_page(request, mine),
        statuses=ReservationStatus.choices,
        table=table,
        shelf=views.of(request, "reservations", table),
        status=422 if form.is_bound else 200,
    )


def _mine(request: HttpRequest) -> QuerySet[Reservation]:
    rows = Reservation.objects.filter(partner=partner_of(request))
    if (status := word(request, "status")) in ReservationStatus.values:
        rows = rows.filter(status=status)
    if found := word(request):
        rows = rows.filter(Q(name__icontains=found) | Q(inn=found) | Q(domain__icontains=found))
    return during(request, rows, "made_at")


def columns() -> list[Column]:
    """What the list of companies may show."""
    return [
        Column("company", _("Company"), by="name", fixed=True),
        Column("contacts", _("Contacts")),
        Column("status", _("Status"), by="status"),
        Column("named", _("Named"), first=False, by="made_at"),
        Column("till", _("Kept till"), by="expires_at"),
        Column("words", _("How far you are"), first=False),
        Column("action", _("Action"), fixed=True, head=False),
    ]


def _line(one: Reservation) -> list[Any]:
    return [
        one.name, one.inn, one.domain, one.email, one.phone, one.get_status_display(), one.made_at,
        one.expires_at, one.words, one.extended_why,
    ]  # fmt: skip


def _reserve(request: HttpRequest, form: ReservationForm) -> bool:
    try:
        reserve_company(partner_of(request), at=now(), by=str(request.user), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return False
    say(request, _("The company is kept for you."))
    return True


@members_page
@require_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more for as long, with a reason."""
    one = get_object_or_404(Reservation, pk=pk, partner=partner_of(request))
    with refusals_said(request):
        extend_reservation(one, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, _("The company is kept for you longer."))
    return redirect("cabinet:reservations")


@members_page
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The partner no longer asks."""
    one = get_object_or_404(Reservation, pk=pk, partner=partner_of(request))
    with refusals_said(request):
        take_reservation_back(one)
        say(request, _("The company is no longer kept for you."), tone="info")
    return redirect("cabinet:reservations")
