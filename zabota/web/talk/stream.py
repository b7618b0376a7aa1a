"""The live stream of a room: bubbles as they are written, changed and deleted."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable

from django.core.exceptions import PermissionDenied
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, override

from zabota.domain.community.models import ChatMessage, ChatRoom
from zabota.domain.community.operations.changing import note_of, room_topic
from zabota.domain.community.queries.messages import list_changed, list_with_ids
from zabota.kit.access import live_rule
from zabota.kit.clock import now
from zabota.kit.live import AGAIN, in_pool, notes_about
from zabota.web.talk.bubbles import rendered
from zabota.web.talk.talkers import Talker, find_talker

SITES = ("cabinet", "office")
OVERLAP = 5  # changes are numbered before they commit, so a late one may have a smaller number
KEPT = 200  # rendered bubbles, so that five hundred readers cost one rendering

Chunk = tuple[int, str]  # number of the change, markup
_rendered: OrderedDict[tuple[str, str, str], asyncio.Future[list[Chunk]]] = OrderedDict()


def _talker(request: HttpRequest) -> Talker | None:
    return find_talker(request.user) if request.user.is_authenticated else None  # type: ignore[arg-type]


@live_rule(
    "staff, or a partner to whom the room is open", lambda request: _talker(request) is not None
)
async def room_stream(request: HttpRequest, site: str, pk: int) -> HttpResponseBase:
    """Server-sent events of a room: first what changed since `Last-Event-ID`, then as it happens."""
    if site not in SITES or not await in_pool(_is_open, request, pk):
        raise PermissionDenied("this room is not open")
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204)  # a server without streams: the page asks no more
    since = _number(request.headers.get("Last-Event-ID") or request.GET.get("since", ""))
    answer = StreamingHttpResponse(
        _events(pk, site, since, get_language() or "ru"), content_type="text/event-stream"
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


def _is_open(request: HttpRequest, pk: int) -> bool:
    talker = _talker(request)
    room = ChatRoom.objects.filter(pk=pk, closed_at=None).first()
    return talker is not None and room is not None and talker.may_enter(room)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


async def _events(room_id: int, site: str, since: int, language: str) -> AsyncIterator[str]:
    """Chunks of the stream. The first note asks to read again, so nothing is lost in between."""
    yield "retry: 2000\n\n"
    async for note in notes_about(room_topic(room_id)):
        if note is None:
            yield ": still here\n\n"
            continue
        notes = [note]
        if note == AGAIN:
            notes = await in_pool(_notes_since, room_id, max(since - OVERLAP, 0))
        for one in notes:
            for change, markup in await _shared(one, site, language):
                since = max(since, change)
                yield f"id: {since}\nevent: message\ndata: {json.dumps(markup)}\n\n"


def _notes_since(room_id: int, since: int) -> list[str]:
    """The notes that a stream may have missed."""
    return [note_of(one) for one in list_changed(room_id, since=since)]


async def _shared(note: str, site: str, language: str) -> list[Chunk]:
    """The bubble of a note, rendered once for all streams of a site and language, also for those that come back."""
    key = (note, site, language)
    if key not in _rendered:
        message_id = int(note.partition(".")[0])
        _rendered[key] = asyncio.ensure_future(in_pool(_render_one, message_id, site, language))
        while len(_rendered) > KEPT:
            _rendered.popitem(last=False)
    return await asyncio.shield(_rendered[key])


def _render_one(message_id: int, site: str, language: str) -> list[Chunk]:
    return _markup(list_with_ids([message_id]), site, language)


def _markup(messages: Iterable[ChatMessage], site: str, language: str) -> list[Chunk]:
    with override(language):
        return [(one.change, rendered(one, site=site, now=now())) for one in messages]
