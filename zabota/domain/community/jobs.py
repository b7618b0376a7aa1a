"""Entrances of the worker: the door of gated rooms, and the digest."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.domain.community.operations import (
    admit_partners_with_clients,
    begin_in_rooms,
    gather_unread,
    post_rating,
)
from zabota.domain.partners.models import Member
from zabota.kit.clock import now
from zabota.kit.events.models import Event


@app.periodic(cron="* * * * *")
@app.task(name="community.admit")
def admit(timestamp: int = 0, **_: Any) -> None:
    """Every minute: who has a paying client now is admitted. The road of payments knows no chat."""
    admit_partners_with_clients(at=now())


@app.periodic(cron="0 6 * * *")
@app.task(name="community.digest")
def digest(timestamp: int = 0, **_: Any) -> None:
    """At nine in Moscow: who has not looked in is told what waits for him."""
    gather_unread(at=now())


@app.task(name="community.post_rating")
def post_rating_of(*, event_id: int, **_: Any) -> None:
    """The sealed rating goes to the partners' chat, with its picture."""
    post_rating(Event.objects.get(pk=event_id).payload["rating_id"], at=now())


@app.task(name="community.begin_reading")
def begin_reading_of(*, event_id: int, **_: Any) -> None:
    """Whoever has joined a partner's people has unread what is said from then on."""
    event = Event.objects.get(pk=event_id)
    member = Member.objects.filter(person=event.payload["person_id"]).first()
    if member is not None:
        begin_in_rooms(member, at=event.at)
