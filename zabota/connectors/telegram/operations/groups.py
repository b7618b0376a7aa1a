"""Groups of a bot and the rooms they are tied to."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from zabota.connectors.connections.models import Connection
from zabota.connectors.telegram.facts import BotMoved, GroupGrew
from zabota.connectors.telegram.models import TelegramGroup
from zabota.domain.community.models import ChatRoom, RoomKind
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event


def note_bot_moved(connection: Connection, moved: BotMoved, *, at: datetime) -> None:
    """The bot is in a group now, or no longer; a tie to a room outlasts its absence."""
    TelegramGroup.objects.update_or_create(
        connection=connection,
        chat_id=moved.chat_id,
        defaults={"title": moved.title or str(moved.chat_id), "inside": moved.inside},
        create_defaults={
            "title": moved.title or str(moved.chat_id),
            "inside": moved.inside,
            "found_at": at,
        },
    )


@transaction.atomic
def note_grown(connection: Connection, grew: GroupGrew) -> None:
    """A group has another number now; where both numbers are known already, the tied one stays."""
    groups = TelegramGroup.objects.select_for_update().filter(connection=connection)
    group = groups.filter(chat_id=grew.chat_id).first()
    if group is None:
        return
    twin = groups.filter(chat_id=grew.becomes).first()
    if twin is not None and twin.room_id is None:
        twin.delete()
    elif twin is not None:
        return
    TelegramGroup.objects.filter(pk=group.pk).update(chat_id=grew.becomes)


def find_group(connection: Connection, chat_id: int) -> TelegramGroup | None:
    """The group of this number that is tied to a room."""
    groups = TelegramGroup.objects.filter(connection=connection, chat_id=chat_id)
    return groups.exclude(room=None).select_related("room", "connection").first()


def tie_group(group: TelegramGroup, *, room: ChatRoom | None, at: datetime, by: str) -> None:
    """From now on what is said in the one is said in the other; None unties them.

    Refused for a partner's direct line, and for a room that is tied to another group.
    """
    if room is not None and room.kind == RoomKind.DIRECT:
        raise Refusal("A direct line is between one partner and us: choose a room.", code="direct")
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    try:
        with transaction.atomic():
            TelegramGroup.objects.filter(pk=group.pk).update(
                room=room,
                tied_at=at if room else None,
                tied_by=by if room else "",
                since_event=newest,
            )
    except IntegrityError as twice:
        raise Refusal("This room is tied to another group already.", code="tied") from twice
