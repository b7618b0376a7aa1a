"""Statements of the hot road: bound on the server, so that PostgreSQL keeps their plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

A_LOAD = 2_000


def fetch(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement that returns rows. Every parameter needs its cast: `%s::bigint[]`.

    Django binds in the client, and then every statement is parsed and planned anew; here a
    statement met a few times on a connection is prepared (`prepare_threshold` of the settings).
    """
    with _cursor() as cursor:
        cursor.execute(statement, [_bound(value) for value in values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def run(statement: str, values: Sequence[Any] = ()) -> None:
    """Run a statement that returns nothing, bound on the server like `fetch`."""
    with _cursor() as cursor:
        cursor.execute(statement, [_bound(value) for value in values])


def stream(statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a long answer, two thousand at a time; the whole of it is never in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(A_LOAD):
            yield from rows


def array_literal(values: list[Any]) -> str:
    """A list as PostgreSQL writes arrays, for a parameter with its cast.

    The driver's own conversion goes through every element with a dozen calls and took a third of
    a batch's time. Elements: text, numbers, booleans, moments, days, None.
    """
    return "{" + ",".join([_WRITERS.get(type(value), _other)(value) for value in values]) + "}"


def _bound(value: Any) -> Any:
    return array_literal(value) if type(value) is list else value


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _other(value: Any) -> str:
    if isinstance(value, str):  # a word of an enumeration
        return _quoted(str(value))
    raise TypeError(f"no array of {type(value).__name__} is written yet")


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    int: str,
    Decimal: str,
    bool: str,
    datetime: lambda moment: f'"{moment.isoformat()}"',
    date: date.isoformat,
    type(None): lambda _: "NULL",
}


def _cursor() -> Any:
    """A server-binding cursor in Django's own wrapper, so that query counts and logs see it."""
    connection.ensure_connection()
    wrap: Any = connection._prepare_cursor  # type: ignore[attr-defined]
    cursor: Any = ServerBindingCursor
    return wrap(cursor(connection.connection))
