"""«This is my client»: the promo code was forgotten, the partner asks, staff answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.attribution.models import Claim, ClaimStatus
from zabota.domain.attribution.operations.claims import ClaimRefused, claim_client, take_claim_back
from zabota.kit.clock import local_date, now, start_of_day
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.saved import views
from zabota.web.cabinet.words.claims import change_of, steps_of

EARLIEST = date(2000, 1, 1)


class ClaimForm(forms.Form):
    """What the partner knows of the client, and why he thinks so."""

    said = forms.CharField(
        label=gettext_lazy("The client"),
        max_length=120,
        help_text=gettext_lazy("INN, website, e-mail or the number of an invoice"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    since = forms.DateField(
        label=gettext_lazy("Yours since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.CharField(
        label=gettext_lazy("How it was"),
        max_length=2000,
        help_text=gettext_lazy("When you brought the client, who at the client can confirm it"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_since(self) -> date:
        """A day on which there were clients: 0202 is a slip of the keys, and tomorrow is nobody's past."""
        since: date = self.cleaned_data["since"]
        if not EARLIEST <= since <= local_date(now()):
            raise forms.ValidationError(_("A day from 2000 until today. Is the year right?"))
        return since


@members_page
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """Ask for a client, and see what became of what was asked before."""
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := _claim(request, form)):
        return redirect("cabinet:claim", made.pk)
    table = Table(request, columns(), order="-asked")
    mine = table.sorted(_mine(request))
    if wants_csv(request):
        header = [_("The client"), _("Status"), _("Asked"), _("Yours since"), _("How it was"),
                  _("Answer"), _("Answered")]  # fmt: skip
        return csv_of("claims", header, mine, _line)
    return page(
        request,
        "claims/list.html",
        section="claims",
        form=form,
        page=one_page(request, mine),
        statuses=ClaimStatus.choices,
        table=table,
        shelf=views.of(request, "claims", table),
        status=422 if form.is_bound else 200,
    )


def _mine(request: HttpRequest) -> QuerySet[Claim]:
    rows = Claim.objects.filter(partner=partner_of(request))
    if (status := word(request, "status")) in ClaimStatus.values:
        rows = rows.filter(status=status)
    if found := word(request):
        rows = rows.filter(Q(said__icontains=found) | Q(words__icontains=found))
    return during(request, rows, "made_at")


def columns() -> list[Column]:
    """What the list of claims may show."""
    return [
        Column("client", _("The client"), by="said", fixed=True),
        Column("status", _("Status"), by="status"),
        Column("asked", _("Asked"), by="made_at"),
        Column("since", _("Yours since"), first=False, by="since"),
        Column("words", _("How it was"), first=False),
        Column("answer", _("Answer")),
        Column("answered", _("Answered"), first=False, by="decided_at", sparse=True),
        Column("action", _("Action"), fixed=True, head=False),
    ]


def _line(one: Claim) -> list[Any]:
    return [
        one.said, one.get_status_display(), one.made_at, one.since, one.words, one.reason,
        one.decided_at,
    ]  # fmt: skip


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
