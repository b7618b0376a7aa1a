"""Setting connections up: settings, sealed keys, on and off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from zabota.connectors.connections.events import ConnectionAdded, ConnectionChanged
from zabota.connectors.connections.facts import Keys
from zabota.connectors.connections.models import Connection, new_token
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.sealing import seal, unseal

FORMER_KEYS = timedelta(hours=24)  # what was signed before the change still arrives


def keys_of(connection: Connection) -> Keys:
    """Settings and opened secrets; raises Unsealable under another SECRET_KEY."""
    return Keys(connection.settings, _open(connection.sealed), connection.test_mode)


def former_keys_of(connection: Connection, *, at: datetime) -> Keys | None:
    """The keys before the last change, for a day."""
    if not connection.former_sealed or (connection.former_until or at) <= at:
        return None
    return Keys(connection.settings, _open(connection.former_sealed), connection.test_mode)


def _open(sealed: str) -> dict[str, str]:
    secrets: dict[str, str] = json.loads(unseal(sealed)) if sealed else {}
    return secrets


@transaction.atomic
def add_connection(
    *,
    kind: str,
    name: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    at: datetime,
    by: str = "",
    test_mode: bool = False,
) -> Connection:
    """A new connection with an entrance of its own; it is on at once."""
    added = Connection.objects.create(
        kind=kind,
        name=name,
        settings=dict(settings),
        sealed=seal(json.dumps(dict(secrets))),
        test_mode=test_mode,
        added_at=at,
        added_by=by,
        keys_changed_at=at,
        swept_until=at,
    )
    publish(ConnectionAdded(at=at, by=by, connection_id=added.pk, name=name))
    return added


@transaction.atomic
def change_connection(
    connection: Connection,
    *,
    name: str,
    settings: Mapping[str, str],
    test_mode: bool,
    at: datetime,
    by: str,
) -> None:
    """Change what is no secret."""
    kept = Connection.objects.select_for_update().get(pk=connection.pk)
    kept.name, kept.settings, kept.test_mode = name, dict(settings), test_mode
    kept.save(update_fields=["name", "settings", "test_mode"])
    _tell(kept, "settings", at=at, by=by)


@transaction.atomic
def replace_secrets(
    connection: Connection, *, secrets: Mapping[str, str], at: datetime, by: str
) -> None:
    """New keys for those given; the former ones still verify for a day, empty ones stay."""
    given = {name: value for name, value in secrets.items() if value}
    if not given:
        raise Refusal("Give at least one new key.", code="no_key")
    kept = Connection.objects.select_for_update().get(pk=connection.pk)
    kept.former_sealed, kept.former_until = kept.sealed, at + FORMER_KEYS
    kept.sealed = seal(json.dumps({**_open(kept.sealed), **given}))
    kept.keys_changed_at = at
    kept.save(update_fields=["sealed", "former_sealed", "former_until", "keys_changed_at"])
    _tell(kept, "keys", at=at, by=by)


@transaction.atomic
def switch_connection(connection: Connection, *, on: bool, at: datetime, by: str) -> None:
    """Off: calls are told to come later, nothing is asked and no client is sent there. Twice is once."""
    if Connection.objects.filter(pk=connection.pk, enabled=not on).update(enabled=on):
        _tell(connection, "on" if on else "off", at=at, by=by)


@transaction.atomic
def renew_address(connection: Connection, *, at: datetime, by: str) -> str:
    """A new entrance: the former address leads nowhere from now on."""
    token = new_token()
    Connection.objects.filter(pk=connection.pk).update(token=token)
    _tell(connection, "address", at=at, by=by)
    return token


def _tell(connection: Connection, what: str, *, at: datetime, by: str) -> None:
    publish(
        ConnectionChanged(
            at=at, by=by, connection_id=connection.pk, name=connection.name, what=what
        )
    )
