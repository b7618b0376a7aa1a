"""Entrances of the worker for Telegram."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.telegram.operations.carrying import carry, carry_all, carry_event
from zabota.connectors.telegram.operations.hearing import hear
from zabota.connectors.telegram.operations.joining import mind_doors
from zabota.connectors.telegram.operations.telling import tell_notices
from zabota.kit.clock import now


@app.task(name="telegram.read")
def read_update(*, event_id: int, **_: Any) -> None:
    """Read a stored update."""
    hear(event_id, at=now())


@app.task(name="telegram.carry")
def carry_message(*, event_id: int, **_: Any) -> None:
    """Something was said, changed or deleted in a room: so in its group."""
    carry_event(event_id, clock=now)


@app.task(name="telegram.carry_on")
def carry_on(*, group_id: int, **_: Any) -> None:
    """The pause that Telegram asked for is over."""
    carry(group_id, clock=now)


@app.periodic(cron="* * * * *")
@app.task(name="telegram.carry_all", queueing_lock="telegram.carry_all")
def carry_what_waits(timestamp: int = 0, **_: Any) -> None:
    """Every minute: what waits, and what a dead worker left."""
    carry_all(clock=now)


@app.periodic(cron="23 * * * *")
@app.task(name="telegram.doors")
def mind_the_doors(timestamp: int = 0, **_: Any) -> None:
    """Somebody was admitted, removed, or tied his Telegram; and every hour, in case a call failed."""
    mind_doors(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="telegram.tell", queueing_lock="telegram.tell")
def tell_what_waits(timestamp: int = 0, **_: Any) -> None:
    """Every minute: notices to whoever wants them in Telegram."""
    tell_notices(clock=now)
