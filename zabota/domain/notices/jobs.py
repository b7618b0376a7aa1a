"""Entrances of the worker for notices: the daily letter, and forgetting."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.domain.notices.operations import forget_old, gather_digests
from zabota.kit.clock import now


@app.periodic(cron="2 * * * *")
@app.task(name="notices.digest")
def digest(timestamp: int = 0, **_: Any) -> None:
    """Every hour: whose hour it is gets one letter."""
    gather_digests(at=now())


@app.periodic(cron="40 1 * * *")
@app.task(name="notices.forget")
def forget(timestamp: int = 0, **_: Any) -> None:
    """Every night: old notices go."""
    forget_old(at=now())
