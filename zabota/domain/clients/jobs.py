"""Entrances of the worker for clients."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.domain.clients.operations import welcome_payers
from zabota.kit.events.models import Event


@app.task(name="clients.welcome_payers")
def welcome(*, event_id: int, **_: Any) -> None:
    """Clients who paid for the first time become "paying"."""
    event = Event.objects.get(pk=event_id)
    welcome_payers(event.payload["client_ids"], at=event.at)
