"""Live pages: a change said in its transaction reaches every open stream after the commit.

One connection per process listens (LISTEN/NOTIFY) and hands each note to the streams that asked
for its topic. A note carries ids only; it is not kept, so a stream that was away reads the table
again from where it stopped.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection, connections

from zabota.kit.sql import run

T = TypeVar("T")

CHANNEL = "zabota_live"
WAITING_NOTES = 500  # of one stream; a slower reader is sent away and comes back
HEARTBEAT = 20.0  # seconds; a proxy closes what is silent longer
AGAIN = ""  # the note that says: something may have been missed, read the table again

THREADS = 4

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
logger = logging.getLogger(__name__)


async def in_pool(question: Callable[..., T], *args: Any) -> T:
    """Ask the database for a stream: in a few threads, and the connection does not outlive it.

    A thousand pages that come back at once must not open a thousand connections.
    """

    def asked() -> T:
        try:
            return question(*args)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(_pool, asked)


def tell_live(topic: str, note: str) -> None:
    """Say a note about a topic to every open stream, when the transaction commits."""
    run("SELECT pg_notify(%s::text, %s::text)", [CHANNEL, f"{topic} {note}"])


@dataclass
class Listener:
    """The ear of one process: its connection, and who waits for which topic."""

    streams: dict[str, set[asyncio.Queue[str | None]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    ear: asyncio.Task[None] | None = None
    hears: bool = False

    async def listen(self) -> None:
        """Listen for ever; after a lost connection everybody is asked to read again."""
        while self.streams:
            try:
                async with await _connect() as heard:
                    await heard.execute(f"LISTEN {CHANNEL}")
                    self.hears = True
                    self._tell_all(AGAIN)
                    async for note in heard.notifies():
                        topic, _, words = note.payload.partition(" ")
                        self._tell(topic, words)
            except (OSError, psycopg.Error) as fault:
                self.hears = False
                logger.warning("live: the database is away (%s)", fault)
                await asyncio.sleep(1)

    def _tell(self, topic: str, note: str) -> None:
        for queue in list(self.streams.get(topic, ())):
            try:
                queue.put_nowait(note)
            except asyncio.QueueFull:
                self.leave(topic, queue)
                _end(queue)

    def _tell_all(self, note: str) -> None:
        for topic in list(self.streams):
            self._tell(topic, note)

    def join(self, topic: str) -> asyncio.Queue[str | None]:
        """A queue of the topic's notes, read again first; the first one starts the ear."""
        queue: asyncio.Queue[str | None] = asyncio.Queue(WAITING_NOTES)
        if self.hears:  # or it is told with all others as soon as the ear hears
            queue.put_nowait(AGAIN)
        self.streams[topic].add(queue)
        if self.ear is None or self.ear.done():
            self.ear = asyncio.get_running_loop().create_task(self.listen())
        return queue

    def leave(self, topic: str, queue: asyncio.Queue[str | None]) -> None:
        """The stream is over; the last one of a topic takes the topic away."""
        self.streams[topic].discard(queue)
        if not self.streams[topic]:
            del self.streams[topic]


_listeners: WeakKeyDictionary[asyncio.AbstractEventLoop, Listener] = WeakKeyDictionary()


async def notes_about(topic: str) -> AsyncIterator[str | None]:
    """Notes about a topic as they come; None when nothing came for a while (say hello)."""
    listener = _listeners.setdefault(asyncio.get_running_loop(), Listener())
    queue = listener.join(topic)
    try:
        while True:
            try:
                note = await asyncio.wait_for(queue.get(), HEARTBEAT)
            except TimeoutError:
                yield None
                continue
            if note is None:
                return
            yield note
    finally:
        listener.leave(topic, queue)


def _end(queue: asyncio.Queue[str | None]) -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


async def _connect() -> psycopg.AsyncConnection[Any]:
    wanted = {"dbname", "user", "password", "host", "port"}
    given = connection.get_connection_params()
    return await psycopg.AsyncConnection.connect(
        **{name: value for name, value in given.items() if name in wanted}, autocommit=True
    )
