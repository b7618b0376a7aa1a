"""A pytest plugin, loaded before Django reads its settings: the database that the tests use."""

from __future__ import annotations

import os

import pytest

from zabota.kit import postgres
from zabota.kit.places import STATE

os.environ.setdefault("TESTING", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in our thread

_ours = None
if not os.environ.get("DATABASE_URL"):
    _ours = postgres.running(STATE / "pg-test", durable=False)
    os.environ["DATABASE_URL"] = _ours.__enter__().dsn


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the built-in database, if it is ours."""
    if _ours is not None:
        _ours.__exit__(None, None, None)
