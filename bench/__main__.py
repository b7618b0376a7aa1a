"""`make bench`: payments per second beside COPY and TPC-B on the same database, as ratios."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from zabota.kit import postgres
from zabota.kit.places import STATE

MOVED = 100_000
PARTS = ("money", "trials", "streams", "home")
TABLES = """
CREATE TABLE bench_payment (LIKE payments_payment INCLUDING ALL);
CREATE TABLE b_accounts (id int PRIMARY KEY, b int NOT NULL, filler char(84));
CREATE TABLE b_tellers (id int PRIMARY KEY, b int NOT NULL, filler char(84));
CREATE TABLE b_branches (id int PRIMARY KEY, b int NOT NULL, filler char(88));
CREATE TABLE b_history (account int, delta int, at timestamptz, filler char(22));
INSERT INTO b_accounts SELECT g, 0, '' FROM generate_series(1, 100000) AS g;
INSERT INTO b_tellers SELECT g, 0, '' FROM generate_series(1, 100) AS g;
INSERT INTO b_branches SELECT g, 0, '' FROM generate_series(1, 10) AS g;
"""


def main() -> int:
    """Measure everything in one run and print figures, ratios and goals."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0, help="of each measurement")
    parser.add_argument("--only", choices=PARTS, help="a part of it")
    parser.add_argument("--payments", type=int, default=1_000_000, help="of the partner at home")
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zabota.config.settings")
    os.environ["TESTING"] = "1"
    if os.environ.get("DATABASE_URL"):
        return _measure(wanted)
    with postgres.running(STATE / "pg-bench") as server:
        os.environ["DATABASE_URL"] = server.dsn
        return _measure(wanted)


def _measure(wanted: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.db import connection

    from bench.home import report_home
    from bench.streams import report_streams
    from bench.trials import report_trials
    from bench.world import settle_in
    from zabota.config.books import check_books

    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        settle_in()
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
        address = urlsplit(os.environ["DATABASE_URL"])
        os.environ["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))
        if wanted.only in (None, "money"):
            _report(wanted.seconds)
        if wanted.only in (None, "trials"):
            report_trials()
        if wanted.only in (None, "streams"):
            report_streams()
        if wanted.only == "home":  # rows made by hand: the books are not asked afterwards
            report_home(wanted.payments)
            return 0
        report = check_books()
        print("The books balance." if report.ok else "\n".join(report.faults))
        return 0 if report.ok else 1
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _report(seconds: float) -> None:
    from bench import roads

    def rate(road: Callable[..., Any], workers: int, **run: Any) -> float:
        context = get_context("spawn")
        with ProcessPoolExecutor(workers, context) as pool:
            share = roads.Run(seconds=seconds, **run)
            answers = [pool.submit(road, share) for _ in range(workers)]
            return sum(done / passed for done, passed in (a.result() for a in answers))

    copy = rate(roads.copy, 1, size=1000)
    tpc_b = rate(roads.tpc_b, 8)
    print(f"{'COPY into payments, 1 connection':46} {copy:10.0f} rows/s")
    print(f"{'TPC-B-like, 8 connections':46} {tpc_b:10.0f} tx/s")
    # Taken in turns, the median of three: a checkpoint of the disk falls on one of them only.
    pairs = [[rate(roads.payments, 2, size=1000, hot=way) for way in (False, True)] for _ in "123"]
    batch, hot = (median(side) for side in zip(*pairs, strict=True))
    rows = [
        ("single payments, 1 connection", rate(roads.payments, 1), "TPC-B x8", tpc_b, None),
        ("single payments, 8 connections", rate(roads.payments, 8), "TPC-B x8", tpc_b, 0.25),
        ("singles, 8 connections, one hot partner", rate(roads.payments, 8, hot=True), "TPC-B x8",
         tpc_b, None),
        ("batches of 1 000, 1 connection", rate(roads.payments, 1, size=1000), "COPY", copy, None),
        ("batches of 1 000, 2 connections", batch, "COPY", copy, 0.06),
        ("batches of 1 000, 2 connections, hot", hot, "cold", batch, 0.9),
    ]  # fmt: skip
    for what, value, against, base, goal in rows:
        ratio = value / base
        verdict = (
            "" if goal is None else f"  goal {goal}: {'reached' if ratio >= goal else 'MISSED'}"
        )
        print(f"{what:46} {value:10.0f} payments/s  {ratio:6.3f} x {against}{verdict}")
    moved = rate(roads.moving_in, 1, size=MOVED)
    verdict = "reached" if copy / moved <= 25 else "MISSED"
    print(
        f"{f'{MOVED} past payments from a table to priced':46} {moved:10.0f} payments/s  "
        f"{copy / moved:6.1f} x the time of COPY  goal 25: {verdict}"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
