"""`manage.py serve`: the site behind uvicorn, in one process."""

from __future__ import annotations

import os
import socket
from typing import Any

import uvicorn
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Serve the site with uvicorn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fd", type=int, help="an open, bound socket to serve on instead")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["migrate"]:
            call_command("prepare")
        if options["fd"] is None:
            self.stdout.write(f"http://{options['host']}:{options['port']}/")
        config = uvicorn.Config(
            "zabota.config.asgi:application",
            host=options["host"],
            port=options["port"],
            loop="uvloop" if os.name == "posix" else "auto",
            http="httptools",
            lifespan="off",
            access_log=False,
            log_config=None,  # settings.LOGGING has the word
            server_header=False,
            timeout_graceful_shutdown=2,  # open streams must not hold up a stop
        )
        sockets = None if options["fd"] is None else [socket.socket(fileno=options["fd"])]
        uvicorn.Server(config).run(sockets=sockets)
