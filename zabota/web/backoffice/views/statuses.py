"""Working statuses of clients: which there are, in which order, named and coloured how."""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.clients.models import Client, WorkingStatus
from zabota.domain.clients.operations import (
    StatusRefused,
    add_status,
    change_status,
    move_status,
    remove_status,
)
from zabota.domain.clients.queries import list_statuses
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.statuses import StatusForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.clients import tabs_of


@staff_page(Right.READ)
@require_safe
def statuses(request: HttpRequest) -> HttpResponse:
    """The row of statuses with how many clients have each."""
    rows = Client.objects.order_by().values_list("status").annotate(n=Count("pk"))
    counts = dict(rows)
    return page(
        request,
        "clients/statuses.html",
        section="clients",
        rows=[(one, counts.get(one.key, 0)) for one in list_statuses(hidden=True)],
        **tabs_of("statuses"),
    )


@staff_page(Right.CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, key: str | None = None) -> HttpResponse:
    """A status, new or changed."""
    kept = None if key is None else _find(key)
    names = ("name_ru", "name_en", "tone", "asks_why", "hidden")
    initial = {name: getattr(kept, name) for name in names} if kept else {"tone": "quiet"}
    form = StatusForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        given, at, by = form.cleaned_data, now(), str(request.user)
        try:
            if kept is None:
                add_status(**given, at=at, by=by)
            else:
                change_status(kept.key, **given, at=at, by=by)
        except StatusRefused as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            say(request, _("Saved. Staff and partners see it at once."))
            return redirect("office:statuses")
    code = 422 if form.is_bound else 200
    return page(
        request, "clients/status.html", section="clients", form=form, kept=kept, status=code
    )


@staff_page(Right.CLIENTS)
@require_POST
def move(request: HttpRequest, key: str) -> HttpResponse:
    """One place up or down."""
    places = -1 if request.POST.get("to") == "up" else 1
    with refusals_said(request):
        move_status(key, by_places=places, at=now(), by=str(request.user))
    return redirect("office:statuses")


@staff_page(Right.CLIENTS)
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """A status that nobody has goes."""
    with refusals_said(request):
        remove_status(key, at=now(), by=str(request.user))
        say(request, _("The status is gone."))
    return redirect("office:statuses")


def _find(key: str) -> WorkingStatus:
    found = next((one for one in list_statuses(hidden=True) if one.key == key), None)
    if found is None:
        raise Http404(key)
    return found
