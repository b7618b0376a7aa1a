"""Entrance of the worker for Stripe."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.connections.operations.understanding import understand_total
from zabota.connectors.stripe.operations import read_notice
from zabota.kit.clock import now


@app.task(name="stripe.read")
def read_event(*, event_id: int, **_: Any) -> None:
    """Read a stored event; a refund that met another one of its charge is read once more."""
    understand_total(event_id, read_notice, words={"charge.refunded"}, at=now())
