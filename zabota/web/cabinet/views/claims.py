"""«This is my client»: the promo code was forgotten, the partner asks, staff answer."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.attribution.models import Claim
from zabota.domain.attribution.operations.claims import ClaimRefused, claim_client, take_claim_back
from zabota.kit.clock import now, start_of_day
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.lists import one_page
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.words.claims import change_of, steps_of


class ClaimForm(forms.Form):
    """What the partner knows of the client, and why he thinks so."""

    said = forms.CharField(
        label=gettext_lazy("The client"),
        max_length=120,
        help_text=gettext_lazy("INN, website, e-mail or the number of an invoice"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    since = forms.DateField(
        label=gettext_lazy("Yours since"), widget=forms.DateInput(attrs={"type": "date"})
    )
    words = forms.CharField(
        label=gettext_lazy("How it was"),
        max_length=2000,
        help_text=gettext_lazy("When you brought the client, who at the client can confirm it"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@members_page
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """Ask for a client, and see what became of what was asked before."""
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := _claim(request, form)):
        return redirect("cabinet:claim", made.pk)
    mine = Claim.objects.filter(partner=partner_of(request)).select_related("client")
    return page(
        request,
        "claims/list.html",
        section="claims",
        form=form,
        page=one_page(request, mine.order_by("-made_at", "-pk")),
        status=422 if form.is_bound else 200,
    )


def _claim(request: HttpRequest, form: ClaimForm) -> Claim | None:
    wished = form.cleaned_data
    try:
        made = claim_client(
            partner_of(request),
            said=wished["said"],
            since=start_of_day(wished["since"]),
            words=wished["words"],
            at=now(),
            by=str(request.user),
        )
    except ClaimRefused as refusal:
        form.add_error("said", sentence_of(refusal))
        return None
    say(request, _("We have got it. The answer comes here and by e-mail."))
    return made


@members_page
@require_safe
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """What he asked for, what it would change or has changed for him, and the answer."""
    shown = get_object_or_404(
        Claim.objects.select_related("client", "partner"), pk=pk, partner=partner_of(request)
    )
    return page(
        request,
        "claims/claim.html",
        section="claims",
        claim=shown,
        change=change_of(shown, at=now()),
        entries=steps_of(shown),
    )


@members_page
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The partner no longer asks."""
    claim = get_object_or_404(Claim, pk=pk, partner=partner_of(request))
    with refusals_said(request):
        take_claim_back(claim, at=now(), by=str(request.user))
        say(request, _("The claim is taken back."), tone="info")
    return redirect("cabinet:claims")
