"""What lies in the folder of a built-in database, and the file locks by which its users agree."""

from __future__ import annotations

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

USER = "zabota"
DATABASE = "zabota"


@dataclass(frozen=True)
class Layout:
    """The files of one built-in database."""

    home: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        """What PostgreSQL and its keeper said."""
        return self.home / "log"

    @property
    def users(self) -> Path:
        """Locked (shared) by everybody who needs the database; by the keeper alone when it ends."""
        return self.home / "users"

    @property
    def start(self) -> Path:
        """Locked while somebody looks whether the database runs, and starts it."""
        return self.home / "start"

    @property
    def keeper(self) -> Path:
        """Locked by the keeper as long as it lives."""
        return self.home / "keeper"

    @property
    def socket_note(self) -> Path:
        """Holds the path of the socket's folder."""
        return self.home / "socket"

    def socket_folder(self) -> Path | None:
        """The folder of the socket, where a database runs or ran."""
        with suppress(OSError):
            return Path(self.socket_note.read_text(encoding="utf-8").strip())
        return None

    def accepts(self) -> bool:
        """Whether somebody listens on the socket."""
        folder = self.socket_folder()
        if folder is None:
            return False
        with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
            probe.connect(str(folder / ".s.PGSQL.5432"))
            return True
        return False


def lock(path: Path, *, alone: bool, wait: bool) -> IO[bytes] | None:
    """The open, locked file; None if somebody is in the way and `wait` is False.

    The kernel lets go of the lock when the process ends, however it ends.
    """
    file = path.open("rb" if path.exists() else "ab")
    try:
        way = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        fcntl.flock(file, way if wait else way | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    except BaseException:
        file.close()
        raise
    return file


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock of the file alone."""
    if not path.exists():
        return False
    file = lock(path, alone=False, wait=False)
    if file is None:
        return True
    file.close()
    return False


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Waits for the lock and holds it."""
    file = lock(path, alone=True, wait=True)
    try:
        yield
    finally:
        if file:
            file.close()
