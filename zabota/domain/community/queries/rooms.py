"""Which rooms a person sees, which are open to him, and what he has not read there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zabota.domain.community.models import (
    Admission,
    ChatMessage,
    ChatRoom,
    Mention,
    ReadMark,
    RoomKind,
)
from zabota.domain.community.rules import may_enter
from zabota.domain.partners.models import Member, Partner, PartnerStatus
from zabota.domain.people.models import Person
from zabota.kit.sql import fetch

# What was said before a member came in is history, not unread; staff were always here.
_UNREAD = """
SELECT r.id, count(m.id), count(n.id), min(m.at)
FROM unnest(%s::bigint[]) AS r(id)
LEFT JOIN community_readmark k ON k.room_id = r.id AND k.person_id = %s::bigint
LEFT JOIN partners_member b ON b.person_id = %s::bigint
LEFT JOIN community_admission a ON a.room_id = r.id AND a.partner_id = b.partner_id
LEFT JOIN community_chatmessage m ON m.room_id = r.id AND m.id > coalesce(k.last_id, 0)
    AND m.deleted_at IS NULL AND m.author_id IS DISTINCT FROM %s::bigint
    AND m.at >= coalesce(greatest(b.since, a.at), '-infinity')
LEFT JOIN community_mention n ON n.message_id = m.id AND n.person_id = %s::bigint
GROUP BY r.id
"""

# The first unanswered words of a partner, and our next answer to them.
_ANSWERS = """
WITH turns AS (
    SELECT room_id, at, by_staff, lag(by_staff) OVER (PARTITION BY room_id ORDER BY id) AS before
    FROM community_chatmessage
    WHERE room_id = ANY(%s::bigint[]) AND author_id IS NOT NULL AND at >= %s::timestamptz
), asked AS (
    SELECT room_id, at, (
        SELECT min(a.at) FROM community_chatmessage a
        WHERE a.room_id = turns.room_id AND a.by_staff AND a.at > turns.at
    ) AS answered
    FROM turns WHERE NOT by_staff AND before IS DISTINCT FROM false
)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered - at)),
       count(*) FILTER (WHERE answered IS NULL)
FROM asked
"""


@dataclass(frozen=True, slots=True)
class SeenRoom:
    """A room as a person sees it; without `may_enter` he only learns that it exists.

    `waits_since` is when the oldest words were said that he has not read.
    """

    room: ChatRoom
    may_enter: bool
    unread: int = 0
    named: int = 0
    muted: bool = False
    waits_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """How quickly we answer on direct lines: the median, and how many wait now."""

    median: timedelta | None
    waiting: int


def list_rooms_of(person: Person, *, partner: Partner | None) -> list[SeenRoom]:
    """Rooms of a partner's member, his direct line first; locked ones are named. Staff see all.

    For staff (no partner) the direct lines come after the rooms for many.
    """
    rooms = ChatRoom.objects.filter(closed_at=None)
    if partner is not None:
        rooms = rooms.filter(~Q(kind=RoomKind.DIRECT) | Q(partner=partner))
    rooms = rooms.order_by("position", "pk").select_related("partner")
    admitted = _admitted(partner)
    open_ids = [room.pk for room in rooms if _open(room, partner, admitted)]
    unread = {row[0]: row for row in fetch(_UNREAD, [open_ids, *[person.pk] * 4])}
    muted = set(
        person.read_marks.filter(room_id__in=open_ids, muted=True).values_list("room_id", flat=True)
    )
    return [
        _seen(room, unread[room.pk], muted=room.pk in muted)
        if room.pk in unread
        else SeenRoom(room, may_enter=False)
        for room in rooms
    ]


def _seen(room: ChatRoom, row: tuple[Any, ...], *, muted: bool) -> SeenRoom:
    """A room that is open, with what waits in it."""
    _room, waiting, named, since = row
    return SeenRoom(room, True, waiting, named, muted, waits_since=since)


def is_open_to(room: ChatRoom, *, partner: Partner | None) -> bool:
    """Whether members of this partner, or staff (None), may enter."""
    return _open(room, partner, _admitted(partner))


def list_unread(person: Person, *, partner: Partner | None) -> QuerySet[ChatMessage]:
    """Messages of others that he has not read, in rooms open to him (staff: all of them).

    Of a muted room only those that name him.
    """
    mark = ReadMark.objects.filter(room=OuterRef("room"), person=person)
    read = Coalesce(Subquery(mark.values("last_id")), 0)
    rows = ChatMessage.objects.filter(room__closed_at=None, deleted_at=None, pk__gt=read)
    rows = rows.filter(Q(author=None) | ~Q(author=person))
    rows = rows.filter(
        ~Exists(mark.filter(muted=True))
        | Exists(Mention.objects.filter(message=OuterRef("pk"), person=person))
    )
    if partner is None:
        return rows
    if has_left(partner):
        return rows.filter(room__partner=partner)
    member = Member.objects.filter(person=person, since__lte=OuterRef("at"))
    admitted = Admission.objects.filter(
        room=OuterRef("room"), partner=partner, at__lte=OuterRef("at")
    )
    return rows.filter(
        Q(room__kind=RoomKind.OPEN) | Q(room__partner=partner) | Exists(admitted), Exists(member)
    )


def count_unread(person: Person, *, partner: Partner | None) -> int:
    """How many messages wait for him, at most a hundred."""
    return list_unread(person, partner=partner)[:100].count()


def find_first_unread(room: ChatRoom, person: Person) -> int:
    """The first message of others since he came in that the person has not read, 0 if there is none."""
    mark = room.read_marks.filter(person=person).values_list("last_id", flat=True).first() or 0
    rows = room.messages.filter(pk__gt=mark, deleted_at=None).exclude(author=person)
    member = Member.objects.filter(person=person).first()
    if member is not None:
        admission = room.admissions.filter(partner=member.partner_id).first()
        rows = rows.filter(at__gte=max(member.since, admission.at) if admission else member.since)
    return rows.order_by("pk").values_list("pk", flat=True).first() or 0


def find_last_word(partner: Partner) -> ChatMessage | None:
    """What was said last on a partner's direct line, by a person."""
    said = ChatMessage.objects.filter(room__partner=partner, deleted_at=None, author__isnull=False)
    return said.select_related("room").order_by("-pk").first()


def get_answering(rooms: list[int], *, since: datetime) -> Answering:
    """How we answered on these direct lines since a moment."""
    ((median, waiting),) = fetch(_ANSWERS, [rooms, since])
    return Answering(timedelta(seconds=median) if median is not None else None, waiting)


def has_left(partner: Partner) -> bool:
    """Whether we have said goodbye: then only his own line is open."""
    return partner.status == PartnerStatus.LEFT


def _admitted(partner: Partner | None) -> set[int]:
    if partner is None:
        return set()
    return set(Admission.objects.filter(partner=partner).values_list("room_id", flat=True))


def _open(room: ChatRoom, partner: Partner | None, admitted: set[int]) -> bool:
    return may_enter(
        room.kind,
        admitted=room.pk in admitted,
        own=partner is not None and room.partner_id == partner.pk,
        staff=partner is None,
        left=partner is not None and has_left(partner),
    )
