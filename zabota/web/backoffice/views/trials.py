"""Trials on history: started from a draft, counted in the background, read as a comparison."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.people.rules import Right
from zabota.domain.programme.models import SpecialTerms, TermsVersion
from zabota.domain.ratings.queries import get_levels_at
from zabota.domain.rewards.models import Trial, TrialStatus
from zabota.domain.rewards.operations import cancel_trial, start_trial
from zabota.domain.rewards.queries.trials import Changed, count_by_change, list_changed
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.acting import refusals_said
from zabota.ui.lists import csv_of, one_page, wants_csv, whole, word
from zabota.ui.parts import Bar
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.terms import PeriodForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.terms import Line
from zabota.web.wording.terms import lines_of, special_lines

LOSSES = (1, 5, 10, 20, 50)
GOING = (TrialStatus.WAITING, TrialStatus.RUNNING)


@staff_page(Right.TERMS)
@require_POST
def try_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a version on past days."""
    shown = get_object_or_404(TermsVersion, pk=pk)
    return _start(request, "office:version", pk, version=shown)


@staff_page(Right.TERMS)
@require_POST
def try_special(request: HttpRequest, pk: int) -> HttpResponse:
    """Try special terms on past days."""
    shown = get_object_or_404(SpecialTerms, pk=pk)
    return _start(request, "office:special", pk, special=shown)


def _start(request: HttpRequest, back: str, pk: int, **terms: Any) -> HttpResponse:
    form = PeriodForm(request.POST)
    if not form.is_valid():
        say(
            request,
            " ".join(str(e) for errors in form.errors.values() for e in errors),
            tone="late",
        )
        return redirect(back, pk)
    since, until = form.period()
    at = now()
    with refusals_said(request):
        trial = start_trial(
            **terms, since=since, until=until, at=at, by=str(request.user), levels=get_levels_at(at)
        )
        return redirect("office:trial", trial.pk)
    return redirect(back, pk)


@staff_page(Right.READ)
@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a trial is, then who would have earned how much more or less."""
    shown = get_object_or_404(Trial.objects.select_related("version", "special__partner"), pk=pk)
    by_client = word(request, "by") == "client"
    loses = whole(request, "loses")
    rows = list_changed(shown, by_client=by_client, loses_percent=loses, found=word(request))
    if wants_csv(request):
        header = [_("Partner"), _("Client"), _("Payments"), _("Before"), _("After"),
                  _("Difference"), _("Change, %")]  # fmt: skip
        return csv_of(f"trial-{pk}", header, rows, _line)
    partners = list_changed(shown, by_client=False)
    terms = shown.version or shown.special
    return page(
        request,
        "terms/trial.html",
        section="terms",
        trial=shown,
        going=shown.status in GOING,
        done=shown.status == TrialStatus.DONE,
        terms=terms,
        lines=[Line(text) for text in _lines(shown)],
        page=one_page(request, rows),
        by_client=by_client,
        before=Money(shown.before_minor),
        after=Money(shown.after_minor),
        less=Money(shown.before_minor - shown.after_minor),
        losses=LOSSES,
        difference=Money(shown.after_minor - shown.before_minor),
        gain=sum(one.difference > 0 for one in partners),
        lose=sum(one.difference < 0 for one in partners),
        same=sum(one.difference == 0 for one in partners),
        histogram=[Bar(label, count) for label, count in count_by_change(partners)],
    )


def _lines(shown: Trial) -> list[str]:
    if shown.version is not None:
        return lines_of(shown.version)
    return special_lines(shown.special) if shown.special else []


def _line(one: Changed) -> list[Any]:
    return [
        one.partner, one.client, one.payments, Money(one.before), Money(one.after),
        Money(one.difference), "" if one.percent is None else f"{one.percent:.1f}".replace(".", ","),
    ]  # fmt: skip


@staff_page(Right.TERMS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop counting."""
    with refusals_said(request):
        cancel_trial(get_object_or_404(Trial, pk=pk), at=now())
        say(request, _("Stopped."), tone="info")
    return redirect("office:trial", pk)
