"""Clients register with a code or without; who came by himself is nobody's catch."""

from __future__ import annotations

import pytest

from tests.make.money import NOON, payment
from tests.world import World, assert_books_balance
from zabota.domain.attribution.models import Attribution, Source
from zabota.domain.clients.facts import ClientFact
from zabota.flows.client_registered import client_registered
from zabota.flows.payments_received import payments_received

pytestmark = pytest.mark.django_db


def test_a_newcomer_with_a_code_is_the_partners(world: World) -> None:
    client = client_registered(ClientFact(name="Новый", at=NOON, promo="иван 10"))
    assert client.attributions.get().partner == world.ivan


def test_twice_is_once_and_another_code_changes_nothing(world: World) -> None:
    fact = ClientFact(name="Новый", at=NOON, external_id="n1", promo="ИВАН10")
    client = client_registered(fact)
    again = client_registered(ClientFact(name="Новый", at=NOON, external_id="n1", promo="РИТА"))
    assert again == client
    assert client.attributions.get().partner == world.ivan


def test_who_pays_already_is_not_caught_by_a_link(world: World) -> None:
    payments_received([payment(world.zero)], at=NOON)
    client = client_registered(
        ClientFact(name="Зеро", at=NOON, inn=world.zero.inn, promo="РИТА"), source=Source.LINK
    )
    assert client == world.zero
    assert not Attribution.objects.filter(client=client).exists()
    assert_books_balance()


def test_an_unknown_code_brings_nobody(world: World) -> None:
    client = client_registered(ClientFact(name="Новый", at=NOON, promo="НЕТТАКОГ"))
    assert not client.attributions.exists()
