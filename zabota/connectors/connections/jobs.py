"""Entrances of the worker that run by the clock, for all connections."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.connections.operations.checkouts import ask_about_checkouts
from zabota.connectors.connections.operations.looking import look_at_all
from zabota.connectors.connections.operations.slip_outcomes import ask_about_slips
from zabota.connectors.connections.operations.understanding import look_again
from zabota.kit.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="connections.look_again", queueing_lock="connections.look_again")
def read_what_is_due(timestamp: int = 0, **_: Any) -> None:
    """Every minute: failures, parked refunds, and what a dead worker left."""
    look_again(at=now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="connections.ask", queueing_lock="connections.ask")
def ask_what_became(timestamp: int = 0, **_: Any) -> None:
    """Checkouts whose news may be lost."""
    ask_about_checkouts(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="connections.ask_slips", queueing_lock="connections.ask_slips")
def ask_what_became_of_slips(timestamp: int = 0, **_: Any) -> None:
    """Refunds and second slips that are not finished."""
    ask_about_slips(at=now())


@app.periodic(cron="17 * * * *")
@app.task(name="connections.look", queueing_lock="connections.look")
def look_for_lost_events(timestamp: int = 0, **_: Any) -> None:
    """Every hour: what they have and did not tell us."""
    look_at_all(at=now())
