"""Transaction-long advisory locks: many may share one, a decision holds it alone."""

from __future__ import annotations

from enum import IntEnum

from zabota.kit.sql import fetch


class Lock(IntEnum):
    """Every advisory lock of the house, so that no two mean the same number."""

    BOOKS = 7001  # shared by what only adds; held alone by what decides over existing rewards
    INVOICE_NUMBERS = 7002
    BANK_IMPORT = 7003
    CAPS = 7004  # after BOOKS: two batches must not use up one cap of the terms at once


def share(lock: Lock) -> None:
    """Wait until nobody holds the lock alone, then share it to the end of the transaction."""
    _take("pg_advisory_xact_lock_shared", lock)


def hold(lock: Lock) -> None:
    """Wait until everybody has let go, then hold the lock alone to the end of the transaction."""
    _take("pg_advisory_xact_lock", lock)


def _take(function: str, lock: Lock) -> None:
    fetch(f"SELECT {function}(%s::bigint)", [int(lock)])
