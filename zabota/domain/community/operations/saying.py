"""Saying, changing and deleting messages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from zabota.domain.community.events import (
    ChatMessageChanged,
    ChatMessagePosted,
    ChatMessageRemoved,
)
from zabota.domain.community.models import (
    Attachment,
    ChatMessage,
    ChatRoom,
    Mention,
    Revision,
)
from zabota.domain.community.operations.changing import (
    change_message,
    next_change,
    tell_answers,
    tell_room,
)
from zabota.domain.community.queries.people import find_silence, list_people_of
from zabota.domain.community.rules import MAY_EDIT_FOR, MOST_FILES, MOST_LETTERS, find_mentions
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.uploads import Upload, bare
from zabota.kit.zone import ZONE


class MessageRefused(Refusal):
    """This cannot be said or changed, with the reason."""

    code = "message_refused"


@transaction.atomic
def post_message(
    room: ChatRoom,
    *,
    author: Person,
    partner: Partner | None,
    text: str,
    at: datetime,
    reply_to: ChatMessage | None = None,
    uploads: Sequence[Upload] = (),
    chosen: Collection[int] = (),
    once: str = "",
) -> ChatMessage:
    """Say something in a room; without a partner the author speaks for us.

    `chosen` are ids of people picked from the list of names: they tell namesakes apart. What a person
    says with the same `once` is said once: a page that heard no answer may send it again.

    Refused when empty, too long, with too many files, in a closed room or by a silenced person.
    """
    text = text.replace("\x00", "").strip()
    _check(room, author, text, len(uploads), at)
    if reply_to is not None and reply_to.room_id != room.pk:
        raise MessageRefused("That message is in another room.")
    key = _key(author, once, text, uploads) if once else ""
    message = ChatMessage(
        room=room,
        author=author,
        author_name=str(author),
        partner=partner,
        by_staff=partner is None,
        text=text,
        reply_to=reply_to,
        at=at,
        external_id=key,
        change=next_change(),
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if not key:
            raise
        return ChatMessage.objects.get(room=room, origin="", external_id=key)
    attach(message, uploads)
    named = note_mentions(message, chosen=chosen)
    tell_room(message)
    publish(
        ChatMessagePosted(
            at=at, by=str(author), room_id=room.pk, message_id=message.pk, mentioned=tuple(named)
        )
    )
    return message


@transaction.atomic
def post_notice(
    room: ChatRoom,
    *,
    text: str,
    at: datetime,
    author_name: str = "",
    origin: str = "",
    external_id: str = "",
    uploads: Sequence[Upload] = (),
) -> ChatMessage | None:
    """The house says something, or somebody of an outside room; None if it was said already."""
    values = {"author_name": author_name, "text": text.strip(), "at": at}
    if external_id and ChatMessage.objects.filter(
        room=room, origin=origin, external_id=external_id
    ):
        return None
    message = ChatMessage.objects.create(
        room=room, origin=origin, external_id=external_id, change=next_change(), **values
    )
    attach(message, uploads)
    tell_room(message)
    publish(ChatMessagePosted(at=at, by=author_name, room_id=room.pk, message_id=message.pk))
    return message


@transaction.atomic
def edit_message(message: ChatMessage, *, text: str, at: datetime, by: Person) -> None:
    """The author says it in other words, within a day; what stood before is kept."""
    text = text.replace("\x00", "").strip()
    if message.author_id != by.pk:
        raise MessageRefused("Only its author may change a message.")
    if message.deleted_at is not None:
        raise MessageRefused("This message is deleted.")
    if at - message.at > MAY_EDIT_FOR:
        raise MessageRefused("A message can be changed for a day. Write a new one.")
    _check(message.room, by, text, message.attachments.count(), at)
    if text == message.text:
        return
    keep_words(message, at=at, by=str(by))
    change_message(message, text=text, edited_at=at)
    tell_answers(message)
    note_mentions(message)
    publish(ChatMessageChanged(at=at, by=str(by), room_id=message.room_id, message_id=message.pk))


@transaction.atomic
def delete_message(message: ChatMessage, *, at: datetime, by: Person, moderator: bool) -> None:
    """Its author or a moderator takes a message away; its place and who did it stay."""
    if not moderator and message.author_id != by.pk:
        raise MessageRefused("Only its author or a moderator may delete a message.")
    if message.deleted_at is not None:
        return
    keep_words(message, at=at, by=str(by))
    change_message(
        message, text="", deleted_at=at, deleted_by=str(by), pinned_at=None, pinned_by=""
    )
    tell_answers(message)
    message.mentions.all().delete()
    publish(ChatMessageRemoved(at=at, by=str(by), room_id=message.room_id, message_id=message.pk))


def attach(message: ChatMessage, uploads: Sequence[Upload]) -> None:
    """Files of a message; of pictures nothing that tells where and by whom they were taken."""
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            name=upload.name,
            content_type=upload.content_type,
            size=len(upload.content),
            sha256=upload.sha256,
            content=upload.content,
            width=upload.width,
            height=upload.height,
        )
        for upload in map(bare, uploads)
    )


def keep_words(message: ChatMessage, *, at: datetime, by: str) -> None:
    """What the message says now stays as a revision."""
    Revision.objects.create(message=message, text=message.text, replaced_at=at, replaced_by=by)


def note_mentions(message: ChatMessage, *, chosen: Collection[int] = ()) -> list[int]:
    """Keep whom of the others the message names; their ids. Who was named before is meant again."""
    meant = {*chosen, *message.mentions.values_list("person_id", flat=True)}
    named = (
        sorted(
            find_mentions(message.text, list_people_of(message.room), chosen=meant)
            - {message.author_id}
        )
        if "@" in message.text
        else []
    )
    message.mentions.exclude(person_id__in=named).delete()
    Mention.objects.bulk_create(
        [Mention(message=message, person_id=pk) for pk in named], ignore_conflicts=True
    )
    return named


def _key(author: Person, once: str, text: str, uploads: Sequence[Upload]) -> str:
    """The same words and files, sent with the same `once`: other words are another message."""
    said = "\0".join([once, text, *(upload.sha256 for upload in uploads)])
    return f"{author.pk}:{sha256(said.encode()).hexdigest()[:40]}"


def _check(room: ChatRoom, author: Person, text: str, files: int, at: datetime) -> None:
    if room.closed_at is not None:
        raise MessageRefused("This room is closed; one can only read in it.")
    if not text and not files:
        raise MessageRefused("Write something or add a file.")
    if len(text) > MOST_LETTERS:
        raise MessageRefused("The message is longer than %(most)s letters.", most=MOST_LETTERS)
    if files > MOST_FILES:
        raise MessageRefused("More than %(most)s files in a message.", most=MOST_FILES)
    if silence := find_silence(room, author, at=at):
        raise MessageRefused(
            "A moderator asked you to be silent here until %(until)s: %(why)s",
            until=f"{silence.until.astimezone(ZONE):%d.%m.%Y %H:%M}",
            why=silence.why,
        )
