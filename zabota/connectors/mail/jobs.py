"""Entrances of the worker for letters."""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from zabota.connectors.mail.operations import send_unsent, write_letters
from zabota.connectors.mail.operations.bulletins import send_bulletin, send_going
from zabota.connectors.mail.operations.returned import hear
from zabota.kit.clock import now
from zabota.kit.events.models import Event


@app.task(name="mail.tell", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_by_mail(*, event_id: int, **_: Any) -> None:
    """Write and send the letters about an event; a mail server that is down is tried again."""
    write_letters(event_id, at=now())
    send_unsent(at=now(), event_id=event_id)


@app.periodic(cron="*/30 * * * *")
@app.task(name="mail.send_unsent")
def send_what_is_left(timestamp: int = 0, **_: Any) -> None:
    """Send what could not leave before."""
    send_unsent(at=now())
    send_going(at=now())


@app.task(name="mail.returned")
def read_returned(*, event_id: int, **_: Any) -> None:
    """Read a stored report of a mail server."""
    hear(event_id, at=now())


@app.task(name="mail.bulletin", retry=RetryStrategy(max_attempts=3, exponential_wait=6))
def send_news(*, event_id: int, **_: Any) -> None:
    """Send the letters of a bulletin that goes out; each once, however often this is asked."""
    send_bulletin(Event.objects.get(pk=event_id).payload["bulletin_id"], at=now())
