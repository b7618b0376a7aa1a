"""`manage.py work`: the worker of the queue."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app


class Command(BaseCommand):
    help = "Run the jobs of the queue until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, *_: Any, **options: Any) -> None:
        ours: Any = app.connector  # procrastinate's Django connector, which its types do not name
        with app.replace_connector(ours.get_worker_connector()) as working:
            working.run_worker(
                concurrency=options["concurrency"],
                shutdown_graceful_timeout=4,  # seconds for the jobs at work; what is cut off is tried again
                delete_jobs="successful",
            )
