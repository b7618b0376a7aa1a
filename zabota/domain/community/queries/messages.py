"""Messages of a room: a page of them, what changed, what was searched for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchVector
from django.db.models import Prefetch, QuerySet

from zabota.domain.community.models import Attachment, ChatMessage, ChatRoom, Reaction
from zabota.domain.community.rules import forms_of

PAGE = 50
_WORDS = SearchVector("text", config="russian")


def list_messages(
    room: ChatRoom, *, before: int | None = None, after: int | None = None
) -> list[ChatMessage]:
    """The last messages, or those next before or after one, oldest first; with all that a page shows."""
    rows = whole(ChatMessage.objects.filter(room=room))
    if after is not None:
        return list(rows.filter(pk__gt=after).order_by("pk")[:PAGE])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(reversed(rows.order_by("-pk")[:PAGE]))


def list_around(room: ChatRoom, message_id: int) -> list[ChatMessage]:
    """What was said around a message, oldest first; the last messages if it stands among them."""
    latest = list_messages(room)
    if not latest or message_id >= latest[0].pk:
        return latest
    rows = whole(ChatMessage.objects.filter(room=room))
    until = list(rows.filter(pk__lte=message_id).order_by("-pk")[: PAGE // 2])
    return [*reversed(until), *list_messages(room, after=message_id)]


def list_changed(room_id: int, *, since: int) -> QuerySet[ChatMessage]:
    """Messages changed after the change with that number, in the order of their writing."""
    return ChatMessage.objects.filter(room_id=room_id, change__gt=since).order_by("pk")


def list_with_ids(ids: Sequence[int]) -> QuerySet[ChatMessage]:
    """These messages, in the order of their writing."""
    return whole(ChatMessage.objects.filter(pk__in=ids)).order_by("pk")


def get_last_change(room: ChatRoom) -> int:
    """The number of the room's newest change, 0 for an empty room."""
    row = room.messages.order_by("-change").values_list("change", flat=True).first()
    return row or 0


def list_pinned(room: ChatRoom) -> list[ChatMessage]:
    """What is kept at the top of the room, the newest first."""
    return list(whole(room.messages.filter(pinned_at__isnull=False)).order_by("-pinned_at"))


def search_messages(rooms: Sequence[ChatRoom], words: str) -> QuerySet[ChatMessage]:
    """Messages with these words in any of their forms, the newest first."""
    rows = ChatMessage.objects.filter(room__in=rooms, deleted_at=None).annotate(words=_WORDS)
    return whole(rows.filter(words=_asked(words))).order_by("-pk")


def _asked(words: str) -> CombinedSearchQuery | SearchQuery:
    """What is asked for; quotes and a minus mean what they mean elsewhere."""
    if re.search(r'["-]|\bor\b', words, re.I):
        return _query(words)
    return reduce(and_, (reduce(or_, map(_query, forms_of(one))) for one in words.split()))


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config="russian", search_type="websearch")


def whole(rows: QuerySet[ChatMessage]) -> QuerySet[ChatMessage]:
    """The rows with their partner, what they answer, files (without bytes) and signs."""
    files = Attachment.objects.defer("content").order_by("pk")
    return rows.select_related("author", "partner", "reply_to", "room").prefetch_related(
        Prefetch("attachments", queryset=files),
        Prefetch("reactions", queryset=Reaction.objects.select_related("person").order_by("pk")),
    )
