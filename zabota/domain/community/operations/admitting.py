"""Rooms are opened; a partner is admitted when his first client has paid."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zabota.domain.community.events import PartnerAdmitted
from zabota.domain.community.models import Admission, ChatRoom, RoomKind
from zabota.domain.community.operations.saying import post_notice
from zabota.domain.community.operations.tending import begin_reading
from zabota.domain.community.queries.people import list_partners_to_admit
from zabota.domain.community.queries.rooms import is_open_to
from zabota.domain.partners.models import Member, Partner
from zabota.kit.events.announce import publish

FIRST_CLIENT = "first_client"  # why a partner was admitted; pages put it in words
PARTNER_PLACE = "{partner}"


@transaction.atomic
def open_room(
    *, kind: str, name: str, about: str, welcome: str, at: datetime, position: int = 10
) -> ChatRoom:
    """A new room for many; a direct line is opened by `open_direct_line`."""
    return ChatRoom.objects.create(
        kind=kind, name=name, about=about, welcome=welcome, made_at=at, position=position
    )


@transaction.atomic
def change_room(
    room: ChatRoom, *, name: str, about: str, welcome: str, closed: bool, at: datetime
) -> None:
    """Other words over the door, or the door closed: what was said stays to be read."""
    room.name, room.about, room.welcome = name, about, welcome
    room.closed_at = (room.closed_at or at) if closed else None
    room.save(update_fields=["name", "about", "welcome", "closed_at"])


def open_direct_line(partner: Partner, *, at: datetime) -> ChatRoom:
    """The line between a partner and us; there is one, however often one asks."""
    room, _new = ChatRoom.objects.get_or_create(
        partner=partner,
        defaults={"kind": RoomKind.DIRECT, "name": partner.name, "made_at": at, "position": 0},
    )
    return room


@transaction.atomic
def admit_partner(
    room: ChatRoom, *, partner: Partner, why: str, at: datetime, by: str = "", greet: bool = True
) -> bool:
    """Open a gated room to a partner and greet him there; False if it was open to him already.

    `{partner}` in the room's welcome becomes his name. Without `greet` he comes in quietly.
    """
    _row, new = Admission.objects.get_or_create(
        room=room, partner=partner, defaults={"at": at, "by": by, "why": why}
    )
    if not new:
        return False
    begin_reading([room.pk], list(partner.members.values_list("person", flat=True)), at=at)
    if room.welcome and greet:
        post_notice(room, text=room.welcome.replace(PARTNER_PLACE, partner.name), at=at)
    publish(PartnerAdmitted(at=at, by=by, partner_id=partner.pk, room_id=room.pk, why=why))
    return True


def admit_partners_with_clients(*, at: datetime) -> int:
    """Open every gated room to partners who have a paying client by now; how many came in.

    Who had one before the room was made comes in quietly: a new room does not begin with hundreds of greetings.
    """
    rooms = ChatRoom.objects.filter(kind=RoomKind.GATED, closed_at=None)
    return sum(
        admit_partner(
            room, partner=partner, why=FIRST_CLIENT, at=at,
            greet=partner.earned_since >= room.made_at,  # type: ignore[attr-defined]
        )
        for room in rooms
        for partner in list_partners_to_admit(room)
    )  # fmt: skip


def begin_in_rooms(member: Member, *, at: datetime) -> None:
    """A member who has joined begins to read in every room that is open to his partner."""
    own = Q(partner=None) | Q(partner=member.partner)
    rooms = ChatRoom.objects.filter(own, closed_at=None)
    opened = [room.pk for room in rooms if is_open_to(room, partner=member.partner)]
    begin_reading(opened, [member.person_id], at=at)
