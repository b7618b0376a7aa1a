"""Entrances of the worker for registers."""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from zabota.connectors.inbox.operations import mark_failed
from zabota.connectors.registers.operations import import_register
from zabota.connectors.registers.operations.recording import record_event
from zabota.kit.clock import now
from zabota.kit.errors import Refusal


@app.task(name="registers.read", retry=RetryStrategy(max_attempts=3, wait=5))
def read_uploaded_register(*, event_id: int, **_: Any) -> None:
    """Read a stored register; a fault stays visible in the inbox and can be tried again."""
    try:
        import_register(event_id, at=now())
    except Exception as fault:
        mark_failed(event_id, error=f"{type(fault).__name__}: {fault}")
        raise


@app.task(name="registers.record")
def record_stored_row(*, event_id: int, **_: Any) -> None:
    """Record a row that a person asked for, if he was cut off; a refusal stays in the inbox."""
    try:
        record_event(event_id, at=now())
    except Refusal:
        return
