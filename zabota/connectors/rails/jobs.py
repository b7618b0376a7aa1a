"""Entrances of the worker for rails that are called."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.connectors.rails.operations.asking import ask_balances, ask_due
from zabota.kit.clock import now


@app.task(name="rails.send")
def send_what_left(*, event_id: int, **_: Any) -> None:
    """A batch left: its attempts are due at once. Harmless when done again."""
    ask_due(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="rails.ask", queueing_lock="rails.ask")
def ask_what_is_due(timestamp: int = 0, **_: Any) -> None:
    """Every minute: what is on its way, what is not known, and what a killed worker left."""
    ask_due(at=now())


@app.periodic(cron="23 * * * *")
@app.task(name="rails.balances", queueing_lock="rails.balances")
def ask_what_is_left(timestamp: int = 0, **_: Any) -> None:
    """Every hour: what gateways say of the balances that payouts leave from."""
    ask_balances(at=now())
