"""What partners are told of the offer: that it has changed, and that they have not accepted it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from tests.connectors.mail.test_terms_letters import told
from tests.make.money import LONG_AGO, NOON
from tests.world import World, world
from zabota.domain.programme.models import Clause
from zabota.domain.programme.operations import (
    accept_offer,
    draft_offer,
    draft_terms,
    publish_draft,
    publish_terms,
)
from zabota.domain.programme.operations.reminding import remind
from zabota.kit.events.models import Event

__all__ = ["world"]

pytestmark = pytest.mark.django_db


def test_a_new_offer_says_whether_one_has_to_do_something(world: World) -> None:
    draft = draft_offer(title="Оферта", text="Без опечаток.", changes="Исправили опечатки.")
    publish_draft(draft, at=NOON, by="Виктор")
    assert set(told("offer.published")) == {"иван", "рита"}
    body = mail.outbox[0].body
    assert "Исправили опечатки." in body
    assert "Ничего делать не нужно" in body

    day = NOON + timedelta(days=10)
    new = publish_draft(
        draft_offer(title="Оферта", text="По-новому.", needed_from=day), at=NOON, by="Виктор"
    )
    assert "Примите" in told("offer.published")["иван"]
    assert "/cabinet/offer/" in mail.outbox[0].body

    accept_offer(world.rita, offer=new, person=world.rita.members.get().person, at=NOON)
    remind(at=day - timedelta(days=1))
    assert set(told("offer.awaited")) == {"иван"}


def test_terms_that_begin_soon_are_recalled_to_mind_once(world: World) -> None:
    version = draft_terms(number=5, title="v5", effective_from=NOON, clauses=[Clause(rate_bp=4500)])
    publish_terms(version, at=LONG_AGO, by="Виктор")
    for hour in range(2):
        remind(at=NOON - timedelta(days=2, hours=hour))
    assert Event.objects.filter(name="terms_begin.soon").count() == 1
    assert set(told("terms_begin.soon")) == {"иван", "рита"}
