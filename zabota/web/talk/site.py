"""The chat's pages, the same at every site that has a chat: its frame, its rule, its addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.community.models import Attachment, ChatRoom, RoomKind, Silence
from zabota.domain.community.operations import open_direct_line
from zabota.domain.community.queries.messages import (
    get_last_change,
    list_messages,
    list_pinned,
    search_messages,
)
from zabota.domain.community.queries.people import (
    find_silence,
    list_readers,
    list_silences,
)
from zabota.domain.community.queries.rooms import (
    Answering,
    SeenRoom,
    count_unread,
    find_first_unread,
    get_answering,
    list_rooms_of,
)
from zabota.domain.community.rules import MAY_EDIT_FOR
from zabota.kit.access import View
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import back, refusals_said, sentence_of
from zabota.ui.lists import one_page, whole, word
from zabota.ui.toasts import say
from zabota.web.talk import deeds
from zabota.web.talk.bubbles import Bubble, bubbles_of, whose_of
from zabota.web.talk.talkers import Talker
from zabota.web.talk.windows import AFTER, BEFORE, find_more, messages_asked

ANSWERS = timedelta(days=30)
Frame = Callable[..., HttpResponse]
NO_SCRIPTS = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


def _urgency(row: tuple[SeenRoom, str, bool]) -> tuple[datetime, str]:
    """Who waits longest comes first, then the others by name."""
    seen = row[0]
    return seen.waits_since or datetime.max.replace(tzinfo=UTC), seen.room.name.casefold()


class ChatPages:
    """Views of the chat for one site; `rule` guards each, `frame` renders a page of the site."""

    def __init__(
        self, *, site: str, rule: Callable[[View], View], frame: Frame,
        talker_of: Callable[[HttpRequest], Talker],
    ) -> None:  # fmt: skip
        self.site = site
        self.rule = rule
        self.frame = frame
        self.talker_of = talker_of

    def addresses(self) -> list[URLPattern]:
        """The addresses of the chat, named `chat`, `chat_room`, `chat_say` …"""
        routes: tuple[tuple[str, str, View], ...] = (
            ("", "chat", self.rooms),
            ("line/", "chat_line", require_POST(self.line)),
            ("search/", "chat_search", require_safe(self.search)),
            ("<int:pk>/", "chat_room", require_safe(self.room)),
            ("<int:pk>/say/", "chat_say", require_POST(self.say)),
            ("<int:pk>/more/", "chat_more", require_safe(self.more)),
            ("<int:pk>/people/", "chat_people", require_safe(self.people)),
            ("<int:pk>/read/", "chat_read", require_POST(self.read)),
            ("<int:pk>/mute/", "chat_mute", require_POST(self.mute)),
            ("message/<int:pk>/", "chat_message", require_http_methods(["GET", "HEAD", "POST"])(self.message)),
            ("message/<int:pk>/sign/", "chat_sign", require_POST(self.sign)),
            ("message/<int:pk>/pin/", "chat_pin", require_POST(self.pin)),
            ("message/<int:pk>/delete/", "chat_delete", require_POST(self.delete)),
            ("message/<int:pk>/silence/", "chat_silence", require_POST(self.silence)),
            ("silence/<int:pk>/lift/", "chat_lift", require_POST(self.lift)),
            ("file/<int:pk>/", "chat_file", require_safe(self.file)),
        )  # fmt: skip
        return [path(f"chat/{route}", self.rule(view), name=name) for route, name, view in routes]

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        talker = self.talker_of(request)
        seen = list_rooms_of(talker.person, partner=talker.partner)
        return self.frame(
            request,
            f"chat/{template}",
            section="chat",
            talker=talker,
            site=self.site,
            groups=self._groups(seen, context.get("room")),
            has_line=any(one.room.kind == RoomKind.DIRECT for one in seen),
            url_chat=reverse(f"{self.site}:chat"),
            url_search=reverse(f"{self.site}:chat_search"),
            url_line=reverse(f"{self.site}:chat_line"),
            **context,
        )

    def _groups(
        self, seen: list[SeenRoom], shown: ChatRoom | None
    ) -> list[tuple[str, list[tuple[SeenRoom, str, bool]]]]:
        """Rooms for many, and direct lines; each with its address and whether it is the open one."""
        rows = [
            (one, reverse(f"{self.site}:chat_room", args=[one.room.pk]), one.room == shown)
            for one in seen
        ]
        direct = sorted((row for row in rows if row[0].room.kind == RoomKind.DIRECT), key=_urgency)
        many = [row for row in rows if row[0].room.kind != RoomKind.DIRECT]
        return [
            (title, group)
            for title, group in ((_("Rooms"), many), (_("Direct lines"), direct))
            if group
        ]

    def rooms(self, request: HttpRequest) -> HttpResponse:
        """All rooms; those not open yet say what opens them; how quickly we answer."""
        return self._page(request, "rooms.html", answering=self._answering())

    def _answering(self) -> Answering:
        """How we answered on all direct lines of late."""
        lines = ChatRoom.objects.filter(kind=RoomKind.DIRECT).values_list("pk", flat=True)
        return get_answering(list(lines), since=now() - ANSWERS)

    def line(self, request: HttpRequest) -> HttpResponse:
        """Open the direct line of the partner, and go there."""
        talker = self.talker_of(request)
        if talker.partner is None:
            return redirect(f"{self.site}:chat")
        room = open_direct_line(talker.partner, at=now())
        return redirect(f"{self.site}:chat_room", room.pk)

    def room(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A room: what is pinned, the last messages, the form."""
        talker = self.talker_of(request)
        gated = ChatRoom.objects.filter(pk=pk, partner=None).first()
        if gated is not None and not talker.may_enter(gated):
            say(
                request,
                _("Not open to you: “%(room)s”. What opens it stands beside it.") % {"room": gated},
                tone="late",
            )
            return redirect(f"{self.site}:chat")
        room = deeds.find_room(talker, pk)
        change = get_last_change(room)
        answered = request.GET.get("reply", "")
        unread = find_first_unread(room, talker.person)
        messages = messages_asked(request, room, unread=unread)
        return self._page(
            request,
            "room.html",
            room=room,
            bubbles=bubbles_of(messages, site=self.site),
            fresh=next((one.pk for one in messages if one.pk >= unread > 0), 0),
            pinned=bubbles_of(list_pinned(room), site=self.site),
            stream=f"{reverse('room_stream', args=[self.site, room.pk])}?since={change}",
            earlier=find_more(self.site, room, messages, BEFORE),
            later=find_more(self.site, room, messages, AFTER),
            pins=talker.moderates or room.partner_id is not None,
            reply_to=answered if answered.isdecimal() else "",
            silences=self._silences(room) if talker.moderates else (),
            silenced=find_silence(room, talker.person, at=now()),
            answering=self._answering() if talker.partner and room.partner_id else None,
            muted=room.read_marks.filter(person=talker.person, muted=True).exists(),
            urls={
                deed: reverse(f"{self.site}:chat_{deed}", args=[room.pk])
                for deed in ("room", "say", "people", "read", "mute")
            },
            once=uuid4().hex,
        )

    def more(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was said before a message or after it, put where the button stood."""
        room = deeds.find_room(self.talker_of(request), pk)
        after = whole(request, AFTER)
        messages = list_messages(room, before=whole(request, BEFORE), after=after)
        side = AFTER if after else BEFORE
        more = find_more(self.site, room, messages, side)
        return self.frame(
            request, "chat/more.html", section="chat", bubbles=bubbles_of(messages, site=self.site),
            **{"later" if after else "earlier": more},
        )  # fmt: skip

    def search(self, request: HttpRequest) -> HttpResponse:
        """Messages with these words in the rooms that are open to the reader."""
        talker = self.talker_of(request)
        words = word(request)
        rooms = [
            one.room
            for one in list_rooms_of(talker.person, partner=talker.partner)
            if one.may_enter
        ]
        found = one_page(request, search_messages(rooms, words)) if words else None
        return self._page(
            request, "search.html", words=words, page=found,
            bubbles=bubbles_of(found or [], site=self.site),
        )  # fmt: skip

    def people(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Names one can mention in a room."""
        talker = self.talker_of(request)
        room = deeds.find_room(talker, pk)
        people = [
            {
                "id": person.pk,
                "name": str(person),
                "whose": whose if (whose := whose_of(person)) != str(person) else "",
            }
            for person in list_readers(room)
            if person != talker.person
        ]
        return JsonResponse({"people": sorted(people, key=lambda one: (one["name"], one["whose"]))})

    def say(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say something; with scripts the stream brings it to the page."""
        talker = self.talker_of(request)
        room = deeds.find_room(talker, pk)
        try:
            deeds.say_in(request, talker, room)
        except Refusal as refusal:
            if request.headers.get("HX-Request"):
                return HttpResponse(sentence_of(refusal), status=422, content_type="text/plain")
            say(request, sentence_of(refusal), tone="late")
        return self._done(request, room)

    def _done(self, request: HttpRequest, room: ChatRoom) -> HttpResponse:
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)
        return back(request, f"{self.site}:chat_room", room.pk)

    def read(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The reader has seen messages up to one; the figures that stand on his page now."""
        talker = self.talker_of(request)
        deeds.read_in(request, talker, deeds.find_room(talker, pk))
        seen = list_rooms_of(talker.person, partner=talker.partner)
        here = next((one for one in seen if one.room.pk == pk), None)
        return JsonResponse(
            {
                "room": here.unread if here else 0,
                "named": bool(here and here.named),
                "all": count_unread(talker.person, partner=talker.partner),
                "words": _("not read"),
            }
        )

    def mute(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hear of the room no more, or again."""
        talker = self.talker_of(request)
        room = deeds.find_room(talker, pk)
        muted = request.POST.get("muted") == "yes"
        deeds.mute_in(talker, room, muted=muted)
        say(
            request,
            _("You will not hear of this room.") if muted else _("You will hear of this room."),
        )
        return back(request, f"{self.site}:chat_room", room.pk)

    def message(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One message by its own address: to change it, to answer, for moderators its history."""
        talker = self.talker_of(request)
        message = deeds.find_message(talker, pk)
        refused = ""
        if request.method == "POST":
            try:
                deeds.change_in(request, talker, message)
            except Refusal as refusal:
                refused = sentence_of(refusal)
            else:
                return redirect(f"{self.site}:chat_message", pk)
        own = message.author_id == talker.person.pk
        return self._page(
            request,
            "message.html",
            room=message.room,
            bubble=Bubble(message, self.site),
            own=own,
            changeable=own and now() - message.at <= MAY_EDIT_FOR,
            refused=refused,
            typed=request.POST.get("text", message.text),
            status=422 if refused else 200,
            revisions=message.revisions.order_by("-pk") if talker.moderates or own else (),
            silence=deeds.SilenceForm() if talker.moderates and not message.by_staff else None,
            silences=[
                one
                for one in (self._silences(message.room) if talker.moderates else ())
                if one[0].person_id == message.author_id
            ],
            url_room=reverse(f"{self.site}:chat_room", args=[message.room_id]),
            url_silence=reverse(f"{self.site}:chat_silence", args=[pk]),
        )

    def sign(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a sign, or take it away."""
        talker = self.talker_of(request)
        message = deeds.find_message(talker, pk)
        with refusals_said(request):
            deeds.sign_in(request, talker, message)
        return self._done(request, message.room)

    def pin(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it at the top, or let it go."""
        talker = self.talker_of(request)
        message = deeds.find_message(talker, pk)
        deeds.pin_in(talker, message)
        return self._done(request, message.room)

    def delete(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it away."""
        talker = self.talker_of(request)
        message = deeds.find_message(talker, pk)
        with refusals_said(request):
            deeds.delete_in(talker, message)
        return self._done(request, message.room)

    def silence(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask the author to be silent."""
        talker = self.talker_of(request)
        message = deeds.find_message(talker, pk)
        with refusals_said(request):
            deeds.silence_in(request, talker, message)
        return redirect(f"{self.site}:chat_message", pk)

    def lift(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let somebody speak again before the time."""
        talker = self.talker_of(request)
        silence = deeds.find_silence_to_lift(talker, pk)
        deeds.lift_in(request, talker, silence)
        return back(request, f"{self.site}:chat_room", silence.room_id)

    def _silences(self, room: ChatRoom) -> list[tuple[Silence, str]]:
        """Who is silent in the room, each with the address that lets him speak again."""
        return [
            (one, reverse(f"{self.site}:chat_lift", args=[one.pk]))
            for one in list_silences(room, at=now())
        ]

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A file of a message: pictures in place, everything else to keep. Nothing in it runs."""
        attachment = get_object_or_404(Attachment.objects.select_related("message"), pk=pk)
        message = deeds.find_message(self.talker_of(request), attachment.message_id)
        get_object_or_404(Attachment, pk=pk, message=message, message__deleted_at=None)
        answer = HttpResponse(bytes(attachment.content), content_type=attachment.content_type)
        answer["Content-Disposition"] = (
            content_disposition_header(attachment.width is None, attachment.name) or "attachment"
        )
        answer["Content-Security-Policy"] = NO_SCRIPTS
        answer["Cache-Control"] = "private, max-age=86400, immutable"
        return answer
