"""The demo from one command: database, data, site and worker, until Ctrl-C.

python -m zabota.config.demo_server [--reset]
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from zabota.kit import postgres
from zabota.kit.children import die_with_parent, follow_parent
from zabota.kit.places import ROOT, STATE

PORT = 8000
PATIENCE = 60.0  # seconds for the site to answer
GRACE = 6.0  # seconds for a child to end when asked
SIGN_INS = {
    "partner": "partner@demo.zabota.example",
    "partner's member": "member@demo.zabota.example",
    "owner": "owner@demo.zabota.example",
    "partner manager": "manager@demo.zabota.example",
    "finance": "finance@demo.zabota.example",
    "support": "support@demo.zabota.example",
}


def main() -> int:
    """Runs the demo; 0 when it was stopped by a person, 1 when something in it fell."""
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--reset", action="store_true", help="forget the demo's data first")
    wanted = parser.parse_args()
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: stop.set())
    if os.environ.get("MAKELEVEL"):
        follow_parent(signal.SIGTERM)
    try:
        if wanted.reset:
            forget()
        return run(stop)
    except (postgres.PostgresUnavailable, Refused) as reason:
        print(reason, file=sys.stderr)
        return 1


class Refused(Exception):
    """The demo cannot do that; the sentence says why."""


def forget() -> None:
    """Deletes the demo's database; Refused while somebody uses it, or if it is not built in."""
    if os.environ.get("DATABASE_URL"):
        raise Refused("DATABASE_URL names a database of your own; it is not for me to empty it.")
    if postgres.is_in_use(STATE / "pg"):
        raise Refused("The demo is running. Stop it first (Ctrl-C where it runs), then start over.")
    shutil.rmtree(STATE / "pg", ignore_errors=True)
    print("The demo's data is gone; starting over.")


def run(stop: threading.Event) -> int:
    """Everything in its order, and down again in the opposite one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zabota.config.settings")
    os.environ["DEMO"] = "1"
    with ExitStack() as house:
        if not os.environ.get("DATABASE_URL"):
            if (STATE / "pg" / "loading").exists():
                print("The demo year was only half loaded last time.")
                forget()
            print("Starting the database …", flush=True)
            server = house.enter_context(postgres.running(STATE / "pg"))
            os.environ["DATABASE_URL"] = server.dsn
        door = house.enter_context(open_door())
        address = os.environ.setdefault("PUBLIC_URL", address_of(door))
        if not step("demo", stop):
            return 0 if stop.is_set() else 1
        site = house.enter_context(child("serve", f"--fd={door.fileno()}", keep=door.fileno()))
        worker = house.enter_context(child("work"))
        if not wait_for_answer(address_of(door), site, stop):
            return 0 if stop.is_set() else 1
        welcome(address)
        while not stop.wait(0.3):
            for name, one in (("site", site), ("worker", worker)):
                if one.poll() is not None:
                    print(f"The {name} ended by itself ({one.returncode}).", file=sys.stderr)
                    return 1
        print("\nClosing …", flush=True)
    print("Everything is stopped. The data stays for the next time.")
    return 0


@contextmanager
def open_door() -> Iterator[socket.socket]:
    """A bound socket: the wished port, or a free one if it is taken."""
    host = os.environ.get("HOST", "127.0.0.1")
    wish = int(os.environ.get("PORT") or PORT)
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, wish))
        except OSError:
            door.bind((host, 0))
            print(f"Port {wish} is taken, so the site opens on {door.getsockname()[1]}.")
        yield door


def address_of(door: socket.socket) -> str:
    """The address a person on this machine types."""
    host, port = door.getsockname()
    return f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"  # noqa: S104


@contextmanager
def child(*command: str, keep: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A management command beside us; it ends when the block ends, or when we are killed."""
    one = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *command],
        cwd=ROOT,
        env={**os.environ, "DATABASE_POOL": "10" if keep else "0"},
        pass_fds=[keep] if keep else [],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us; we tell the children in order
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    try:
        yield one
    finally:
        one.terminate()
        try:
            one.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


def step(command: str, stop: threading.Event) -> bool:
    """Runs a command to its end; False if it failed or a person stopped us."""
    with child(command) as one:
        while one.poll() is None:
            if stop.wait(0.05):
                return False
        return one.returncode == 0


def wait_for_answer(address: str, site: subprocess.Popen[bytes], stop: threading.Event) -> bool:
    """Asks the first page until it answers, which also warms it up."""
    place = urlsplit(address)
    deadline = time.monotonic() + PATIENCE
    while site.poll() is None and time.monotonic() < deadline:
        try:
            asking = http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
            asking.request("GET", "/accounts/login/")
            if asking.getresponse().status < 500:
                return True
            print("The first page answers with an error; its reason is above.", file=sys.stderr)
            return False
        except OSError:
            if stop.wait(0.1):
                return False
    return False


def welcome(address: str) -> None:
    """What a person does next: the address, and one sign-in of each role."""
    print(f"\nZabota is open: {address}/\n")
    print(f"Sign in with one click: {address}/accounts/login/")
    for role, email in SIGN_INS.items():
        print(f"  {role:<16} {email}")
    print("\nCtrl-C closes everything; the data stays.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
