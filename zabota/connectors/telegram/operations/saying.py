"""The three deeds in a group: say, change, take away; each piece is written down as soon as it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import F, QuerySet

from zabota.connectors.telegram.client import Telegram
from zabota.connectors.telegram.models import Crossing, Dispatch, DispatchStatus
from zabota.connectors.telegram.translate import split_text
from zabota.domain.community.models import Attachment, ChatMessage

Clock = Callable[[], datetime]
HOUSE = "Zabota"


def words_of(message: ChatMessage) -> list[str]:
    """“Name: text” in pieces that fit; only the name where there are but files."""
    name = message.author_name or HOUSE
    return split_text(f"{name}: {message.text}".strip() if message.text else f"{name}:")


def say(bot: Telegram, dispatch: Dispatch, *, clock: Clock) -> str:
    """Send the message and its files, from the first piece that is not there yet."""
    message = dispatch.message
    if message.deleted_at is not None:
        return DispatchStatus.SKIPPED
    pieces: list[str | Attachment] = [*words_of(message), *message.attachments.order_by("pk")]
    for number, piece in enumerate(pieces):
        if number < dispatch.pieces:
            continue
        if isinstance(piece, Attachment):
            telegram_id = _send_file(bot, dispatch, piece)
        else:
            reply_to = _number_of(dispatch, message.reply_to) if number == 0 else 0
            telegram_id = bot.send_message(dispatch.group.chat_id, piece, reply_to=reply_to)
        _note(dispatch, telegram_id, is_text=isinstance(piece, str), at=clock())
    return DispatchStatus.SENT


def change(bot: Telegram, dispatch: Dispatch, *, clock: Clock) -> str:
    """Put other words into the pieces that are there; more are added, what is too many goes."""
    message, there = dispatch.message, list(_ours(dispatch).filter(is_text=True))
    if not there or message.deleted_at is not None:
        return DispatchStatus.SKIPPED
    words = words_of(message)
    for crossing, piece in zip(there, words, strict=False):
        bot.edit_message(crossing.chat_id, crossing.telegram_id, piece)
    for crossing in there[len(words) :]:
        bot.delete_message(crossing.chat_id, crossing.telegram_id)
        crossing.delete()
    for piece in words[len(there) :]:
        sent = bot.send_message(dispatch.group.chat_id, piece)
        _note(dispatch, sent, is_text=True, at=clock())
    return DispatchStatus.SENT


def take_away(bot: Telegram, dispatch: Dispatch, *, clock: Clock) -> str:
    """Delete every piece; of a message that was said there too, where the bot may."""
    there = Crossing.objects.filter(group=dispatch.group, message=dispatch.message).order_by("pk")
    for crossing in there:
        bot.delete_message(crossing.chat_id, crossing.telegram_id)
    return DispatchStatus.SENT if there else DispatchStatus.SKIPPED


def _send_file(bot: Telegram, dispatch: Dispatch, file: Attachment) -> int:
    return bot.send_file(
        dispatch.group.chat_id,
        name=file.name,
        content=bytes(file.content),
        media_type=file.content_type,
        picture=file.content_type in ("image/png", "image/jpeg"),
    )


def _ours(dispatch: Dispatch) -> QuerySet[Crossing]:
    rows = Crossing.objects.filter(group=dispatch.group, message=dispatch.message, ours=True)
    return rows.order_by("pk")


def _number_of(dispatch: Dispatch, answered: ChatMessage | None) -> int:
    """The number of what is answered, in the chat as it is numbered now; 0 where it is not there."""
    if answered is None:
        return 0
    group = dispatch.group
    rows = Crossing.objects.filter(group=group, message=answered, chat_id=group.chat_id)
    return rows.order_by("pk").values_list("telegram_id", flat=True).first() or 0


def _note(dispatch: Dispatch, telegram_id: int, *, is_text: bool, at: datetime) -> None:
    Crossing.objects.create(
        group=dispatch.group,
        message=dispatch.message,
        chat_id=dispatch.group.chat_id,
        telegram_id=telegram_id,
        ours=True,
        is_text=is_text,
        at=at,
    )
    Dispatch.objects.filter(pk=dispatch.pk).update(pieces=F("pieces") + 1)
