"""Entrance of the worker for CloudPayments."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.cloudpayments.operations.receiving import read_notice
from zabota.connectors.connections.operations.understanding import understand
from zabota.kit.clock import now


@app.task(name="cloudpayments.read")
def read_cloudpayments_notice(*, event_id: int, **_: Any) -> None:
    """Read a stored notification; what cannot be asked now is asked again by the clock."""
    understand(event_id, read_notice, at=now())
