"""Entrances of the worker for the bank."""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from zabota.connectors.bank.operations import import_statement
from zabota.connectors.bank.operations.pushing import read_push
from zabota.connectors.connections.operations.understanding import understand
from zabota.connectors.inbox.operations import mark_failed
from zabota.kit.clock import now


@app.task(name="bank.import_statement", retry=RetryStrategy(max_attempts=3, wait=5))
def read_uploaded_statement(*, event_id: int, **_: Any) -> None:
    """Read a stored statement; a fault stays visible in the inbox and can be tried again."""
    try:
        import_statement(event_id, at=now())
    except Exception as fault:
        mark_failed(event_id, error=f"{type(fault).__name__}: {fault}")
        raise


@app.task(name="bank.read_push")
def read_pushed_movement(*, event_id: int, **_: Any) -> None:
    """Read what a bank pushed; what fails is tried again by the clock."""
    understand(event_id, read_push, at=now())
