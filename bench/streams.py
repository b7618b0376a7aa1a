"""How quickly a message of the chat reaches everybody who has the room open.

The server runs in a process of its own; readers are plain sockets in this one. The baseline is the
same message with a single reader.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

READERS = 500
MESSAGES = 10
GOAL = 0.3  # seconds, of the median
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Heard:
    """Delays in seconds from posting to each reader, and how many did not hear."""

    delays: list[float]
    lost: int


def report_streams() -> None:
    """Print the delays of one reader and of five hundred."""
    address, room_id, cookie, server = _open_site()
    try:
        alone, many = (
            asyncio.run(_listen(address, room_id, cookie, readers)) for readers in (1, READERS)
        )
    finally:
        server.terminate()
        server.wait(10)
    base, value = median(alone.delays), median(many.delays)
    print(
        f"{f'a message to {READERS} open pages: median':46} {value * 1000:10.0f} ms          "
        f"{value / base:6.1f} x one page  last {max(many.delays) * 1000:.0f} ms  lost {many.lost}  "
        f"goal {GOAL * 1000:.0f} ms: {'reached' if value <= GOAL and not many.lost else 'MISSED'}"
    )


def _open_site() -> tuple[str, int, str, subprocess.Popen[bytes]]:
    from django.test import Client as Visitor

    from zabota.domain.community.models import RoomKind
    from zabota.domain.community.operations import open_room
    from zabota.domain.people.models import Role
    from zabota.domain.people.operations import add_person, give_role
    from zabota.kit.clock import now

    room = open_room(kind=RoomKind.OPEN, name="bench", about="", welcome="", at=now())
    person = add_person(email="bench@example.com", name="Bench")
    give_role(person, role=Role.OWNER)
    visitor = Visitor()
    visitor.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    port = 18_753
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", f"--port={port}"],
        env={**os.environ, "TESTING": "1", "LOG_LEVEL": "ERROR"}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/events/office/rooms/{room.pk}/"
    return address, room.pk, visitor.cookies["sessionid"].value, server


async def _listen(address: str, room_id: int, cookie: str, readers: int) -> Heard:
    arrivals: dict[str, list[float]] = {}
    since = await asyncio.to_thread(_newest, room_id)  # as the page says that has shown the room
    streams = await asyncio.gather(*(_connect(address, cookie, since) for _ in range(readers)))
    tasks = [asyncio.create_task(_read(stream, arrivals)) for stream in streams]
    delays: list[float] = []
    lost = 0
    for number in range(MESSAGES):
        word = f"bench-{readers}-{number}-"
        arrivals[word] = []
        said = time.perf_counter()
        await asyncio.to_thread(_say, room_id, word)
        while len(arrivals[word]) < readers and time.perf_counter() - said < PATIENCE:
            await asyncio.sleep(0.01)
        delays += [moment - said for moment in arrivals[word]]
        lost += readers - len(arrivals[word])
    for task in tasks:
        task.cancel()
    return Heard(delays, lost)


async def _connect(address: str, cookie: str, since: int) -> asyncio.StreamReader:
    parts = urlsplit(address)
    for _ in range(200):
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=2**20)
            writer.write(
                f"GET {parts.path}?since={since} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
                f"Cookie: sessionid={cookie}\r\n\r\n".encode()
            )
            await reader.readuntil(b"retry:")
            reader.kept = writer  # type: ignore[attr-defined]  # else it is closed with the name
            return reader
        await asyncio.sleep(0.1)
    raise SystemExit("the server does not answer")


async def _read(reader: asyncio.StreamReader, arrivals: dict[str, list[float]]) -> None:
    heard: set[str] = set()  # who has just come in may be told twice, and shows it once
    while line := await reader.readline():
        if line.startswith(b"data:"):
            for word, moments in arrivals.items():
                if word.encode() in line and word not in heard:
                    heard.add(word)
                    moments.append(time.perf_counter())


def _newest(room_id: int) -> int:
    from django.db import connection

    from zabota.domain.community.models import ChatRoom
    from zabota.domain.community.queries.messages import get_last_change

    newest = get_last_change(ChatRoom.objects.get(pk=room_id))
    connection.close()
    return newest


def _say(room_id: int, word: str) -> None:
    from django.db import connection

    from zabota.domain.community.models import ChatRoom
    from zabota.domain.community.operations import post_message
    from zabota.domain.people.models import Person
    from zabota.kit.clock import now

    author = Person.objects.get(email="bench@example.com")
    room = ChatRoom.objects.get(pk=room_id)
    post_message(room, author=author, partner=None, text=word, at=now())
    connection.close()
