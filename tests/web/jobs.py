"""The worker's work, done here and now."""

from __future__ import annotations

import json

from django.db import connection
from procrastinate.contrib.django import app

_TAKE = """
WITH taken AS (DELETE FROM procrastinate_jobs WHERE status = 'todo' RETURNING id, task_name, args)
SELECT task_name, args::text FROM taken ORDER BY id
"""


def run_jobs() -> list[str]:
    """Take every waiting job out of the queue and do it, oldest first: their names."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE)
        jobs = cursor.fetchall()
    for name, arguments in jobs:
        app.tasks[name].func(**json.loads(arguments))
    return [name for name, _ in jobs]
