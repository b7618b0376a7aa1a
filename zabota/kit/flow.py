"""A flow: one business story, one transaction, never nested."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


def flow(story: Callable[P, R]) -> Callable[P, R]:
    """Run the story in the outermost transaction; refuse to be a part of another one."""

    @wraps(story)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(durable=True):
            return story(*args, **kwargs)

    return told
