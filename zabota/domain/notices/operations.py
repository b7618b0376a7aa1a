"""Verbs about notices and choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from zabota.domain.notices.events import DigestGathered
from zabota.domain.notices.models import Channel, Choice, DigestHour, Notice
from zabota.domain.notices.rules import USUAL_HOUR, kinds_of
from zabota.domain.people.models import Person
from zabota.kit.clock import local_date, start_of_day
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish_all

KEPT_READ = timedelta(days=90)
KEPT = timedelta(days=365)


def give_notices(notices: Iterable[Notice]) -> None:
    """Put notices behind the bells; an event is told to a person once."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def read_notice(notice: Notice, *, at: datetime) -> None:
    """The person has read it; twice is once."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def read_all(person: Person, *, upto: int, at: datetime) -> int:
    """He has read everything up to the notice with this number; returns how many were new.

    What came while he was looking at the page stays unread.
    """
    unread = Notice.objects.filter(person=person, read_at=None, pk__lte=upto)
    return unread.update(read_at=at)


@transaction.atomic
def choose_ways(person: Person, *, side: str, ways: Mapping[str, str], hour: int) -> None:
    """Set by which way the person is told of each kind; refused where a way is not open to a kind."""
    if not 0 <= hour <= 23:
        raise Refusal("Choose an hour of the day.", code="no_hour")
    kinds = {kind.key: kind for kind in kinds_of(side)}
    for key, way in ways.items():
        if key not in kinds or way not in kinds[key].ways:
            raise Refusal("This cannot be switched off.", code="no_such_way")
    Choice.objects.bulk_create(
        [Choice(person=person, kind=key, channel=way) for key, way in ways.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["channel"],
    )
    DigestHour.objects.update_or_create(person=person, defaults={"hour": hour})


def leave_way(person: Person, *, channel: str) -> None:
    """A way is closed to the person: what he wanted by it comes by letter at once."""
    Choice.objects.filter(person=person, channel=channel).update(channel=Channel.NOW)


@transaction.atomic
def gather_digests(*, at: datetime) -> int:
    """Announce, for everybody whose hour has come, what waits for his daily letter; how many people.

    Once a day each; what comes later waits for tomorrow's.
    """
    waiting = Notice.objects.select_for_update(of=("self",)).filter(
        channel=Channel.DIGEST, gathered_at=None, person__is_active=True
    )
    told_today = Notice.objects.filter(
        channel=Channel.DIGEST, gathered_at__gte=start_of_day(local_date(at))
    )
    hour = Coalesce(F("person__digest_hour__hour"), Value(USUAL_HOUR))
    due = waiting.alias(hour=hour).filter(hour__lte=localtime(at).hour)
    rows = due.exclude(person__in=told_today.values("person")).order_by("person", "at", "pk")
    people: dict[int, list[int]] = {}
    for pk, person_id in rows.values_list("pk", "person_id"):
        people.setdefault(person_id, []).append(pk)
    gathered = [pk for ids in people.values() for pk in ids]
    Notice.objects.filter(pk__in=gathered).update(gathered_at=at)
    publish_all(
        [
            DigestGathered(at=at, person_id=person_id, notice_ids=tuple(ids))
            for person_id, ids in people.items()
        ]
    )
    return len(people)


def forget_old(*, at: datetime) -> int:
    """Remove what was read three months ago, and what nobody read for a year; how many."""
    read = Notice.objects.filter(read_at__lt=at - KEPT_READ)
    stale = Notice.objects.filter(at__lt=at - KEPT)
    return read.delete()[0] + stale.delete()[0]
