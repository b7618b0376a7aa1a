"""Companies named beforehand: kept for the partner for a while, extended once with a reason."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.attribution.models import Reservation
from zabota.domain.attribution.operations.reservations import (
    extend_reservation,
    reserve_company,
    take_reservation_back,
)
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.requisites import is_inn
from zabota.ui.acting import reason_of, refusals_said, sentence_of
from zabota.ui.lists import one_page
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page

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
    mine = Reservation.objects.filter(partner=partner_of(request)).select_related("client")
    met = Reservation.objects.filter(against__partner=partner_of(request))
    return page(
        request,
        "reservations.html",
        section="reservations",
        met=met.select_related("against").order_by("-pk")[:MOST_MET],
        form=form,
        page=one_page(request, mine.order_by("-made_at", "-pk")),
        status=422 if form.is_bound else 200,
    )


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
