"""PostgreSQL for this checkout: whichever DATABASE_URL names, else our own, started on demand."""

from zabota.kit.postgres.address import django_settings
from zabota.kit.postgres.cluster import (
    PostgresUnavailable,
    Server,
    address_of,
    ensure_running,
    is_in_use,
    join,
    running,
)

__all__ = [
    "PostgresUnavailable",
    "Server",
    "address_of",
    "django_settings",
    "ensure_running",
    "is_in_use",
    "join",
    "running",
]
