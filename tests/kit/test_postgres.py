"""The built-in database: joined, shared, killed in every way, and the same data afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.waiting import wait_until
from zabota.kit import postgres
from zabota.kit.places import ROOT
from zabota.kit.postgres.address import django_settings
from zabota.kit.postgres.layout import Layout, is_locked

PLANS = {"prepare_threshold": 3, "options": "-c plan_cache_mode=force_generic_plan"}
NEIGHBOUR = """
import sys, time
from pathlib import Path
from zabota.kit import postgres
with postgres.running(Path(sys.argv[1]), durable=False) as server:
    print(server.dsn, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a database of its own, not the one under the tests."""
    return tmp_path_factory.mktemp("postgres") / "pg"


def ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        answer = connection.execute(question)
        row = answer.fetchone() if answer.description else None
        return row[0] if row else None


def postmaster(home: Path) -> int:
    return int((home / "cluster" / "postmaster.pid").read_text().split()[0])


def neighbour(home: Path) -> subprocess.Popen[str]:
    """Another process that uses the same database; returns when it does."""
    one = subprocess.Popen(
        [sys.executable, "-c", NEIGHBOUR, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert one.stdout
    assert one.stdout.readline().startswith("postgresql://")
    return one


def test_data_stay_from_one_time_to_the_next(home: Path) -> None:
    with postgres.running(home) as server:
        ask(server.dsn, "CREATE TABLE kept AS SELECT 'Привет' AS word")
    assert not is_locked(Layout(home).keeper), "The last user has gone: it must have stopped."
    with postgres.running(home) as server:
        assert ask(server.dsn, "SELECT upper(word) FROM kept") == "ПРИВЕТ"


def test_it_listens_to_this_machine_user_only(home: Path) -> None:
    with postgres.running(home) as server:
        folder = Path(str(ask(server.dsn, "SHOW unix_socket_directories")))
        assert ask(server.dsn, "SHOW listen_addresses") == ""
        assert folder.stat().st_mode & 0o077 == 0
        assert home.stat().st_mode & 0o077 == 0


def test_the_first_user_may_leave_before_the_second(home: Path) -> None:
    with postgres.running(home):
        second = neighbour(home)
    try:
        assert ask(postgres.address_of(home), "SELECT count(*) FROM kept") == 1
    finally:
        second.kill()
        second.wait()
    wait_until(lambda: not is_locked(Layout(home).keeper))
    assert not (home / "cluster" / "postmaster.pid").exists(), "A clean shutdown takes it away."


def test_killed_postgres_comes_back_with_what_was_committed(home: Path) -> None:
    with postgres.running(home) as server:
        ask(server.dsn, "CREATE TABLE IF NOT EXISTS said AS SELECT 1 AS word")
        first = postmaster(home)
        os.kill(first, signal.SIGKILL)

        def is_back() -> bool:
            try:
                return ask(server.dsn, "SELECT count(*) FROM said") == 1
            except psycopg.OperationalError:
                return False

        wait_until(is_back)
        assert postmaster(home) != first


@pytest.mark.skipif(sys.platform != "linux", reason="a parent's death sends a signal on Linux")
def test_a_killed_keeper_takes_postgres_along(home: Path) -> None:
    second = neighbour(home)
    server = postmaster(home)
    keeper = int(Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(keeper, signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{server}").exists())
    second.kill()
    second.wait()
    with postgres.running(home) as again:
        assert ask(again.dsn, "SELECT count(*) FROM said") == 1


def test_data_of_another_version_are_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(postgres.PostgresUnavailable, match=r"PostgreSQL 9.*make demo-reset"):
        postgres.join(tmp_path)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://ann:p%40ss@db.example:6432/books?sslmode=require",
            {"HOST": "db.example", "PORT": "6432", "USER": "ann", "PASSWORD": "p@ss",
             "NAME": "books", "OPTIONS": {"sslmode": "require", **PLANS}},
        ),
        (
            "postgres://zabota@/zabota?host=/tmp/some%20where",
            {"HOST": "/tmp/some where", "PORT": "", "USER": "zabota", "PASSWORD": "",
             "NAME": "zabota", "OPTIONS": PLANS},
        ),
        (
            "postgres://zabota@pooler/zabota?prepare_threshold=0",
            {"HOST": "pooler", "NAME": "zabota", "OPTIONS": {"prepare_threshold": None}},
        ),
        (
            "postgresql://zabota@%2Frun%2Fpg/zabota",
            {"HOST": "/run/pg", "NAME": "zabota", "OPTIONS": PLANS},
        ),
    ],
)  # fmt: skip
def test_an_address_becomes_settings(url: str, expected: dict[str, object]) -> None:
    settings = django_settings(url)
    assert {key: settings[key] for key in expected} == expected


@pytest.mark.parametrize("url", ["sqlite:///books.db", "mysql://a@b/c", "postgresql://ann@db"])
def test_an_address_that_will_not_do_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        django_settings(url)
