"""Entrances of the worker for what the vendor's own systems told."""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from zabota.connectors.inbox.operations import mark_failed
from zabota.connectors.vendor.operations import register_kept, take_kept_payments
from zabota.kit.clock import now

RETRY = RetryStrategy(max_attempts=3, wait=5)


@app.task(name="vendor.register_client", retry=RETRY)
def register_client(*, event_id: int, **_: Any) -> None:
    """Register a kept client if the request itself did not come so far."""
    try:
        register_kept(event_id, at=now())
    except Exception as fault:
        mark_failed(event_id, error=f"{type(fault).__name__}: {fault}")
        raise


@app.task(name="vendor.take_payments", retry=RETRY)
def take_payments(*, event_id: int, **_: Any) -> None:
    """Record a kept batch of payments."""
    try:
        take_kept_payments(event_id, at=now())
    except Exception as fault:
        mark_failed(event_id, error=f"{type(fault).__name__}: {fault}")
        raise
