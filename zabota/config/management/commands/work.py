"""`manage.py work`: the worker of the queue."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Run the jobs of the queue until stopped; stops within two seconds when asked to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, *_: Any, **options: Any) -> None:
        call_command(
            "procrastinate",
            "worker",
            f"--concurrency={options['concurrency']}",
            "--shutdown-graceful-timeout=2",
            "--delete-jobs=successful",
        )
