"""The keeper: holds PostgreSQL as its child until the last user has gone.

    python -m zabota.kit.postgres.keeper FOLDER [--not-durable]

Says one line, `ready` or `no <why>`, on its standard output and then closes it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from zabota.kit.children import die_with_parent
from zabota.kit.postgres import binaries
from zabota.kit.postgres.layout import Layout, lock
from zabota.kit.postgres.privilege import NoWay, become_ordinary

READY_WITHIN = 110.0  # seconds, less than the users' patience
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
NOT_DURABLE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


@dataclass
class Keeper:
    """One PostgreSQL and the decision when it may stop."""

    layout: Layout
    durable: bool
    postgres: subprocess.Popen[bytes] | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Asks PostgreSQL for a fast, clean shutdown."""
        self.stopping.set()
        if self.postgres and self.postgres.poll() is None:
            self.postgres.send_signal(signal.SIGINT)

    def stop_after_last_user(self) -> None:
        """Waits until it can have the users' lock alone, then stops; holds it to the very end."""
        with self.layout.users.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self.stop()
            while True:  # the lock must outlive PostgreSQL: it falls with this process
                time.sleep(3600)

    def start(self, sockets: Path) -> None:
        """Starts PostgreSQL and returns when it takes connections; NoWay if it does not."""
        deadline = time.monotonic() + READY_WITHIN
        while True:
            self.postgres = _launch(self.layout, sockets, durable=self.durable)
            while self.postgres.poll() is None and time.monotonic() < deadline:
                if _is_ready(self.layout, self.postgres.pid):
                    return
                time.sleep(0.02)
            if not self._worth_another_try() or time.monotonic() > deadline:
                self.stop()
                raise NoWay(f"PostgreSQL did not start; {self.layout.log} says why.")
            time.sleep(0.3)

    def _worth_another_try(self) -> bool:
        """A predecessor killed a moment ago may still be going down."""
        text = self.layout.log.read_text(encoding="utf-8", errors="replace")[-2000:]
        return "already exists" in text or "still in use" in text

    def keep(self, sockets: Path) -> None:
        """Starts PostgreSQL again whenever it falls by itself, a few times."""
        for _attempt in range(6):
            assert self.postgres
            self.postgres.wait()
            if self.stopping.is_set():
                return
            _note(f"PostgreSQL ended by itself ({self.postgres.returncode}); starting it again.")
            self.start(sockets)


def _launch(layout: Layout, sockets: Path, *, durable: bool) -> subprocess.Popen[bytes]:
    options = [
        "listen_addresses=",  # nothing but the socket: no password is asked there
        f"unix_socket_directories={sockets}",
        "unix_socket_permissions=0700",
        "max_connections=100",
        "shared_buffers=128MB",
        "timezone=UTC",
        "log_timezone=UTC",
        "log_min_messages=warning",
        "jit=off",
        *([] if durable else NOT_DURABLE),
    ]
    return subprocess.Popen(
        [binaries.path("postgres"), "-D", str(layout.cluster), *_flags(options)],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=die_with_parent(signal.SIGINT),  # a fast, clean shutdown
    )


def _flags(options: list[str]) -> list[str]:
    return [part for option in options for part in ("-c", option)]


def _is_ready(layout: Layout, pid: int) -> bool:
    """postmaster.pid says ready, and it is our own child's: a stale one says ready too."""
    with suppress(OSError):
        lines = (layout.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"
    return False


def make_socket_folder(layout: Layout) -> Path:
    """A fresh private folder with a short path: PostgreSQL allows 107 bytes for the socket."""
    before = layout.socket_folder()
    if before and before.name.startswith("zabota-pg-"):
        shutil.rmtree(before, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix="zabota-pg-"))
    if len(os.fsencode(place)) > LONGEST_SOCKET_FOLDER:
        place.rmdir()
        place = Path(tempfile.mkdtemp(prefix="zabota-pg-", dir="/tmp"))
    layout.socket_note.write_text(f"{place}\n", encoding="utf-8")
    return place


def end_predecessor(layout: Layout) -> None:
    """Stops a PostgreSQL that outlived its keeper (only where a parent's death sends no signal)."""
    if not layout.accepts():
        return
    with suppress(OSError, ValueError, IndexError):
        pid = int((layout.cluster / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(pid, signal.SIGINT)
        for _ in range(100):
            if not layout.accepts():
                return
            time.sleep(0.1)


def say(line: str) -> None:
    """Tells the one who started us, once."""
    print(line, flush=True)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def _note(line: str) -> None:
    print(f"keeper: {line}", file=sys.stderr, flush=True)


def main(folder: str, *, durable: bool) -> int:
    """Lives as long as its PostgreSQL."""
    layout = Layout(Path(folder))
    mine = lock(layout.keeper, alone=True, wait=False)
    if mine is None:
        say("no Another keeper is at work.")
        return 1
    keeper = Keeper(layout, durable=durable)
    signal.signal(signal.SIGTERM, lambda *_: keeper.stop())
    sockets = None
    try:
        become_ordinary(layout.home, needs=binaries.path("postgres"))
        end_predecessor(layout)
        binaries.make_cluster(layout.cluster, durable=durable)
        sockets = make_socket_folder(layout)
        keeper.start(sockets)
        threading.Thread(target=keeper.stop_after_last_user, daemon=True).start()
        say("ready")
        keeper.keep(sockets)
    except NoWay as reason:
        _note(str(reason))
        say(f"no {reason}")
        return 1
    finally:
        if sockets:
            shutil.rmtree(sockets, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], durable="--not-durable" not in sys.argv))
