"""Questions about notices and choices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from zabota.domain.notices.models import Choice, DigestHour, Notice
from zabota.domain.notices.rules import USUAL_HOUR, Kind, kinds_of, way_of
from zabota.domain.people.models import Person


def list_notices(person: Person) -> QuerySet[Notice]:
    """What the person was told, the newest first."""
    return Notice.objects.filter(person=person).order_by("-at", "-pk")


def list_unread_notices(person: Person) -> QuerySet[Notice]:
    """Those he has not read."""
    return Notice.objects.filter(person=person, read_at=None)


def count_unread_notices(person: Person) -> int:
    """How many he has not read."""
    return list_unread_notices(person).count()


def list_ways(person: Person, *, side: str) -> list[tuple[Kind, str]]:
    """Every kind of the side with the way that holds for the person."""
    chosen = dict(Choice.objects.filter(person=person).values_list("kind", "channel"))
    return [(kind, way_of(kind, chosen.get(kind.key))) for kind in kinds_of(side)]


def get_ways(kind: Kind, people: Iterable[Person]) -> dict[int, str]:
    """By person, the way notices of a kind take; one statement however many people."""
    ids = [person.pk for person in people]
    rows = Choice.objects.filter(kind=kind.key, person__in=ids)
    chosen = dict(rows.values_list("person_id", "channel"))
    return {pk: way_of(kind, chosen.get(pk)) for pk in ids}


def get_digest_hour(person: Person) -> int:
    """The local hour of the person's daily letter."""
    found = DigestHour.objects.filter(person=person).first()
    return found.hour if found else USUAL_HOUR
