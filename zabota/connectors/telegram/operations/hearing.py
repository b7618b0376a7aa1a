"""What is heard in Telegram appears in our rooms: once, in its order, under a known name."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext as _

from zabota.connectors.connections.facts import NotCertain, Noted, NotKnown, Told
from zabota.connectors.connections.models import Connection, Fate, Notice
from zabota.connectors.connections.operations.understanding import understand
from zabota.connectors.telegram.facts import AskedToJoin, BotMoved, GroupGrew, Said, Sender, Unheard
from zabota.connectors.telegram.models import Crossing, TelegramAccount, TelegramGroup
from zabota.connectors.telegram.operations.fetching import fetch_files
from zabota.connectors.telegram.operations.groups import find_group, note_bot_moved, note_grown
from zabota.connectors.telegram.operations.joining import take_request
from zabota.connectors.telegram.operations.linking import START, note_stopped, take_start
from zabota.connectors.telegram.operations.setting import CODE
from zabota.connectors.telegram.translate import understand_update
from zabota.domain.community.models import ChatMessage
from zabota.domain.community.operations import (
    MessageRefused,
    edit_from_outside,
    post_from_outside,
)
from zabota.domain.people.models import Person


def hear(event_id: int, *, at: datetime) -> None:
    """Understand a stored update, and before it those of its bot that came earlier and wait still."""
    notice = Notice.objects.get(event_id=event_id)
    waiting = Notice.objects.filter(
        connection=notice.connection_id, fate=Fate.WAITING, tries=0, event_id__lt=event_id
    )
    earlier = waiting.order_by("event_id").values_list("event_id", flat=True)
    for one in earlier:
        with suppress(
            Exception
        ):  # it stands in the inbox as failed, and must not keep up the others
            understand(one, read_notice, at=at)
    understand(event_id, read_notice, at=at)


def read_notice(notice: Notice) -> Sequence[Told]:
    """Do what an update asks for; harmless when done again."""
    heard = understand_update(bytes(notice.event.raw))
    if notice.test:
        return [Noted()]
    connection, came_at = notice.connection, notice.came_at
    match heard:
        case Said():
            _listen(connection, heard, at=came_at)
        case BotMoved(private=False):
            note_bot_moved(connection, heard, at=came_at)
        case BotMoved():
            note_stopped(connection, heard.chat_id, stopped=not heard.inside, at=came_at)
        case AskedToJoin():
            return [Noted() if take_request(connection, heard, at=came_at) else NotKnown()]
        case GroupGrew():
            note_grown(connection, heard)
        case Unheard():
            return [NotKnown()]
    return [Noted()]


def _listen(connection: Connection, said: Said, *, at: datetime) -> None:
    if said.private:
        if said.text.startswith(START) and not said.edited:
            take_start(connection, said, at=at)
        return
    group = find_group(connection, said.chat_id)
    if group is None or group.room is None:
        return
    if said.edited:
        _take_edit(group, said, at=at)
        return
    _take(group, said)


def _take(group: TelegramGroup, said: Said) -> None:
    """Put a message in the room; what may not be said there stays in the inbox alone."""
    assert group.room is not None
    author = find_person(group.connection, said.sender)
    uploads, lines = fetch_files(group.connection, said.files)
    text = "\n".join(filter(None, [said.text, *lines, _odd(said)]))
    try:
        message = post_from_outside(
            group.room,
            origin=CODE,
            external_id=f"{said.chat_id}:{said.message_id}",
            text=text,
            at=said.at,
            author=author,
            author_name=said.sender.name,
            reply_to=_answered(group, said),
            uploads=uploads,
        )
    except MessageRefused:
        return
    Crossing.objects.bulk_create(
        [
            Crossing(
                group=group,
                message=message,
                chat_id=said.chat_id,
                telegram_id=said.message_id,
                ours=False,
                at=said.at,
            )
        ],
        ignore_conflicts=True,
    )


def _take_edit(group: TelegramGroup, said: Said, *, at: datetime) -> None:
    """Other words for a message that is here; one that is still on its way is waited for."""
    message = find_message(group, said.chat_id, said.message_id)
    if message is not None and message.origin == CODE:
        edit_from_outside(message, text="\n".join(filter(None, [said.text, _odd(said)])), at=at)
        return
    if group.tied_at is not None and said.at >= group.tied_at and message is None:
        raise NotCertain(f"message {said.message_id} has not come yet")


def find_message(group: TelegramGroup, chat_id: int, telegram_id: int) -> ChatMessage | None:
    """The message of our room that has this number in the group."""
    crossings = Crossing.objects.filter(group=group, chat_id=chat_id, telegram_id=telegram_id)
    found = crossings.select_related("message").first()
    return found.message if found else None


def _answered(group: TelegramGroup, said: Said) -> ChatMessage | None:
    return find_message(group, said.chat_id, said.reply_to) if said.reply_to else None


def find_person(connection: Connection, sender: Sender) -> Person | None:
    """Who it is, if he has tied his Telegram to his account."""
    account = TelegramAccount.objects.filter(
        connection=connection, telegram_id=sender.telegram_id, person__is_active=True
    )
    found = account.select_related("person").first()
    return found.person if found else None


def _odd(said: Said) -> str:
    """What has no words here is named."""
    return _("[in Telegram: %(what)s]") % {"what": said.oddity} if said.oddity else ""
