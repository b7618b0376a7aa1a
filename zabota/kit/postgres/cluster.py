"""The users' side of the built-in database: join it, start it if nobody has, leave it.

Everybody who needs the database shares one file lock. A keeper, a small process apart, holds
PostgreSQL as its child and stops it when the last user has gone, even if he was killed.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from zabota.kit.places import ROOT, STATE
from zabota.kit.postgres.address import socket_address
from zabota.kit.postgres.layout import DATABASE, USER, Layout, alone, is_locked, lock

PATIENCE = 120.0  # seconds: crash recovery of a large demo on a slow disk
GLANCE = 0.02


class PostgresUnavailable(Exception):
    """The built-in database cannot be had; the sentence says what to do."""


@dataclass(frozen=True)
class Server:
    """A database one may connect to."""

    dsn: str


@dataclass
class Stay:
    """One user's time with the database."""

    layout: Layout
    place: IO[bytes] | None
    keeper: subprocess.Popen[str] | None = None

    def leave(self) -> None:
        """Lets go; if nobody else needs the database, waits until it has stopped."""
        if self.place is None:
            return
        self.place.close()
        self.place = None
        seen_others = 0
        deadline = time.monotonic() + 20
        while is_locked(self.layout.keeper) and time.monotonic() < deadline:
            seen_others = 0 if is_locked(self.layout.users) else seen_others + 1
            if seen_others > 10:
                return
            time.sleep(GLANCE)
        if self.keeper:
            self.keeper.wait(timeout=5)


@contextmanager
def running(home: Path, *, durable: bool = True) -> Iterator[Server]:
    """The built-in database of a folder, for as long as the block lasts.

    `durable=False` gives up safety from crashes for speed: for tests. PostgresUnavailable if it
    cannot be started.
    """
    stay = join(home, durable=durable)
    try:
        yield Server(dsn=address_of(home))
    finally:
        stay.leave()


def ensure_running(home: Path | None = None, *, durable: bool = True) -> bool:
    """Sets DATABASE_URL to the checkout's built-in database, for the life of this process.

    Does nothing and answers False where DATABASE_URL is already given.
    """
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return False
    home = home or STATE / "pg"
    atexit.register(join(home, durable=durable).leave)
    os.environ["DATABASE_URL"] = address_of(home)
    return True


def address_of(home: Path) -> str:
    """The address of a folder's database; nobody answers there while it does not run."""
    return socket_address(str(Layout(home).socket_folder() or home), user=USER, name=DATABASE)


def is_in_use(home: Path) -> bool:
    """Whether somebody uses the folder's database now."""
    return is_locked(Layout(home).keeper)


def join(home: Path, *, durable: bool = True) -> Stay:
    """Becomes a user of the folder's database, starting it if needed."""
    layout = Layout(home)
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = lock(layout.users, alone=False, wait=True)
        stay = Stay(layout, place)
        with alone(layout.start):
            if not _answers(layout):
                stay.keeper = _start_keeper(layout, durable=durable)
    except PermissionError as reason:
        raise PostgresUnavailable(
            f"The folder {home} belongs to somebody else ({reason.filename}). "
            "Run as its owner, or set DATABASE_URL or ZABOTA_STATE."
        ) from reason
    return stay


def _answers(layout: Layout) -> bool:
    """Whether a kept database answers; waits for one that is just coming back after a crash."""
    deadline = time.monotonic() + PATIENCE
    while is_locked(layout.keeper) and time.monotonic() < deadline:
        if layout.accepts():
            return True
        time.sleep(GLANCE)
    return False


def _start_keeper(layout: Layout, *, durable: bool) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "zabota.kit.postgres.keeper", str(layout.home)]
    with layout.log.open("ab") as log:
        keeper = subprocess.Popen(
            command if durable else [*command, "--not-durable"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for its users; it ends after them
            text=True,
        )
    assert keeper.stdout
    with keeper.stdout as answer:
        verdict, _, reason = answer.read().strip().partition(" ")
    if verdict == "ready":
        return keeper
    keeper.wait(timeout=20)
    raise PostgresUnavailable(
        reason or f"The built-in database did not start; {layout.log} says why."
    )
