"""What readers and moderators do with messages and rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zabota.domain.community.events import PersonSilenced
from zabota.domain.community.models import ChatMessage, ChatRoom, Reaction, ReadMark, Silence
from zabota.domain.community.operations.changing import change_message
from zabota.domain.community.rules import SIGNS
from zabota.domain.people.models import Person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.sql import run

_READ = """
INSERT INTO community_readmark (room_id, person_id, last_id, at, muted, digest_id)
VALUES (%s::bigint, %s::bigint, %s::bigint, %s::timestamptz, false, 0)
ON CONFLICT (room_id, person_id) DO UPDATE
SET last_id = greatest(community_readmark.last_id, excluded.last_id), at = excluded.at
"""

_BEGIN = """
INSERT INTO community_readmark (room_id, person_id, last_id, at, muted, digest_id)
SELECT r.id, p.id, coalesce((
    SELECT max(m.id) FROM community_chatmessage m WHERE m.room_id = r.id AND m.at < %s::timestamptz
), 0), %s::timestamptz, false, 0
FROM unnest(%s::bigint[]) AS r(id), unnest(%s::bigint[]) AS p(id)
ORDER BY r.id, p.id
ON CONFLICT (room_id, person_id) DO NOTHING
"""


@transaction.atomic
def switch_reaction(message: ChatMessage, *, person: Person, sign: str) -> bool:
    """Put a sign under a message, or take it away again; whether it stands now."""
    if sign not in SIGNS:
        raise Refusal("There is no such sign.", code="no_such_sign")
    if message.deleted_at is not None:
        raise Refusal("This message is deleted.", code="deleted")
    taken, _rows = Reaction.objects.filter(message=message, person=person, sign=sign).delete()
    if not taken:
        Reaction.objects.bulk_create(
            [Reaction(message=message, person=person, sign=sign)], ignore_conflicts=True
        )
    change_message(message)
    return not taken


@transaction.atomic
def pin_message(message: ChatMessage, *, pinned: bool, at: datetime, by: str) -> None:
    """Keep a message at the top of the room, or let it go."""
    if (message.pinned_at is not None) == pinned or message.deleted_at is not None:
        return
    change_message(message, pinned_at=at if pinned else None, pinned_by=by if pinned else "")


def begin_reading(room_ids: Sequence[int], person_ids: Sequence[int], *, at: datetime) -> None:
    """Who comes in reads on from here, or all that was said before is looked through on each of his pages."""
    run(_BEGIN, [at, at, list(room_ids), list(person_ids)])


def mark_read(room: ChatRoom, *, person: Person, last_id: int, at: datetime) -> None:
    """The person has read the room up to this message; a mark never goes back."""
    run(_READ, [room.pk, person.pk, last_id, at])


@transaction.atomic
def mute_room(room: ChatRoom, *, person: Person, muted: bool, at: datetime) -> None:
    """The person does not want to hear of this room, or wants to again."""
    mark_read(room, person=person, last_id=0, at=at)
    ReadMark.objects.filter(room=room, person=person).update(muted=muted)


@transaction.atomic
def silence_person(
    room: ChatRoom, *, person: Person, until: datetime, why: str, at: datetime, by: str
) -> Silence:
    """A moderator asks a person to be silent until a moment; a new silence replaces the former."""
    if until <= at:
        raise Refusal("Choose a moment that is still to come.", code="past")
    Silence.objects.filter(room=room, person=person, lifted_at=None).update(lifted_at=at)
    silence = Silence.objects.create(room=room, person=person, until=until, why=why, at=at, by=by)
    publish(PersonSilenced(at=at, by=by, room_id=room.pk, person_id=person.pk, why=why))
    return silence


@transaction.atomic
def lift_silence(silence: Silence, *, at: datetime, by: str) -> None:
    """The person may speak again at once."""
    if Silence.objects.filter(pk=silence.pk, lifted_at=None).update(lifted_at=at):
        publish(
            PersonSilenced(
                at=at,
                by=by,
                room_id=silence.room_id,
                person_id=silence.person_id,
                why=silence.why,
                lifted=True,
            )
        )
