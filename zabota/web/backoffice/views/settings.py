"""Settings: what the owner sets, and who set what when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.payouts.facts import PAY_INDIVIDUALS
from zabota.domain.people.rules import Right
from zabota.domain.settings.facts import Option, Value
from zabota.domain.settings.models import Setting
from zabota.domain.settings.operations import drop_plan, set_option
from zabota.domain.settings.queries import get_settings, list_planned
from zabota.kit.clock import now
from zabota.ui.acting import refusals_said
from zabota.ui.lists import one_page
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.settings import SettingsForm, field_name
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.settings import (
    groups,
    individuals_cost,
    list_elsewhere,
    name_of,
    shown,
)


class Change(NamedTuple):
    """A line of the history."""

    label: str
    value: str
    setting: Setting


@staff_page(Right.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Everything that can be set, with what it does; below, every change."""
    asked = groups()
    options = {one.option.name: one.option for group in asked for one in group.asked}
    at = now()
    values = get_settings(*options.values(), at=at)
    form = SettingsForm(
        request.POST if request.method == "POST" else None, groups=asked, values=values
    )
    asks: list[str] = []
    if form.is_bound and form.is_valid() and _must_agree(request, form, values):
        asks = individuals_cost(at=at)
    if form.is_bound and form.is_valid() and not asks:
        changed = _save(request, form, list(options.values()), values)
        say(request, _("Saved.") if changed else _("Nothing has changed."))
        return redirect("office:settings")
    rows = one_page(request, Setting.objects.filter(set_at__lte=at).order_by("-set_at", "-pk"))
    return page(
        request,
        "settings/settings.html",
        section="settings",
        form=form,
        asks=asks,
        elsewhere=list_elsewhere(),
        history=_changes(rows, options),
        planned=_changes(list_planned(at=at), options),
        page=rows,
        status=422 if form.is_bound else 200,
    )


def _must_agree(request: HttpRequest, form: SettingsForm, values: Mapping[str, Value]) -> bool:
    """Whether this would make the vendor a tax agent and he has not said that he knows it."""
    wished = form.cleaned_data[field_name(PAY_INDIVIDUALS)]
    return bool(wished) and not values[PAY_INDIVIDUALS.name] and "agreed" not in request.POST


def _changes(rows: Iterable[Setting], options: Mapping[str, Option]) -> list[Change]:
    return [
        Change(
            name_of(row.name),
            shown(options[row.name], row.value) if row.name in options else str(row.value),
            row,
        )
        for row in rows
    ]


@transaction.atomic
def _save(
    request: HttpRequest, form: SettingsForm, options: list[Option], values: Mapping[str, Value]
) -> int:
    """What differs from what holds now; with a day it waits for that day."""
    at, since, by = now(), form.since(), str(request.user)
    wished = {option: form.cleaned_data[field_name(option)] for option in options}
    changed = {one: value for one, value in wished.items() if value != values[one.name]}
    return sum(set_option(one, value, at=at, by=by, since=since) for one, value in changed.items())


@staff_page(Right.SETTINGS)
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was to hold from a coming day."""
    with refusals_said(request):
        drop_plan(get_object_or_404(Setting, pk=pk), at=now(), by=str(request.user))
        say(request, _("Taken back: nothing changes on that day."), tone="info")
    return redirect("office:settings")
