"""Where the database is: a postgresql:// address and what Django wants to know of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

SCHEMES = {"postgresql", "postgres"}


def socket_address(folder: str, *, user: str, name: str) -> str:
    """The address of a database behind a unix socket in the folder."""
    return f"postgresql://{user}@/{name}?host={quote(folder, safe='/')}"


def django_settings(url: str, *, pool: int = 0) -> dict[str, Any]:
    """Django's settings of the database at `url`; `pool` > 0 keeps that many connections at most.

    Everything after `?` goes to the driver as it is (sslmode, connect_timeout, options, host of a
    unix socket). ValueError if it is not a PostgreSQL address with a database name.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise ValueError(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name. "
            "Zabota keeps its books in PostgreSQL only."
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("DATABASE_URL names no database: add /name at its end.")
    options: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    port = options.pop("port", "") or str(parts.port or "")
    user = options.pop("user", "") or unquote(parts.username or "")
    password = options.pop("password", "") or unquote(parts.password or "")
    # How often a hot statement is met before its plan is kept; 0 for a pooler that shares sessions.
    threshold = int(options.pop("prepare_threshold", 3))
    options["prepare_threshold"] = threshold or None
    if threshold:  # arrays of any length have one good plan; planning anew costs more than it runs
        wishes = [options.get("options", ""), "-c plan_cache_mode=force_generic_plan"]
        options["options"] = " ".join(filter(None, wishes))
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 15}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": bool(pool),
        "TEST": {"TEMPLATE": "template0", "CHARSET": "UTF8"},
    }
