"""Messages of a room: a page of them, what changed, what was searched for."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Prefetch, QuerySet

from zabota.domain.community.models import Attachment, ChatMessage, ChatRoom, Reaction
from zabota.domain.people.models import Person

PAGE = 50
_WORDS = SearchVector("text", config="russian")


def list_messages(room: ChatRoom, *, before: int | None = None) -> list[ChatMessage]:
    """The last messages, or those before one, oldest first; with all that a page shows of them."""
    rows = whole(ChatMessage.objects.filter(room=room))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(reversed(rows.order_by("-pk")[:PAGE]))


def list_changed(room_id: int, *, since: int) -> QuerySet[ChatMessage]:
    """Messages changed after the change with that number, in the order of their writing."""
    return whole(ChatMessage.objects.filter(room_id=room_id, change__gt=since)).order_by("pk")


def list_with_ids(ids: Sequence[int]) -> QuerySet[ChatMessage]:
    """These messages, in the order of their writing."""
    return whole(ChatMessage.objects.filter(pk__in=ids)).order_by("pk")


def find_first_unread(room: ChatRoom, person: Person) -> int:
    """The first message of others that the person has not read, 0 if he has read them all."""
    mark = room.read_marks.filter(person=person).values_list("last_id", flat=True).first() or 0
    rows = room.messages.filter(pk__gt=mark, deleted_at=None).exclude(author=person)
    return rows.order_by("pk").values_list("pk", flat=True).first() or 0


def get_last_change(room: ChatRoom) -> int:
    """The number of the room's newest change, 0 for an empty room."""
    row = room.messages.order_by("-change").values_list("change", flat=True).first()
    return row or 0


def list_pinned(room: ChatRoom) -> list[ChatMessage]:
    """What is kept at the top of the room, the newest first."""
    return list(whole(room.messages.filter(pinned_at__isnull=False)).order_by("-pinned_at"))


def search_messages(rooms: Sequence[ChatRoom], words: str) -> QuerySet[ChatMessage]:
    """Messages with these words in any of their forms, the newest first."""
    asked = SearchQuery(words, config="russian", search_type="websearch")
    rows = ChatMessage.objects.filter(room__in=rooms, deleted_at=None).annotate(words=_WORDS)
    return whole(rows.filter(words=asked)).order_by("-pk")


def whole(rows: QuerySet[ChatMessage]) -> QuerySet[ChatMessage]:
    """The rows with their partner, what they answer, files (without bytes) and signs."""
    files = Attachment.objects.defer("content").order_by("pk")
    return rows.select_related("author", "partner", "reply_to", "room").prefetch_related(
        Prefetch("attachments", queryset=files),
        Prefetch("reactions", queryset=Reaction.objects.select_related("person").order_by("pk")),
    )
