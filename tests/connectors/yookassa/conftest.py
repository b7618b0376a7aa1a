"""YooKassa as a separate program on the loopback, and a connection to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.connectors.yookassa.nina import Gateway
from tests.emulators.running import Running, running
from tests.make.money import LONG_AGO, NOON, client_of, payment, self_employed
from tests.world import World, world
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.rehearsing import address_of
from zabota.connectors.yookassa.kind import YOOKASSA_PAYOUTS
from zabota.domain.partners.operations import set_bank_details
from zabota.domain.payouts.models import NpdCheck
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date, now

__all__ = ["world"]
THEIR_ADDRESS = "77.75.153.7"
INN = "500100732259"


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


@pytest.fixture
def gateway(yookassa_program: Running, world: World, settings: Any) -> Gateway:
    """The gateway of payouts, connected, and Nina with 400 roubles coming to her phone."""
    settings.OUTSIDE_TRUSTED = frozenset({yookassa_program.address})
    connection = add_connection(
        kind=YOOKASSA_PAYOUTS.code,
        name="Выплаты",
        settings={"agent_id": "100500", "api_url": f"{yookassa_program.url}/v3/"},
        secrets={"secret_key": "test_secret"},
        at=now(),
    )
    yookassa_program.play("forget")
    yookassa_program.play("config", hook="", caller="77.75.153.7", test=False)
    nina = self_employed("Нина", inn=INN)
    set_bank_details(
        nina, kind="sbp", holder="Нина Петрова", account="79161234567", bic="100000000111",
        bank_name="Сбербанк", corr_account="", at=LONG_AGO + timedelta(days=1), by="Нина",
    )  # fmt: skip
    at = now()
    NpdCheck.objects.create(inn=INN, on=local_date(at), standing="yes", asked_at=at)
    payments_received([payment(client_of(nina, "Вектор"), at=at)], at=at)
    return yookassa_program, connection


@pytest.fixture
def called(live_server: Any, gateway: Gateway, settings: Any) -> Running:
    """The same, and it calls us back from an address of YooKassa's behind our proxy."""
    program, connection = gateway
    settings.PUBLIC_URL = live_server.url
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    program.play("config", payouts_end="pending", hook=address_of(connection))
    return program
