"""A connection to Stripe, and Acme known to it as a customer."""

from __future__ import annotations

import pytest

from tests.connectors.stripe.events import SECRET
from tests.make.money import NOON
from tests.world import World, world
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.domain.clients.models import Client

__all__ = ["world"]


@pytest.fixture
def account(world: World) -> Connection:
    """A live account without an API key: everything is learned from events."""
    Client.objects.filter(pk=world.acme.pk).update(external_id="cus_acme")
    return add_connection(
        kind="stripe",
        name="Stripe",
        settings={"api_url": "https://api.stripe.com/"},
        secrets={"signing_secret": SECRET},
        at=NOON,
    )
