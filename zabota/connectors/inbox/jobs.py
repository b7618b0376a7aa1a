"""Entrance of the worker that watches the inbox by the clock."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.inbox.operations import watch_inbox
from zabota.kit.clock import now


@app.periodic(cron="7,37 * * * *")
@app.task(name="inbox.watch", queueing_lock="inbox.watch")
def watch_what_is_stuck(timestamp: int = 0, **_: Any) -> None:
    """Twice an hour: what is not understood for too long raises the alarm, once a day."""
    watch_inbox(at=now())
