"""States: a table of allowed moves, and the move itself as one conditional UPDATE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from zabota.kit.errors import Refusal

Moves = Mapping[str, frozenset[str]]


class ImpossibleMove(Refusal):
    """The thing is no longer in a state from which this move is allowed."""

    code = "impossible_move"


def move(thing: Model, to: str, *, allowed: Moves, field: str = "status", **changes: Any) -> None:
    """Move a row to another state if it still stands where we saw it; otherwise refuse.

    The UPDATE names the old state, so of two people who press at once exactly one succeeds.
    """
    before = getattr(thing, field)
    if to not in allowed.get(before, frozenset()):
        raise ImpossibleMove(
            "It is “%(before)s” now and cannot become “%(to)s”.",
            before=str(_label(thing, field, before)),
            to=str(_label(thing, field, to)),
        )
    rows = type(thing)._default_manager.filter(pk=thing.pk, **{field: before})
    if rows.update(**{field: to}, **changes) != 1:
        raise ImpossibleMove("Somebody changed it a moment ago. Look at it again and decide.")
    for name, value in {field: to, **changes}.items():
        setattr(thing, name, value)


def _label(thing: Model, field: str, value: str) -> object:
    choices = dict(thing._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
    return choices.get(value, value)
