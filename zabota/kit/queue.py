"""The queue is in PostgreSQL: a job deferred in a transaction exists only if it commits."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app


def defer(job: str, /, **arguments: Any) -> None:
    """Put a job in the queue by its name, inside the current transaction."""
    app.configure_task(name=job, allow_unknown=False).defer(**arguments)
