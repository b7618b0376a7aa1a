"""Entrance of the clock: companies kept for their partners only for a few days more."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.domain.attribution.operations.reservations import remind_of_reservations
from zabota.kit.clock import now


@app.periodic(cron="0 6 * * *")
@app.task(name="attribution.remind_of_reservations", queueing_lock="remind_of_reservations")
def remind(timestamp: int = 0, **_: Any) -> None:
    """Every morning, once a reservation."""
    remind_of_reservations(at=now())
