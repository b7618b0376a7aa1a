"""Entrances of the worker: first pages of PDFs that were kept before we drew any."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.domain.academy.operations.materials import draw_missing_previews


@app.periodic(cron="25 * * * *")
@app.task(name="academy.draw_previews", queueing_lock="academy.draw_previews")
def draw_previews(timestamp: int = 0, **_: Any) -> None:
    """Every hour a batch of them, until none is left."""
    draw_missing_previews()
