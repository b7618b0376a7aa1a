"""Connections: which there are, how to set one up, what came through it, keys, on and off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.connectors.connections.models import Connection, Fate, Notice
from zabota.connectors.connections.operations.keeping import (
    add_connection,
    change_connection,
    renew_address,
    replace_secrets,
    switch_connection,
)
from zabota.connectors.connections.operations.kinds import Field, Kind, find_kind, list_kinds
from zabota.connectors.connections.operations.rehearsing import address_of, rehearse
from zabota.domain.people.rules import Right
from zabota.kit.clock import local_date, now
from zabota.ui.acting import refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.parts import Step
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.connections import ConnectionForm, form_of, keys_form
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.connections import connection_state, fate_of, refused_sentence

A_MONTH = timedelta(days=30)


@staff_page(Right.CONNECTIONS)
@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """All connections, how they stand and when they last spoke."""
    since = local_date(now() - A_MONTH)
    rows = Connection.objects.annotate(
        turned_away=Sum("refused__count", filter=Q(refused__on__gte=since))
    ).order_by("-enabled", "name", "pk")
    table = Table(request, columns(), usual=_("Those that are on first"))
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Name"), _("System"), _("State"), _("Turned away in 30 days"), _("Last event")]
        return csv_of("connections", header, rows, lambda one: [
            one.name, _kind_title(one), connection_state(one)[0], one.turned_away or 0,
            one.last_event_at])  # fmt: skip
    return page(
        request,
        "connections/list.html",
        section="connections",
        rows=[(one, _kind_title(one), connection_state(one)) for one in rows],
        table=table,
    )


def columns() -> list[Column]:
    """What the list of connections may show: there are few of them, so it has no filters."""
    return [
        Column("name", _("Name"), by="name", fixed=True),
        Column("system", _("System"), by="kind"),
        Column("state", _("State")),
        Column("away", _("Turned away in 30 days"), by="turned_away", numeric=True, sparse=True),
        Column("last", _("Last event"), by="last_event_at", sparse=True),
    ]


def notice_columns() -> list[Column]:
    """What the list of events that came may show."""
    return [
        Column("event", _("Event"), by="word", fixed=True),
        Column("number", _("Number"), by="subject"),
        Column("fate", _("What became of it"), by="fate"),
        Column("amount", _("Amount"), by="amount_minor", numeric=True, sparse=True),
        Column("repeats", _("Repeats"), first=False, by="repeats", numeric=True),
        Column("came", _("Came"), by="came_at"),
    ]


def _kind_title(connection: Connection) -> str:
    kind = find_kind(connection.kind)
    return str(kind.title) if kind else connection.kind


@staff_page(Right.CONNECTIONS)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """With whom: the first step."""
    return page(
        request,
        "connections/choose.html",
        section="connections",
        kinds=list_kinds(),
        steps=_steps(0),
    )


def _steps(at: int, *, failed: bool = False) -> list[Step]:
    words = [_("With whom"), _("Keys"), _("Address"), _("First event")]
    return [
        Step(text, "done" if n < at else "later" if n > at else "failed" if failed else "now")
        for n, text in enumerate(words)
    ]


@staff_page(Right.CONNECTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Keys and settings of a new connection: the second step."""
    known = _get_kind(kind)
    posted = request.method == "POST"
    form = form_of(known, request.POST, new=True) if posted else form_of(
        known, new=True, initial={"name": known.title})  # fmt: skip
    if not (posted and form.is_valid()):
        return _form(request, known, form, connection=None)
    made = add_connection(
        kind=known.code,
        name=form.cleaned_data["name"],
        settings=form.values(secret=False),
        secrets=form.values(secret=True),
        test_mode=form.cleaned_data["test_mode"],
        at=now(),
        by=str(request.user),
    )
    say(request, _("Saved. What is left to do on their side stands below."))
    return redirect("office:connection", made.pk)


def _get_kind(code: str) -> Kind:
    if (kind := find_kind(code)) is None:
        raise Http404
    return kind


def _form(
    request: HttpRequest, kind: Kind, form: ConnectionForm, *, connection: Connection | None
) -> HttpResponse:
    return page(
        request,
        "connections/edit.html",
        section="connections",
        status=422 if form.is_bound else 200,
        kind=kind,
        form=form,
        connection=connection,
        steps=_steps(1),
    )


