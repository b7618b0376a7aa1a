"""Corrections: the effect in roubles first, then the deed, and its undoing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.attribution.models import Attribution, Correction, Source
from zabota.domain.clients.models import Client
from zabota.domain.people.rules import Right
from zabota.flows.client_placed import (
    attribution_corrected,
    client_attributed,
    correction_undone,
)
from zabota.kit.clock import local_date, now, start_of_day
from zabota.kit.errors import Refusal
from zabota.ui.acting import MOST_LETTERS, back, refusals_said, sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.effects import Shown, corrections_of, effect_of
from zabota.web.backoffice.forms.corrections import CorrectionForm, PlaceForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.partners import clients_now
from zabota.web.backoffice.words.clients import corrected_sentence, recounted


@staff_page(Right.ATTRIBUTION)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a client where he belongs: choose, look at the effect, do it with a reason."""
    client = get_object_or_404(Client, pk=pk)
    new = not Attribution.objects.filter(client=client, withdrawn_at=None).exists()
    if request.method == "POST":
        form = CorrectionForm(request.POST, may_be_nobody=not new)
        if form.is_valid() and (done := _put(request, client, form.cleaned_data, new=new)):
            return done
        return _shown(request, client, form, new=new, status=422)
    if request.GET:
        return _shown(request, client, PlaceForm(request.GET, may_be_nobody=not new), new=new)
    start = {"since": local_date(client.created_at)}
    return _shown(request, client, PlaceForm(initial=start, may_be_nobody=not new), new=new)


def _shown(
    request: HttpRequest, client: Client, form: PlaceForm, *, new: bool, status: int = 200
) -> HttpResponse:
    at = now()
    effect, refused = _effect(client, form, at)
    deed = form if isinstance(form, CorrectionForm) else CorrectionForm(may_be_nobody=not new)
    return page(
        request,
        "clients/correct.html",
        section="clients",
        status=status,
        client=client,
        owner=clients_now(at).filter(client=client).select_related("partner").first(),
        form=form,
        deed=deed,
        new=new,
        effect=effect,
        refused=refused,
        recounted=recounted(len(effect.rows)) if effect else "",
    )


def _effect(client: Client, form: PlaceForm, at: datetime) -> tuple[Shown | None, str]:
    """What would happen, or why it cannot; nothing while the form is not filled in."""
    if not form.is_bound:
        return None, ""
    form.is_valid()
    if {"to", "since", "servicing"} & set(form.errors):
        return None, ""
    try:
        return effect_of(client, **_place(form.cleaned_data), at=at), ""
    except Refusal as refusal:
        return None, sentence_of(refusal)


def _place(wanted: dict[str, Any]) -> dict[str, Any]:
    return {
        "to": wanted["to"],
        "since": start_of_day(wanted["since"]),
        "servicing": wanted["servicing"],
    }


def _put(
    request: HttpRequest, client: Client, wanted: dict[str, Any], *, new: bool
) -> HttpResponse | None:
    """Do it and go to the client; None when it was refused."""
    at, by, place = now(), str(request.user), _place(wanted)
    with refusals_said(request):
        if new:
            given = client_attributed(
                client,
                partner=place["to"],
                since=place["since"],
                servicing=place["servicing"],
                source=Source.STAFF,
                evidence=wanted["reason"],
                at=at,
                by=by,
            )
            if not given:
                raise Refusal("Somebody changed it a moment ago. Look at it again and decide.")
            say(request, _("%(client)s is his client now.") % {"client": client})
        else:
            correction = attribution_corrected(
                client, **place, bearer=wanted["bearer"], reason=wanted["reason"], at=at, by=by
            )
            done = next(one for one in corrections_of(client) if one.correction == correction)
            say(
                request,
                corrected_sentence(done.changes),
                undo_url=reverse("office:undo_correction", args=[correction.pk]),
            )
        return redirect("office:client", client.pk)
    return None


@staff_page(Right.ATTRIBUTION)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a correction to the kopeck; from its own toast no reason is asked for."""
    correction = get_object_or_404(Correction.objects.select_related("client"), pk=pk)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:MOST_LETTERS]
    with refusals_said(request):
        if "reason" in request.POST and not reason:
            raise Refusal("Say why: the reason stays in the history.", code="no_reason")
        undoing = correction_undone(
            correction, reason=reason or _("Taken back at once"), at=now(), by=str(request.user)
        )
        whose = undoing.to_partner
        say(
            request,
            _("The correction is undone: the client is %(partner)s's as before.")
            % {"partner": whose}
            if whose
            else _("The correction is undone: the client is nobody's as before."),
        )
    return back(request, "office:client", correction.client_id)
