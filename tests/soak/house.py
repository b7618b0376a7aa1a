"""The site and the worker as real processes on the test's database, to be killed at any moment."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from typing import Any
from urllib.parse import quote

from django.db import connection

from zabota.kit.places import ROOT


class House:
    """A web process and a worker; whichever is killed is started again at once."""

    def __init__(self, *, trusted: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.trusted = trusted
        self.kills = 0
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        for part in ("serve", "work"):
            self._start(part)
        self._wait()

    def kill_one(self, chance: random.Random) -> None:
        """SIGKILL to one of the two, in the middle of whatever it does."""
        part = chance.choice(["serve", "work"])
        self.running[part].kill()
        self.running[part].wait()
        self.kills += 1
        self._start(part)

    def stop(self) -> None:
        for process in self.running.values():
            process.kill()
            process.wait()

    def _start(self, part: str) -> None:
        more = ["--port", str(self.port)] if part == "serve" else ["--concurrency", "2"]
        self.running[part] = subprocess.Popen(
            [sys.executable, "manage.py", part, *more],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def environment(self) -> dict[str, str]:
        """What a process of ours needs to work on the test's database."""
        return {
            **os.environ,
            "TESTING": "1",
            "DATABASE_URL": _address(connection.settings_dict),
            "PUBLIC_URL": self.url,
            "OUTSIDE_TRUSTED": self.trusted,
            "BEHIND_PROXY": "1",
            "LOG_LEVEL": "CRITICAL",
        }

    def _wait(self) -> None:
        until = time.monotonic() + 120  # a busy machine is no fault of the house
        while time.monotonic() < until:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the site does not start")


def _address(known: dict[str, Any]) -> str:
    user = quote(known["USER"], safe="")
    secret = f":{quote(known['PASSWORD'], safe='')}" if known["PASSWORD"] else ""
    asked = f"host={quote(known['HOST'], safe='/')}" + (
        f"&port={known['PORT']}" if known["PORT"] else ""
    )
    return f"postgresql://{user}{secret}@/{quote(known['NAME'])}?{asked}"
