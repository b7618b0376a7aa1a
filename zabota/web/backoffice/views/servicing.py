"""The servicing level of a client: what a change does in roubles first, then the deed."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zabota.domain.clients.models import Client
from zabota.domain.people.rules import Right
from zabota.flows.servicing_changed import servicing_changed
from zabota.kit.clock import local_date, now, start_of_day
from zabota.kit.errors import Refusal
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.effects import Shown, corrections_of, servicing_effect_of
from zabota.web.backoffice.forms.corrections import LevelForm, ServicingForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.partners import clients_now
from zabota.web.backoffice.words.clients import level_sentence, recounted


@staff_page(Right.ATTRIBUTION)
@require_http_methods(["GET", "POST"])
def servicing(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the level and the day, look at the effect, do it with a reason."""
    client = get_object_or_404(Client, pk=pk)
    if request.method == "POST":
        form = ServicingForm(request.POST)
        if form.is_valid() and (done := _change(request, client, form)):
            return done
        return _page(request, client, form, status=422)
    if request.GET:
        return _page(request, client, LevelForm(request.GET))
    return _page(request, client, LevelForm(initial={"since": local_date(now())}))


def _page(
    request: HttpRequest, client: Client, form: LevelForm, *, status: int = 200
) -> HttpResponse:
    at = now()
    effect, refused = _effect(client, form, at)
    return page(
        request,
        "clients/servicing.html",
        section="clients",
        status=status,
        client=client,
        owner=clients_now(at).filter(client=client).select_related("partner").first(),
        form=form,
        deed=form if isinstance(form, ServicingForm) else ServicingForm(),
        effect=effect,
        refused=refused,
        recounted=recounted(len(effect.rows)) if effect else "",
    )


def _effect(client: Client, form: LevelForm, at: datetime) -> tuple[Shown | None, str]:
    """What would happen, or why it cannot; nothing while the form is not filled in."""
    if not form.is_bound:
        return None, ""
    form.is_valid()
    if {"since", "servicing"} & set(form.errors):
        return None, ""
    wanted = form.cleaned_data
    try:
        since = start_of_day(wanted["since"])
        return servicing_effect_of(client, servicing=wanted["servicing"], since=since, at=at), ""
    except Refusal as refusal:
        return None, sentence_of(refusal)


def _change(request: HttpRequest, client: Client, form: ServicingForm) -> HttpResponse | None:
    """Do it and go to the client; None when it was refused."""
    wanted = form.cleaned_data
    with refusals_said(request):
        correction = servicing_changed(
            client,
            servicing=wanted["servicing"],
            since=start_of_day(wanted["since"]),
            reason=wanted["reason"],
            at=now(),
            by=str(request.user),
        )
        done = next(one for one in corrections_of(client) if one.correction == correction)
        say(
            request,
            level_sentence(correction, done.changes),
            undo_url=reverse("office:undo_correction", args=[correction.pk]),
        )
        return redirect("office:client", client.pk)
    return None
