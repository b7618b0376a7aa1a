"""YooKassa as a separate program on the loopback, and a connection to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulators.running import Running, running
from tests.make.money import NOON
from tests.world import World, world
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.rehearsing import address_of

__all__ = ["world"]
THEIR_ADDRESS = "77.75.153.7"


@pytest.fixture(scope="session")
def yookassa_program() -> Iterator[Running]:
    with running("yookassa") as program:
        yield program


@pytest.fixture
def yookassa(
    yookassa_program: Running, world: World, settings: Any, live_server: Any
) -> tuple[Running, Connection]:
    """The emulator, calling our site from an address of YooKassa's behind our proxy."""
    settings.PUBLIC_URL = live_server.url
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.OUTSIDE_TRUSTED = frozenset(
        {yookassa_program.address, live_server.url.removeprefix("http://")}
    )
    connection = add_connection(
        kind="yookassa",
        name="Магазин",
        settings={"shop_id": "100500", "api_url": f"{yookassa_program.url}/v3/"},
        secrets={"secret_key": "test_secret"},
        at=NOON,
    )
    yookassa_program.play("forget")
    yookassa_program.play("config", hook=address_of(connection), caller=THEIR_ADDRESS)
    return yookassa_program, connection
