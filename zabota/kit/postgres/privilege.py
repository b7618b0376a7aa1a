"""PostgreSQL refuses to run as root: how a process of root becomes an ordinary one.

The first way is a user namespace in which root's own files belong to "nobody" and we are he:
nothing on the machine is changed. Where the kernel refuses (containers), the process really
becomes "nobody" and gets the data folder as its own.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import sys
from contextlib import suppress
from pathlib import Path

CLONE_NEWUSER = 0x10000000

_libc = ctypes.CDLL(None, use_errno=True)


class NoWay(Exception):
    """It cannot be done here; the sentence says what a person can do instead."""


def become_ordinary(home: Path, *, needs: str) -> None:
    """Makes this process acceptable to PostgreSQL; does nothing if it is already.

    Only for a process with one thread. `needs` is a program that it must be able to run.
    """
    if os.geteuid() != 0:
        return
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise NoWay(_advice("there is no user “nobody” on this machine")) from None
    is_ours = home.stat().st_uid == 0  # else an earlier start could only go the second way
    if is_ours and not os.environ.get("ZABOTA_NO_USER_NAMESPACE") and _enter_namespace(nobody):
        return
    _change_user(home, nobody, needs=needs)


def _enter_namespace(nobody: pwd.struct_passwd) -> bool:
    if sys.platform != "linux" or _libc.unshare(CLONE_NEWUSER) != 0:
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{nobody.pw_uid} 0 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{nobody.pw_gid} 0 1", encoding="ascii")
    except OSError as reason:  # already inside: no way back
        raise NoWay(_advice(f"the user namespace could not be set up ({reason})")) from reason
    return True


def _change_user(home: Path, nobody: pwd.struct_passwd, *, needs: str) -> None:
    for path in [home, *home.rglob("*")]:
        with suppress(FileNotFoundError):
            os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    if not os.access(home, os.W_OK | os.X_OK) or not os.access(needs, os.X_OK):
        raise NoWay(_advice("the checkout's folder is closed to other users"))


def _advice(why: str) -> str:
    return (
        f"PostgreSQL will not run as root, and {why}. Run as an ordinary user, "
        "or set DATABASE_URL to a PostgreSQL of your own."
    )
