"""Telegram: the bots, their groups and rooms, and what is not known to have arrived."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.connections.models import Connection
from zabota.connectors.telegram.models import Dispatch, DispatchStatus, TelegramGroup
from zabota.connectors.telegram.operations.carrying import note_arrived, send_again
from zabota.connectors.telegram.operations.groups import tie_group
from zabota.connectors.telegram.operations.setting import CODE, point_here
from zabota.domain.community.models import ChatRoom
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.ui.acting import refusals_said
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page

OPEN = (DispatchStatus.UNKNOWN, DispatchStatus.REFUSED)


@staff_page(Right.CONNECTIONS)
@require_safe
def telegram(request: HttpRequest) -> HttpResponse:
    """Which bots there are, which group is which room, and what a person has to look at."""
    bots = Connection.objects.filter(kind=CODE).order_by("-enabled", "name", "pk")
    groups = TelegramGroup.objects.select_related("connection", "room").order_by("title", "pk")
    doubtful = Dispatch.objects.filter(status__in=OPEN).select_related("group", "message__room")
    waiting = Dispatch.objects.filter(status=DispatchStatus.WAITING, group__room__isnull=False)
    return page(
        request,
        "chat/telegram.html",
        section="chat",
        bots=bots,
        groups=groups,
        rooms=ChatRoom.objects.filter(partner=None, closed_at=None).order_by("position", "pk"),
        doubtful=doubtful.order_by("event_id")[:50],
        waiting=waiting.count(),
        obstacle=waiting.exclude(error="").order_by("event_id").first(),
    )


@staff_page(Right.CONNECTIONS)
@require_POST
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell Telegram to call our entrance."""
    connection = get_object_or_404(Connection, pk=pk, kind=CODE)
    with refusals_said(request):
        point_here(connection)
        say(request, _("Telegram calls us now. Let the bot into a group: it will stand below."))
    return redirect("office:telegram")


@staff_page(Right.CONNECTIONS)
@require_POST
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """The room of a group, or none."""
    group = get_object_or_404(TelegramGroup, pk=pk)
    wish = request.POST.get("room", "")
    rooms = ChatRoom.objects.filter(partner=None)
    room = get_object_or_404(rooms, pk=wish) if wish.isdecimal() else None
    with refusals_said(request):
        tie_group(group, room=room, at=now(), by=str(request.user))
        if room:
            say(request, _("From now on both say the same."))
        else:
            say(request, _("The group and our rooms know nothing of each other now."), tone="info")
    return redirect("office:telegram")


@staff_page(Right.CONNECTIONS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has looked into the group: it is there, or it is not."""
    dispatch = get_object_or_404(Dispatch, pk=pk)
    with refusals_said(request):
        if request.POST.get("there") == "yes":
            note_arrived(dispatch, at=now())
            say(request, _("Noted: it is there."))
        else:
            send_again(dispatch, at=now())
            say(request, _("It goes once more within a minute."))
    return redirect("office:telegram")
