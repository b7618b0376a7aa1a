"""Entrance of the worker for Stripe."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.connections.models import Fate, Notice
from zabota.connectors.connections.operations.understanding import understand
from zabota.connectors.stripe.operations import read_notice
from zabota.kit.clock import now


@app.task(name="stripe.read")
def read_event(*, event_id: int, **_: Any) -> None:
    """Read a stored event; a refund that met another one of its charge is read once more."""
    understand(event_id, read_notice, at=now())
    met = Notice.objects.filter(event_id=event_id, fate=Fate.CONTRADICTING, word="charge.refunded")
    if met.exists():
        understand(event_id, read_notice, at=now())
