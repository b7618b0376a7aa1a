"""Who belongs to a room, who may speak, who is to be admitted."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from zabota.domain.community.models import Admission, ChatRoom, RoomKind, Silence
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.people.models import Person
from zabota.domain.rewards.models import Reward


def list_partners_to_admit(room: ChatRoom) -> QuerySet[Partner]:
    """Partners whose client has paid (`earned_since` when) and to whom this gated room is not open yet."""
    earned = Reward.objects.filter(partner=OuterRef("pk"), cancelled_at=None)
    admitted = Admission.objects.filter(room=room, partner=OuterRef("pk"))
    return (
        Partner.objects.exclude(status=PartnerStatus.LEFT)
        .filter(Exists(earned), ~Exists(admitted))
        .annotate(earned_since=Subquery(earned.order_by("earned_at").values("earned_at")[:1]))
        .order_by("pk")
    )


def list_people_of(room: ChatRoom) -> dict[int, str]:
    """Names of everybody who may read a room, by id."""
    return {person.pk: str(person) for person in list_readers(room)}


def list_readers(room: ChatRoom) -> QuerySet[Person]:
    """Everybody who may read a room: members of its partners, with their company, and our staff."""
    stays = Q(membership__isnull=False) & ~Q(membership__partner__status=PartnerStatus.LEFT)
    inside = Q(staff_roles__isnull=False)
    if room.kind == RoomKind.OPEN:
        inside |= stays
    elif room.kind == RoomKind.GATED:
        inside |= stays & Q(membership__partner__admissions__room=room)
    else:
        inside |= Q(membership__partner=room.partner_id)
    people = Person.objects.filter(inside, is_active=True).distinct()
    return people.select_related("membership__partner")


def find_silence(room: ChatRoom, person: Person, *, at: datetime) -> Silence | None:
    """The silence a person was asked to keep, if it still lasts."""
    return list_silences(room, at=at).filter(person=person).first()


def list_silences(room: ChatRoom, *, at: datetime) -> QuerySet[Silence]:
    """Who is asked to be silent in a room now, who may speak soonest first."""
    lasting = Silence.objects.filter(room=room, lifted_at=None, until__gt=at)
    return lasting.select_related("person").order_by("until", "pk")
