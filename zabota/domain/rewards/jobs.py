"""Entrances of the worker: counting trials on history, telling partners what they have earned."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.domain.rewards.operations import gather_earned
from zabota.domain.rewards.operations.trials import fail_trial, run_trial
from zabota.kit.clock import now


@app.task(name="rewards.try_terms")
def try_terms(*, trial_id: int, **_: Any) -> None:
    """Count a trial; a fault stays visible on its page."""
    try:
        run_trial(trial_id, at=now())
    except Exception as fault:
        fail_trial(trial_id, error=f"{type(fault).__name__}: {fault}", at=now())
        raise


@app.periodic(cron="*/10 * * * *")
@app.task(name="rewards.gather")
def gather(timestamp: int = 0, **_: Any) -> None:
    """Every ten minutes: who has earned is told; a busy partner gets one line, not forty."""
    gather_earned(at=now())
