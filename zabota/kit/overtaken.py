"""Two hands on one thing: a deed that answers to what a person saw is refused where that is no longer so.

For buttons and lines without a form of their own (`ui.meanwhile` is for forms): the page carries the mark of what
it shows, and the deed compares it, under the lock of the row, with the mark of what is kept by then.
"""

from __future__ import annotations

from hashlib import blake2b

from zabota.kit.errors import Refusal


class Overtaken(Refusal):
    """Somebody else has saved since the form was opened."""

    code = "overtaken"


def mark_of(*kept: object) -> str:
    """A short mark of values: the same for the same values, another for others."""
    return blake2b(repr(kept).encode(), digest_size=8).hexdigest()


def refuse_overtaken(seen: str, *kept: object, stands: str) -> None:
    """Overtaken when a person saw other values than are kept, with what stands there in words.

    An empty mark saw nothing and asks nothing.
    """
    if seen and seen != mark_of(*kept):
        raise Overtaken(
            "Somebody has changed this while you were writing, and your change is not saved yet. "
            "Now there stands: %(stands)s. If yours is right, save it once more.",
            stands=stands or "—",
        )
