"""The top floor as a Django app: its commands and its checks."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from zabota.kit.folding import fold_searches

OLDEST_POSTGRES = 15


class WiringConfig(AppConfig):
    """Ties the events to the jobs that follow them, and the connectors to their entrance."""

    name = "zabota.config"

    def ready(self) -> None:
        fold_searches()
        import_module("zabota.config.reactions")
        import_module("zabota.config.kinds")
        import_module("zabota.config.rails")


@register(Tags.database)
def check_postgres_version(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """The books rely on features that PostgreSQL has since 15."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        version = connections[alias].cursor().connection.info.server_version // 10000
        if version < OLDEST_POSTGRES:
            found.append(
                Error(
                    f"PostgreSQL {version} is too old; Zabota needs {OLDEST_POSTGRES} or newer.",
                    id="zabota.E001",
                )
            )
    return found
