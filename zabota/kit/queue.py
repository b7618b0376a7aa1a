"""The queue is in PostgreSQL: a job deferred in a transaction exists only if it commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app


def defer(job: str, /, **arguments: Any) -> None:
    """Put a job in the queue by its name, inside the current transaction."""
    app.configure_task(name=job, allow_unknown=False).defer(**arguments)


def defer_to(job: str, /, *, at: datetime, **arguments: Any) -> None:
    """The same, not before a moment."""
    app.configure_task(name=job, allow_unknown=False, schedule_at=at).defer(**arguments)


# A worker that was killed beats no more. Jobs of the clock (with a queueing lock) come again anyway;
# a job that was cut off so often may be what kills the workers.
_CUT_OFF = """
SELECT job.id FROM procrastinate_jobs AS job
LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND job.queueing_lock IS NULL AND job.attempts < 5
    AND (worker.id IS NULL OR worker.last_heartbeat < now() - interval '1 minute')
"""


def take_up_cut_off(*, at: datetime) -> int:
    """Put jobs of killed workers back in the queue; every job is harmless when done again: how many."""
    with connection.cursor() as cursor:
        cursor.execute(_CUT_OFF)
        found = [row[0] for row in cursor.fetchall()]
    for job_id in found:
        app.job_manager.retry_job_by_id(job_id=job_id, retry_at=at)
    return len(found)