@staff_page(Right.CONNECTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is no secret: the name, the settings, the test mode."""
    kept = get_object_or_404(Connection, pk=pk)
    kind = _get_kind(kept.kind)
    start = {**kept.settings, "name": kept.name, "test_mode": kept.test_mode}
    if request.method != "POST":
        return _form(request, kind, form_of(kind, new=False, initial=start), connection=kept)
    form = form_of(kind, request.POST, new=False, initial=start)
    if not form.is_valid():
        return _form(request, kind, form, connection=kept)
    change_connection(
        kept,
        name=form.cleaned_data["name"],
        settings=form.values(secret=False),
        test_mode=form.cleaned_data["test_mode"],
        at=now(),
        by=str(request.user),
    )
    say(request, _("Saved."))
    return redirect("office:connection", pk)


@staff_page(Right.CONNECTIONS)
@require_safe
def connection(request: HttpRequest, pk: int) -> HttpResponse:
    """One connection: the address to paste, a try, what came and what became of it."""
    shown = get_object_or_404(Connection, pk=pk)
    kind = find_kind(shown.kind)
    table = Table(request, notice_columns(), order="-came")
    rows = table.sorted(_notices(request, shown))
    if wants_csv(request):
        header = [_("Event"), _("Number"), _("Amount"), _("What became of it"), _("Came"),
                  _("Repeats")]  # fmt: skip
        return csv_of("notices", header, rows, lambda one: [
            one.word, one.subject, one.amount, one.get_fate_display(), one.came_at, one.repeats,
        ])  # fmt: skip
    notices = one_page(request, rows)
    return page(
        request,
        "connections/page.html",
        section="connections",
        connection=shown,
        kind=kind,
        state=connection_state(shown),
        address=address_of(shown),
        entrances=[
            (words, f"{address_of(shown)}?{query}")
            for words, query in (kind.entrances if kind else ())
        ],
        begun=shown.last_event_at is not None,
        steps=_steps(2),
        page=notices,
        rows=[(one, fate_of(one)) for one in notices],
        fates=Fate.choices,
        table=table,
        unsettled=any(one.fate == Fate.WAITING and one.tries == 0 for one in notices),
        refused=[
            (one, refused_sentence(one.reason))
            for one in shown.refused.order_by("-on", "reason")[:10]
        ],
        settings=_settings_shown(shown, kind),
        keys=keys_form(kind) if kind else None,
        may_try=bool(kind and (kind.sample or kind.check_keys)),
    )


def _notices(request: HttpRequest, shown: Connection) -> QuerySet[Notice]:
    rows = shown.notices.select_related("payment")
    if fate := word(request, "fate"):
        rows = rows.filter(fate=fate)
    if found := word(request):
        rows = rows.filter(Q(subject__startswith=found) | Q(word__icontains=found))
    return during(request, rows, "came_at")


def _settings_shown(shown: Connection, kind: Kind | None) -> list[tuple[Any, str]]:
    if kind is None:
        return list(shown.settings.items())
    words = {field.name: dict(field.choices) for field in kind.fields}
    return [
        (field.label, str(words[field.name].get(value, value)))
        for field in kind.fields
        if not field.secret and (value := shown.settings.get(field.name)) and _counts(shown, field)
    ]


def _counts(shown: Connection, field: Field) -> bool:
    """Whether a setting means anything beside the others."""
    if field.needed_with is None:
        return True
    other, value = field.needed_with
    return bool(shown.settings.get(other) == value)


@staff_page(Right.CONNECTIONS)
@require_POST
def replace_keys(request: HttpRequest, pk: int) -> HttpResponse:
    """New keys; what was signed by the former ones is accepted for a day."""
    kept = get_object_or_404(Connection, pk=pk)
    form = keys_form(_get_kind(kept.kind), request.POST)
    with refusals_said(request):
        given = form.values(secret=True) if form.is_valid() else {}
        replace_secrets(kept, secrets=given, at=now(), by=str(request.user))
        say(
            request,
            _("The keys are replaced. What was signed by the former ones is accepted for a day."),
        )
    return redirect("office:connection", pk)


@staff_page(Right.CONNECTIONS)
@require_POST
def try_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the keys at the processor, and send a test event through our own entrance."""
    tried = get_object_or_404(Connection, pk=pk)
    with refusals_said(request):
        shown = rehearse(tried, at=now())
        said = [_("The keys are right.")] if shown.keys_tried else []
        if shown.entrance_called:
            said.append(_("The test event has arrived: it stands below."))
        say(request, " ".join(said))
    return redirect("office:connection", pk)


@staff_page(Right.CONNECTIONS)
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off."""
    kept = get_object_or_404(Connection, pk=pk)
    on = request.POST.get("on") == "yes"
    switch_connection(kept, on=on, at=now(), by=str(request.user))
    if on:
        say(request, _("Switched on."))
    else:
        say(request, _("Switched off: whoever calls is asked to come later."), tone="info")
    return redirect("office:connection", pk)


@staff_page(Right.CONNECTIONS)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """A new address: the former one leads nowhere from now on."""
    kept = get_object_or_404(Connection, pk=pk)
    renew_address(kept, at=now(), by=str(request.user))
    say(request, _("There is a new address. Paste it into their cabinet now."), tone="wait")
    return redirect("office:connection", pk)
