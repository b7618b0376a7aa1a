"""Entrances of the worker for tables that move in."""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from zabota.connectors.inbox.operations import mark_failed
from zabota.connectors.spreadsheet.operations import check_sheet, move_in
from zabota.kit.clock import now

_AGAIN = RetryStrategy(max_attempts=3, wait=5)


@app.task(name="spreadsheet.check", retry=_AGAIN)
def look_through(*, event_id: int, **_: Any) -> None:
    """Read a stored table and judge its rows; a fault stays visible in the inbox."""
    try:
        check_sheet(event_id, at=now())
    except Exception as fault:
        mark_failed(event_id, error=f"{type(fault).__name__}: {fault}")
        raise


@app.task(name="spreadsheet.move_in", retry=_AGAIN)
def move_sheet_in(*, moving_id: int, **_: Any) -> None:
    """Move the good rows in; a crash goes on where it stopped."""
    move_in(moving_id, at=now())
