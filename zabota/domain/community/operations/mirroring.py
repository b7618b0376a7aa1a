"""What is said in a room outside that mirrors one of ours: it appears here once, under a known name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from zabota.domain.community.events import ChatMessageChanged, ChatMessagePosted
from zabota.domain.community.models import ChatMessage, ChatRoom
from zabota.domain.community.operations.changing import (
    change_message,
    next_change,
    tell_answers,
    tell_room,
)
from zabota.domain.community.operations.saying import (
    MessageRefused,
    attach,
    keep_words,
    note_mentions,
)
from zabota.domain.community.queries.people import find_silence
from zabota.domain.partners.models import Member
from zabota.domain.people.models import Person
from zabota.kit.events.announce import publish
from zabota.kit.uploads import Upload


def post_from_outside(
    room: ChatRoom,
    *,
    origin: str,
    external_id: str,
    text: str,
    at: datetime,
    author: Person | None = None,
    author_name: str = "",
    reply_to: ChatMessage | None = None,
    uploads: Sequence[Upload] = (),
) -> ChatMessage:
    """Keep what was said there, once; with an author under his name here, else under the one there.

    What comes again gives the message of the first time. Refused in a closed room and for a person
    who was asked to be silent.
    """
    known = {"room": room, "origin": origin, "external_id": external_id}
    if found := ChatMessage.objects.filter(**known).first():
        return found
    _check(room, author, at=at)
    member = Member.objects.filter(person=author).select_related("partner").first()
    try:
        with transaction.atomic():
            message = ChatMessage.objects.create(
                **known,
                author=author,
                author_name=(str(author) if author else author_name)[:160],
                partner=member.partner if author and member else None,
                by_staff=author is not None and member is None,
                text=text.strip(),
                reply_to=reply_to,
                at=at,
                change=next_change(),
            )
            attach(message, uploads)
            named = tuple(note_mentions(message))
            tell_room(message)
            publish(
                ChatMessagePosted(
                    at=at,
                    by=message.author_name[:120],
                    room_id=room.pk,
                    message_id=message.pk,
                    mentioned=named,
                )
            )
    except IntegrityError:  # another worker was a moment quicker
        return ChatMessage.objects.get(**known)
    return message


@transaction.atomic
def edit_from_outside(message: ChatMessage, *, text: str, at: datetime) -> None:
    """It was changed there; what stood before is kept. A message deleted here stays deleted."""
    text = text.strip()
    if message.deleted_at is not None or text == message.text:
        return
    keep_words(message, at=at, by=message.author_name[:120])
    change_message(message, text=text, edited_at=at)
    tell_answers(message)
    note_mentions(message)
    publish(
        ChatMessageChanged(
            at=at, by=message.author_name[:120], room_id=message.room_id, message_id=message.pk
        )
    )


def _check(room: ChatRoom, author: Person | None, *, at: datetime) -> None:
    if room.closed_at is not None:
        raise MessageRefused("This room is closed; one can only read in it.")
    if author is not None and find_silence(room, author, at=at):
        raise MessageRefused("A moderator asked this person to be silent here.")
