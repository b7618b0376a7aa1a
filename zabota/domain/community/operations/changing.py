"""Every change of a message is numbered and told to open pages."""

from __future__ import annotations

from typing import Any

from zabota.domain.community.models import ChatMessage
from zabota.kit.live import tell_live
from zabota.kit.sql import fetch


def next_change() -> int:
    """The number of the next change; later changes have larger ones."""
    ((number,),) = fetch("SELECT nextval('community_change')")
    return int(number)


def room_topic(room_id: int) -> str:
    """What open pages of a room listen to."""
    return f"room:{room_id}"


def note_of(message: ChatMessage) -> str:
    """What open pages are told of a message that is new or has changed: `id.change`."""
    return f"{message.pk}.{message.change}"


def tell_room(message: ChatMessage) -> None:
    """Tell the room's open pages that this message is new or has changed."""
    tell_live(room_topic(message.room_id), note_of(message))


def change_message(message: ChatMessage, **values: Any) -> None:
    """Set values of a message, number the change, and tell the room's open pages."""
    values["change"] = next_change()
    ChatMessage.objects.filter(pk=message.pk).update(**values)
    for name, value in values.items():
        setattr(message, name, value)
    tell_room(message)


def tell_answers(message: ChatMessage) -> None:
    """What answers this message quotes it: open pages draw those anew, and the former words are gone."""
    for answer in message.replies.filter(deleted_at=None).order_by("pk"):
        change_message(answer)
