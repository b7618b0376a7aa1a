"""A connection to the bell, and Acme known to it by a number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.connectors.connections.bell import BELL, LISTED
from tests.make.money import NOON
from tests.world import World, world
from zabota.config.kinds import KINDS
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.kinds import tell_kinds
from zabota.domain.clients.models import Client

__all__ = ["world"]


@pytest.fixture(autouse=True)
def _bell() -> Iterator[None]:
    tell_kinds([*KINDS, BELL])
    LISTED.clear()
    yield
    tell_kinds(KINDS)


@pytest.fixture
def bell(world: World) -> Connection:
    """The shop's own bell."""
    Client.objects.filter(pk=world.acme.pk).update(external_id="acme")
    return add_connection(
        kind="bell", name="Касса", settings={"shop": "1"}, secrets={"secret": "ding"}, at=NOON
    )
