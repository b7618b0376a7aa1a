"""What another process or thread is about to do."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(true: Callable[[], bool]) -> None:
    """Returns when it has come about; fails after half a minute."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "It did not come about within half a minute."
        time.sleep(0.05)
