"""Claims: partners who say that a client is theirs, what speaks for whom, and the answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.attribution.models import Bearer, Claim, ClaimStatus
from zabota.domain.attribution.operations.claims import decline_claim, decline_claims
from zabota.domain.attribution.queries.claims import (
    list_evidence,
    list_rival_claims,
    suggest_rightful,
    with_rivals,
)
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.people.rules import Right
from zabota.domain.programme.models import Servicing
from zabota.flows.claim_approved import claim_approved
from zabota.kit.clock import local_date, now, start_of_day
from zabota.kit.errors import Refusal
from zabota.ui.acting import back, reason_of, refusals_said, sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, picked, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.effects import Shown, corrections_of, effect_of
from zabota.web.backoffice.forms.claims import DecisionForm, RivalForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.sides import blank, entries_of, sides_of
from zabota.web.backoffice.views.clients import tabs_of
from zabota.web.backoffice.views.partners import clients_now
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.claims import STATES, records_of
from zabota.web.backoffice.words.clients import corrected_sentence, recounted

MOST_CHOSEN = 200


@staff_page(Right.READ)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """All claims; those that wait first, the oldest of them at the top."""
    waiting = _status(request) == ClaimStatus.WAITING
    table = Table(request, columns(), order="asked" if waiting else "-asked")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        header = [_("Client"), _("Partner"), _("What he knew"), _("His words"), _("When asked"),
                  _("State"), _("Answer")]  # fmt: skip
        return csv_of("claims", header, rows, _line)
    return page(
        request,
        "clients/claims.html",
        section="clients",
        page=one_page(request, rows),
        states=list(STATES.items()),
        table=table,
        waiting=waiting or word(request, "status") == "all",
        shelf=views.of(request, "claims", table),
        **tabs_of("claims"),
    )


def _found(request: HttpRequest) -> QuerySet[Claim]:
    rows = with_rivals(Claim.objects.select_related("client", "partner"))
    if found := word(request):
        rows = rows.filter(
            Q(client__name__icontains=found)
            | Q(partner__name__icontains=found)
            | Q(said__icontains=found)
        )
    if (status := _status(request)) in ClaimStatus.values:
        rows = rows.filter(status=status)
    return during(request, rows, "made_at")


def _status(request: HttpRequest) -> str:
    return word(request, "status") or ClaimStatus.WAITING


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("client", _("Client"), by="client__name", fixed=True),
        Column("partner", _("Partner"), by="partner__name"),
        Column("knew", _("What he knew"), first=False),
        Column("words", _("His words")),
        Column("state", _("State"), by="status"),
        Column("answer", _("Answer"), first=False),
        Column("asked", _("When asked"), by="made_at"),
    ]


def _line(one: Claim) -> list[Any]:
    return [
        one.client, one.partner, one.said, one.words, one.made_at, STATES[ClaimStatus(one.status)],
        one.reason,
    ]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: what speaks for whom, and what approving it would do in roubles.

    With a rival both stand side by side; `?alone=1` shows this one with a day of one's own choice.
    """
    shown = get_object_or_404(Claim.objects.select_related("client", "partner"), pk=pk)
    since = word(request, "since") or f"{local_date(shown.since):%Y-%m-%d}"
    start = {"since": since, "bearer": Bearer.VENDOR}
    return _page(request, shown, DecisionForm(start))


def _page(
    request: HttpRequest, shown: Claim, form: DecisionForm, *, status: int = 200
) -> HttpResponse:
    waits = shown.status == ClaimStatus.WAITING
    rivals = list_rival_claims(shown) if waits else []
    if rivals and "alone" not in request.GET:
        return _side_by_side(request, shown, rivals, form, status=status)
    at, evidence = now(), list_evidence(shown.client)
    rightful = suggest_rightful(shown.client)
    names = Partner.objects.in_bulk({one.partner_id for one in evidence})
    effect, refused = _effect(shown, form, at) if waits else (None, "")
    owner = clients_now(at).filter(client=shown.client).select_related("partner").first()
    sides = [shown.partner, *([owner.partner] if owner else [])]
    records = records_of({one.pk for one in sides}, at=at)
    return page(
        request,
        "clients/claim.html",
        section="clients",
        status=status,
        claim=shown,
        owner=owner,
        records=[(one, records[one.pk]) for one in dict.fromkeys(sides)],
        waits=waits,
        alone=bool(rivals),
        evidence=entries_of(evidence, {**names}, evidence[0] if evidence else None),
        rightful=names.get(rightful or 0),
        form=form,
        effect=effect,
        refused=refused,
        recounted=recounted(len(effect.rows)) if effect else "",
    )


