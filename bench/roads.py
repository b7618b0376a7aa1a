"""What is measured: each runs in a process of its own and answers how many it did in how long."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from bench.world import client_ids  # noqa: E402
from zabota.connectors.spreadsheet.operations import (  # noqa: E402
    check_sheet,
    move_in,
    receive_sheet,
    start_moving,
)
from zabota.domain.payments.facts import PaymentFact  # noqa: E402
from zabota.flows.payments_received import payments_received  # noqa: E402

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
COLUMNS = (
    "source, external_id, client_id, amount_minor, currency, fee_minor, vat_minor, paid_at, "
    "recorded_at, payer_inn, payer_account, payer_name, purpose, product, matched_by, doubtful, "
    "set_aside_reason"
)


@dataclass(frozen=True)
class Run:
    """One process's share of a measurement."""

    seconds: float
    size: int = 1
    hot: bool = False


def facts(ids: list[int], size: int) -> list[PaymentFact]:
    """New payments of random clients."""
    return [
        PaymentFact(
            source="bench",
            external_id=uuid.uuid4().hex,
            amount_minor=random.randint(10_000, 900_000),
            paid_at=NOW,
            client_id=random.choice(ids),
        )
        for _ in range(size)
    ]


def _repeat(
    deed: Callable[[Any], int], seconds: float, *, make: Callable[[], Any] = lambda: None
) -> tuple[int, float]:
    """Do the deed until the time is over; what it needs is made beside the clock."""
    deed(make())
    passed, done = 0.0, 0
    while passed < seconds:
        needed = make()
        started = perf_counter()
        done += deed(needed)
        passed += perf_counter() - started
    return done, passed


def payments(run: Run) -> tuple[int, float]:
    """The real flow: payments_received."""
    ids = client_ids(hot=run.hot)

    def deed(batch: list[PaymentFact]) -> int:
        payments_received(batch, at=NOW)
        return run.size

    return _repeat(deed, run.seconds, make=lambda: facts(ids, run.size))


def moving_in(run: Run) -> tuple[int, float]:
    """A table of past payments, from its bytes to priced: looked through, then moved in."""
    words = [f"c{n}" for n in range(10_000)]
    lines = [
        f"{uuid.uuid4().hex};{random.choice(words)};{random.randint(100, 9000)},50;03.11.2026"
        for _ in range(run.size)
    ]
    raw = "\r\n".join(["ID;Клиент;Сумма;Дата", *lines]).encode()
    event, _ = receive_sheet(raw, kind="payments", name="payments.csv", at=NOW, by="bench")
    started = perf_counter()
    moving = check_sheet(event.pk, at=NOW)
    if moving is None:
        raise RuntimeError("The table was not read.")
    start_moving(moving, paid_until=None, at=NOW, by="bench")
    done = move_in(moving.pk, at=NOW)
    return done.moved, perf_counter() - started


def tpc_b(run: Run) -> tuple[int, float]:
    """pgbench's TPC-B-like transaction, its five statements sent by psycopg."""
    connection.ensure_connection()
    raw = connection.connection

    def deed(_: Any) -> int:
        account, delta = random.randint(1, 100_000), random.randint(-5000, 5000)
        with raw.transaction(), raw.cursor() as cursor:
            cursor.execute("UPDATE b_accounts SET b = b + %s WHERE id = %s", (delta, account))
            cursor.execute("SELECT b FROM b_accounts WHERE id = %s", (account,))
            cursor.execute(
                "UPDATE b_tellers SET b = b + %s WHERE id = %s", (delta, random.randint(1, 100))
            )
            cursor.execute(
                "UPDATE b_branches SET b = b + %s WHERE id = %s", (delta, random.randint(1, 10))
            )
            cursor.execute(
                "INSERT INTO b_history (account, delta, at) VALUES (%s, %s, now())",
                (account, delta),
            )
        return 1

    return _repeat(deed, run.seconds)


def copy(run: Run) -> tuple[int, float]:
    """Plain COPY of the same payment rows into a table with the same indexes."""
    ids = client_ids(hot=False)

    def rows() -> list[tuple[Any, ...]]:
        return [
            (
                *(fact.source, fact.external_id, fact.client_id, fact.amount_minor),
                *("RUB", 0, 0, NOW, NOW, "", "", "", "", "", "client", "", ""),
            )
            for fact in facts(ids, run.size)
        ]

    def deed(batch: list[tuple[Any, ...]]) -> int:
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY bench_payment ({COLUMNS}) FROM STDIN") as sink,
        ):
            for row in batch:
                sink.write_row(row)
        return run.size

    return _repeat(deed, run.seconds, make=rows)
