"""Entrance of the worker for TBank."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.connections.operations.understanding import understand_total
from zabota.connectors.tbank.operations.receiving import read_notice
from zabota.connectors.tbank.translate import PART_BACK
from zabota.kit.clock import now


@app.task(name="tbank.read")
def read_tbank_notice(*, event_id: int, **_: Any) -> None:
    """Read a stored notification; what cannot be asked now is asked again by the clock."""
    understand_total(event_id, read_notice, words={PART_BACK}, at=now())
