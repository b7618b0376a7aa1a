"""What most stories begin with is lived through once by each process, and laid again from its rows."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction
from psycopg.sql import SQL, Composable, Identifier, Literal

Made = TypeVar("Made")
Rows = dict[str, set[str]]  # by table, each row as its JSON

_kept: dict[str, tuple[bytes, Composable]] = {}


def begin_with(make: Callable[[], Made]) -> Made:
    """What `make` answers, with every row it leaves: made the first time, laid again afterwards.

    The rows keep their numbers, which no sequence of this process gives out twice. Where the tests
    may not lay rows past the triggers (no superuser of the server), all is made anew each time.
    """
    if not _may_lay():
        return make()
    if make.__qualname__ in _kept:
        answer, rows = _kept[make.__qualname__]
        with transaction.atomic():
            connection.connection.execute(rows)
        return pickle.loads(answer)  # our own, a moment ago
    before = _all_rows()
    made = make()
    _kept[make.__qualname__] = pickle.dumps(made), _laying(_new(before, _all_rows()))
    return made


def _may_lay() -> bool:
    connection.ensure_connection()
    return bool(connection.connection.info.parameter_status("is_superuser") == "on")


def _all_rows() -> Rows:
    """Every row of every table."""
    every = [
        SQL("SELECT {}, to_jsonb(t)::text FROM {} AS t").format(Literal(name), Identifier(name))
        for name in connection.introspection.table_names()
    ]
    rows: Rows = {}
    for table, row in connection.connection.execute(SQL(" UNION ALL ").join(every)).fetchall():
        rows.setdefault(table, set()).add(row)
    return rows


def _new(before: Rows, after: Rows) -> Rows:
    for table, rows in before.items():
        assert rows <= after.get(table, set()), (
            f"{table} lost or changed a row it had: cannot be laid"
        )
    found = {table: rows - before.get(table, set()) for table, rows in after.items()}
    return {table: rows for table, rows in found.items() if rows}


def _laying(rows: Rows) -> Composable:
    """One text for all of them; triggers and foreign keys had their say when the rows were made."""
    laying = (_laying_of(table, found) for table, found in rows.items())
    role = "SET LOCAL session_replication_role"
    return SQL("; ").join([SQL(f"{role} = replica"), *laying, SQL(f"{role} = origin")])


def _laying_of(table: str, rows: set[str]) -> Composable:
    columns = SQL(", ").join(Identifier(name) for name in _columns(table))
    return SQL(
        "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE "
        "SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, {rows}::jsonb)"
    ).format(table=Identifier(table), columns=columns, rows=Literal(f"[{','.join(sorted(rows))}]"))


def _columns(table: str) -> list[str]:
    query = (
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass "
        "AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
    )
    found: list[Any] = connection.connection.execute(query, [table]).fetchall()
    return [name for (name,) in found]