def _side_by_side(
    request: HttpRequest, shown: Claim, rivals: list[Claim], form: DecisionForm, *, status: int
) -> HttpResponse:
    """The claims of one client in columns, in the order they were made."""
    at = now()
    claims = sorted([shown, *rivals], key=lambda one: (one.made_at, one.pk))
    filled = {shown.pk: form} if isinstance(form, RivalForm) else {}
    sides, others = sides_of(claims, filled=filled, at=at)
    return page(
        request,
        "clients/rivals.html",
        section="clients",
        status=status,
        claim=shown,
        owner=clients_now(at).filter(client=shown.client).select_related("partner").first(),
        sides=sides,
        others=others,
    )


def _effect(shown: Claim, form: DecisionForm, at: datetime) -> tuple[Shown | None, str]:
    form.is_valid()
    if "since" in form.errors:
        return None, ""
    try:
        since = start_of_day(form.cleaned_data["since"])
        effect = effect_of(
            shown.client, to=shown.partner, since=since, servicing=Servicing.FULL, at=at
        )
        return effect, ""
    except Refusal as refusal:
        return None, sentence_of(refusal)


@staff_page(Right.ATTRIBUTION)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The client becomes the claimant's; his payments are counted anew."""
    shown = get_object_or_404(Claim.objects.select_related("client", "partner"), pk=pk)
    beside = "to_rivals" in request.POST
    form = blank(shown, request.POST) if beside else DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    with refusals_said(request):
        correction = claim_approved(
            shown,
            since=start_of_day(form.cleaned_data["since"]),
            bearer=form.cleaned_data["bearer"],
            reason=form.cleaned_data["reason"],
            to_rivals=form.cleaned_data.get("to_rivals", ""),
            at=now(),
            by=str(request.user),
        )
        say(
            request,
            _changes(shown.client, correction.pk),
            undo_url=reverse("office:undo_correction", args=[correction.pk]),
        )
    return redirect("office:claim", pk)


def _changes(client: Client, correction_id: int) -> str:
    done = next(one for one in corrections_of(client) if one.correction.pk == correction_id)
    return corrected_sentence(done.changes)


@staff_page(Right.ATTRIBUTION)
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Decline the chosen claims with one answer; those decided meanwhile stay as they are."""
    ids = picked(request.POST.getlist("claim"))[:MOST_CHOSEN]
    with refusals_said(request):
        if not ids:
            raise Refusal("Choose claims in the list first.", code="none_chosen")
        declined = decline_claims(ids, reason=reason_of(request), at=now(), by=str(request.user))
        if not declined:
            raise Refusal("These claims have been decided already.", code="decided")
        words = ngettext(
            "%(n)s claim is declined: the partner reads your answer.",
            "%(n)s claims are declined: the partners read your answer.",
            len(declined),
        )
        say(request, words % {"n": len(declined)}, tone="info")
    return back(request, "office:claims")


@staff_page(Right.ATTRIBUTION)
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The client stays where he is; the partner reads why."""
    shown = get_object_or_404(Claim.objects.select_related("partner"), pk=pk)
    with refusals_said(request):
        decline_claim(shown, reason=reason_of(request), at=now(), by=str(request.user))
        say(
            request,
            _("Declined. %(partner)s reads your answer.") % {"partner": shown.partner},
            tone="info",
        )
    return redirect("office:claim", pk)
