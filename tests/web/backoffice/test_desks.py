"""The first page is another one for the partner manager and for support."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor

from tests.make.money import payment
from tests.world import World
from zabota.domain.partners.operations import note_partner
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
DESK = "/office/"


def test_the_manager_sees_whose_mood_and_rewards_fell(keeper: Visitor, world: World) -> None:
    at = now()
    payments_received([payment(world.acme, 90_000, at=at - timedelta(days=40))], at=at)
    note_partner(world.rita, words="Ждёт ответа третий день", mood="bad", at=at, by="Марина")
    shown = keeper.get(DESK).context
    assert [(one.name, one.why) for one in shown["displeased"]] == [
        ("Рита Софт", "Ждёт ответа третий день")
    ]
    assert [(one.name, one.lately) for one in shown["fell"]] == [("Иван и Ко", 0)]
    assert shown["codes"] == 2
    assert "Joined the programme" in {row.what for row in shown["rows"]}

    payments_received([payment(world.acme, 80_000, at=at - timedelta(days=1))], at=at)
    note_partner(world.rita, words="Ответили", mood="good", at=at, by="Марина")
    shown = keeper.get(DESK).context
    assert [list(shown[key]) for key in ("fell", "displeased")] == [[], []]


def test_support_searches_and_reads(support: Visitor, world: World) -> None:
    body = support.get(DESK).content.decode()
    assert "Find a client" in body
    assert "Joined the programme" in body


def test_finance_keeps_the_desk_of_money(finance: Visitor, world: World) -> None:
    assert "Form a batch" in finance.get(DESK).content.decode()
