"""Which messages of a room a page shows, and where the next ones are."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from zabota.domain.community.models import ChatMessage, ChatRoom
from zabota.domain.community.queries.messages import list_around, list_messages
from zabota.ui.lists import whole

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class More:
    """Where more messages are: `part` brings them into the page, `place` opens the room at them."""

    part: str
    place: str
    end: str


def messages_asked(request: HttpRequest, room: ChatRoom, *, unread: int) -> list[ChatMessage]:
    """Around the message that the address names, else around the first unread one; with `end` the last."""
    named = whole(request, "at") or whole(request, "reply")
    around = named or (0 if "end" in request.GET else unread)
    return list_around(room, around) if around else list_messages(room)


def find_more(site: str, room: ChatRoom, messages: list[ChatMessage], side: str) -> More | None:
    """The messages next `before` or `after` these; None if there are none."""
    if not messages:
        return None
    edge = messages[0].pk if side == BEFORE else messages[-1].pk
    beyond = {"pk__lt": edge} if side == BEFORE else {"pk__gt": edge}
    if not room.messages.filter(**beyond).exists():
        return None
    address = reverse(f"{site}:chat_room", args=[room.pk])
    part = f"{reverse(f'{site}:chat_more', args=[room.pk])}?{side}={edge}"
    return More(part, f"{address}?at={edge}#m{edge}", f"{address}?end=1")
