"""Starting emulators for tests: separate processes that end with us."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from zabota.kit.places import ROOT


@dataclass(frozen=True)
class Running:
    """An emulator at work, and the stage directions it takes."""

    url: str
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        """host:port, as settings.OUTSIDE_TRUSTED wants it."""
        return self.url.removeprefix("http://")

    def play(self, what: str, **said: Any) -> Any:
        """One stage direction: `pay`, `refund`, `knobs` …; raises for a status above 399."""
        body = json.dumps(said).encode()
        request = Request(f"{self.url}/_{what}", body, {"content-type": "application/json"})
        try:
            with urlopen(request, timeout=20) as answer:
                return json.load(answer)
        except HTTPError as refused:
            raise AssertionError(f"{what}: {refused.code} {refused.read()!r}") from None

    def settle(self, *, most: float = 60) -> dict[str, Any]:
        """Wait until nothing is on its way; what was delivered, dropped and forged."""
        until = time.monotonic() + most
        while time.monotonic() < until:
            state: dict[str, Any] = self.play("quiet")
            if state["quiet"]:
                return state
            time.sleep(0.02)
        raise AssertionError(f"{self.url} does not come to rest: {self.play('quiet')}")


@contextmanager
def running(name: str) -> Iterator[Running]:
    """An emulator for the length of a `with`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.emulators", name],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url, f"the emulator of {name} did not start"
        yield Running(url, process)
    finally:
        process.kill()
        process.wait()
