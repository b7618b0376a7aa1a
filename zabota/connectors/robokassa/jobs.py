"""Entrance of the worker for Robokassa."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.connections.operations.understanding import understand
from zabota.connectors.robokassa.operations.receiving import read_notice
from zabota.kit.clock import now


@app.task(name="robokassa.read")
def read_robokassa_notice(*, event_id: int, **_: Any) -> None:
    """Read a stored notification; what cannot be asked now is asked again by the clock."""
    understand(event_id, read_notice, at=now())
