"""Statements of the hot road: bound on the server, so that PostgreSQL keeps their plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor


def fetch(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement that returns rows. Every parameter needs its cast: `%s::bigint[]`.

    Django binds in the client, and then every statement is parsed and planned anew; here a
    statement met a few times on a connection is prepared (`prepare_threshold` of the settings).
    """
    with _cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def run(statement: str, values: Sequence[Any] = ()) -> None:
    """Run a statement that returns nothing, bound on the server like `fetch`."""
    with _cursor() as cursor:
        cursor.execute(statement, values)


def _cursor() -> Any:
    """A server-binding cursor in Django's own wrapper, so that query counts and logs see it."""
    connection.ensure_connection()
    wrap: Any = connection._prepare_cursor  # type: ignore[attr-defined]
    cursor: Any = ServerBindingCursor
    return wrap(cursor(connection.connection))
