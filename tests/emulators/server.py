"""The server of an emulator: routes, knobs, and deliveries with repeats, delays and losses.

Knobs are set by POST /_knobs {"duplicate": 0.3, …}: shares of deliveries that come twice, late, never,
with a wrong signature; of API answers that are 429 or 500, 500 after the deed was done, or late.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heappop, heappush
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

KNOBS = {
    "duplicate": 0.0,  # a delivery is made once more
    "delay": 0.0,  # a delivery waits a moment, so that others overtake it: late and in another order
    "drop": 0.0,  # a delivery is never made, nor tried again
    "forge": 0.0,  # before a delivery somebody else sends it with a wrong signature
    "too_many": 0.0,  # an API call is answered 429
    "fail": 0.0,  # an API call is answered 500 and nothing was done
    "fail_after": 0.0,  # an API call is answered 500 although it was done
    "slow": 0.0,  # an API call is done, and answered only after `lag` seconds
    "lag": 1.0,
    "seed": 0,
}
REPEATS = 8  # tries of a delivery that was not answered as wished
PAUSE = 0.2  # seconds before the first repeat; doubled each time


@dataclass
class Request:
    """One call to the emulator's API."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body or b"{}")


@dataclass(frozen=True)
class Delivery:
    """One call the emulator makes; `wanted` is the beginning of the answer that ends its repeats."""

    url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "POST"
    wanted: str = ""


class Emulator:
    """What every emulator has: knobs, randomness that can be repeated, and its postman."""

    def __init__(self) -> None:
        self.knobs: dict[str, float] = dict(KNOBS)
        self.random = random.Random(0)
        self.lock = threading.RLock()
        self.counts: dict[str, int] = {"delivered": 0, "dropped": 0, "given_up": 0, "forged": 0}
        self._due: list[tuple[float, int, int, Delivery]] = []
        self._order = count()
        self._wake = threading.Condition()
        self._busy = 0
        self.begin()
        for _ in range(4):
            threading.Thread(target=self._carry, daemon=True).start()

    def begin(self) -> None:
        """The state of a processor that nobody has used yet."""

    def forget(self) -> None:
        """As if just started: nothing on its way, nothing known, no knob turned."""
        with self._wake:
            self._due.clear()
        with self.lock:
            self.counts = dict.fromkeys(self.counts, 0)
            self.knobs = dict(KNOBS)
            self.begin()

    def answer(self, request: Request) -> tuple[int, Any]:
        """(status, JSON) of an API call; bytes are sent as XML."""
        raise NotImplementedError

    def forged(self, delivery: Delivery) -> Delivery | None:
        """The same delivery as somebody else would make it."""
        return None

    def chance(self, knob: str) -> bool:
        with self.lock:
            return self.random.random() < self.knobs[knob]

    def deliver(self, delivery: Delivery) -> None:
        """Make a call, with whatever trouble the knobs ask for."""
        if self.chance("drop"):
            self.counts["dropped"] += 1
            return
        if self.chance("forge") and (fake := self.forged(delivery)):
            self.counts["forged"] += 1
            self._put(0, REPEATS, fake)
        for _ in range(2 if self.chance("duplicate") else 1):
            late = self.random.random() * 0.5 if self.chance("delay") else 0.0
            self._put(late, 0, delivery)

    def _put(self, wait: float, tries: int, delivery: Delivery) -> None:
        with self._wake:
            heappush(self._due, (time.monotonic() + wait, next(self._order), tries, delivery))
            self._wake.notify()

    def _carry(self) -> None:
        while True:
            with self._wake:
                while not self._due or self._due[0][0] > time.monotonic():
                    wait = self._due[0][0] - time.monotonic() if self._due else None
                    self._wake.wait(wait)
                _, _, tries, delivery = heappop(self._due)
                self._busy += 1
            done = _post(delivery)
            with self._wake:
                self._busy -= 1
                if done:
                    self.counts["delivered"] += 1
                elif tries + 1 < REPEATS:
                    again = time.monotonic() + PAUSE * 2**tries
                    heappush(self._due, (again, next(self._order), tries + 1, delivery))
                    self._wake.notify()
                elif tries < REPEATS:
                    self.counts["given_up"] += 1

    def under_way(self) -> int:
        """How much is on its way."""
        with self._wake:
            return len(self._due) + self._busy


def _post(delivery: Delivery) -> bool:
    parts = urlsplit(delivery.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        connection.request(delivery.method, target, delivery.body, delivery.headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        return answer.status == 200 and text.startswith(delivery.wanted)
    except OSError:
        return False
    except http.client.HTTPException:
        return False
    finally:
        connection.close()


def serve(name: str, port: int) -> None:
    """Serve the emulator of this name until killed."""
    emulator: Emulator = import_module(f"tests.emulators.{name}").EMULATOR()

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
            headers = {key.lower(): value for key, value in self.headers.items()}
            request = Request(self.command, parts.path, query, headers, body)
            status, said = _answer(emulator, request)
            xml = isinstance(said, bytes)
            raw = said if xml else json.dumps(said, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("content-type", "text/xml" if xml else "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # who asked waits no longer
                self.wfile.write(raw)

        do_GET = do_POST = do_DELETE = _take

        def log_message(self, *_: Any) -> None:
            """Silent."""

    ThreadingHTTPServer.daemon_threads = True
    server = ThreadingHTTPServer(("127.0.0.1", port), Door)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    server.serve_forever()


def _follow(parent: int) -> None:
    """End with whoever started us."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _answer(emulator: Emulator, request: Request) -> tuple[int, Any]:
    match request.path:
        case "/_knobs":
            with emulator.lock:
                emulator.knobs.update(request.json())
                emulator.random.seed(emulator.knobs["seed"])
            return 200, emulator.knobs
        case "/_forget":
            emulator.forget()
            return 200, {}
        case "/_quiet":
            left = emulator.under_way()
            return 200, {"quiet": not left, "under way": left, **emulator.counts}
        case path if path.startswith("/_"):
            return emulator.answer(request)
    if emulator.chance("too_many"):
        return 429, {"type": "error", "code": "too_many_requests", "description": "Slow down"}
    if emulator.chance("fail"):
        return 500, {"type": "error", "code": "internal_server_error", "description": "Oops"}
    status, said = emulator.answer(request)
    if emulator.chance("slow"):
        time.sleep(emulator.knobs["lag"])
    if emulator.chance("fail_after"):
        return 500, {"type": "error", "code": "internal_server_error", "description": "Oops"}
    return status, said


Maker = Callable[[], Emulator]
