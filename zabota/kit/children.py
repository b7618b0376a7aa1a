"""Child processes that do not outlive the one who started them, even if he is killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """What a child does before it runs, so that its parent's death sends it `sign` (Linux)."""
    parent = os.getpid()

    def ask() -> None:
        if sys.platform != "linux":
            return
        _libc.prctl(PR_SET_PDEATHSIG, sign, 0, 0, 0)
        if os.getppid() != parent:  # he died while we were being made
            os.kill(os.getpid(), signal.SIGKILL)

    return ask


def follow_parent(sign: signal.Signals) -> None:
    """The same for this very process."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, sign, 0, 0, 0)
