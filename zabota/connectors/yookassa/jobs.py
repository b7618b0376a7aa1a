"""Entrance of the worker for YooKassa."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.connections.operations.understanding import understand
from zabota.connectors.yookassa.operations.paying import hear_payout
from zabota.connectors.yookassa.operations.receiving import read_notice
from zabota.kit.clock import now


@app.task(name="yookassa.read")
def read_notification(*, event_id: int, **_: Any) -> None:
    """Read a stored notification; what cannot be asked now is asked again by the clock."""
    understand(event_id, read_notice, at=now())


@app.task(name="yookassa.read_payout")
def read_payout_notification(*, event_id: int, **_: Any) -> None:
    """A payout moved there: it is asked for, and ours follows."""
    understand(event_id, hear_payout, at=now())
