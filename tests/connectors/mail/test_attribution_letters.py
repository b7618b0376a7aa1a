"""What partners are told of levels and of companies kept for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from tests.connectors.mail.test_letters import tell
from tests.make.money import LONG_AGO, NOON, payment
from tests.world import World, assert_books_balance, world
from zabota.domain.attribution.jobs import remind
from zabota.domain.attribution.models import Reservation
from zabota.domain.attribution.operations.reservations import reserve_company
from zabota.domain.programme.models import Servicing
from zabota.flows.payments_received import payments_received
from zabota.flows.servicing_changed import servicing_changed
from zabota.kit.clock import now
from zabota.kit.events.models import Event

__all__ = ["world"]

pytestmark = pytest.mark.django_db


def test_another_level_is_told_with_its_day_and_reason(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    servicing_changed(
        world.acme, servicing=Servicing.BROUGHT, since=LONG_AGO, reason="Больше не сопровождает",
        at=NOON, by="Марина",
    )  # fmt: skip
    (letter,) = tell("servicing.changed")
    assert letter.to == [world.ivan.members.get().person.email]
    assert letter.subject.startswith("Акме: ")
    assert "Больше не сопровождает" in letter.body
    assert f"/cabinet/clients/{world.acme.pk}/" in letter.body
    assert_books_balance()


def test_the_morning_reminds_once_of_what_is_kept_for_a_few_days_more(world: World) -> None:
    days = {"Вега": 55, "Лира": 10, "Дева": 61}
    for number, (name, ago) in enumerate(days.items()):
        reserve_company(
            world.ivan, name=name, domain=f"n{number}.ru", at=now() - timedelta(days=ago), by="Иван"
        )
    remind()
    remind()
    assert Event.objects.filter(name="reservation.ending").count() == 1
    (letter,) = tell("reservation.ending")
    assert letter.to == [world.ivan.members.get().person.email]
    assert letter.subject.startswith("Вега")
    assert "/cabinet/named/" in letter.body
    assert [one.name for one in Reservation.objects.exclude(reminded_at=None)] == ["Вега"]
    tell("reservation.ending")
    assert len(mail.outbox) == 1
