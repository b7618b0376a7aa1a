"""Entrance of the worker for the tax service."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.npd.operations import ask_about, ask_about_due
from zabota.kit.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="npd.ask", queueing_lock="npd.ask")
def ask_often(timestamp: int = 0, **_: Any) -> None:
    """Every minute, as many as the tax service lets us: those whose payout comes next are first."""
    ask_about_due(at=now(), clock=now)


@app.task(name="npd.ask_about")
def ask_about_one(*, inn: str, **_: Any) -> None:
    """Staff want to know now."""
    ask_about(inn, at=now(), clock=now)
