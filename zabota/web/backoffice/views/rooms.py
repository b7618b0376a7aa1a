"""Rooms of the chat are opened and changed by who looks after partners."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zabota.domain.community.models import ChatRoom
from zabota.domain.community.operations import change_room, open_room
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.rooms import RoomForm
from zabota.web.backoffice.frame import page


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new room."""
    form = RoomForm(request.POST or None)
    form.fields.pop("closed")
    if form.is_bound and form.is_valid():
        room = open_room(**form.cleaned_data, at=now())
        say(request, _("The room is open."))
        return redirect("office:chat_room", room.pk)
    status = 422 if form.is_bound else 200
    return page(request, "chat/room_form.html", section="chat", form=form, status=status)


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words over the door, or the door closed."""
    room = get_object_or_404(ChatRoom, pk=pk, partner=None)
    now_so = {
        "name": room.name, "about": room.about, "welcome": room.welcome,
        "closed": room.closed_at is not None,
    }  # fmt: skip
    form = RoomForm(request.POST or None, initial=now_so)
    form.fields.pop("kind")
    if form.is_bound and form.is_valid():
        change_room(room, **form.cleaned_data, at=now())
        say(request, _("The room is changed."))
        return redirect("office:chat_room", room.pk)
    status = 422 if form.is_bound else 200
    return page(request, "chat/room_form.html", section="chat", form=form, room=room, status=status)
