"""The tables are made once, by the migrations, in a database of their own; every process of the tests copies it.

The copy is named by what the migrations say: a changed migration makes a new one. On the built-in
server it stays for the next run; on a server of your own it is dropped when the run ends.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

from zabota.kit.places import ROOT

PREFIX = "test_schema_"
_ONE_AT_A_TIME = 727_274  # the key of our advisory lock
_SAYS = ("Django", "procrastinate")  # whose own migrations are among them


def template_name() -> str:
    """The name of the database that holds the tables as the code has them now."""
    said = hashlib.sha256(" ".join(version(name) for name in _SAYS).encode())
    for path in sorted((ROOT / "zabota").rglob("migrations/*.py")):
        said.update(path.relative_to(ROOT).as_posix().encode())
        said.update(path.read_bytes())
    return f"{PREFIX}{said.hexdigest()[:16]}"


def ensure_template(params: dict[str, Any]) -> str:
    """Its name; made now, by one process while the others wait, if it is not there."""
    name = template_name()
    with _alone(params) as server:
        if not _exists(server, name):
            _drop(server)
            _make(server, name)
    return name


def drop_templates(params: dict[str, Any]) -> None:
    """Leave nothing behind."""
    with _alone(params) as server:
        _drop(server)


@contextmanager
def _alone(params: dict[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(**{**params, "dbname": "postgres"}, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        yield server


def _exists(server: psycopg.Connection[Any], name: str) -> bool:
    return bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def _drop(server: psycopg.Connection[Any]) -> None:
    """All of them: of migrations that have changed since, and what a killed run left half made."""
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    for (former,) in server.execute(query, [PREFIX]).fetchall():
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(former)))


def _make(server: psycopg.Connection[Any], name: str) -> None:
    """Under another name until it is whole."""
    begun = f"{PREFIX}begun"
    encoded = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
    server.execute(SQL(encoded).format(Identifier(begun)))
    there = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{begun}"))
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": there},
        check=True,
    )
    server.execute(
        SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(begun), Identifier(name))
    )
