"""Saying goodbye: earned money is paid, nothing happens before the day, lifting takes only its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.make.money import NOON, client_of, payment
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import Source
from zabota.domain.attribution.queries.owners import find_attribution, find_working_code
from zabota.domain.clients.facts import ClientFact
from zabota.domain.partners.models import ClientsGo, Farewell, Partner, PartnerStatus
from zabota.domain.partners.operations import change_standing, withdraw_farewell
from zabota.domain.payouts.operations import NothingDue
from zabota.domain.rewards.models import Reward
from zabota.flows.batch_formed import batch_formed
from zabota.flows.client_registered import client_registered
from zabota.flows.farewells import farewell_said, farewells_carried_out
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = local_date(NOON) + timedelta(days=10)
ON_THE_DAY = NOON + timedelta(days=10)
LATER = NOON + timedelta(days=30)


def goodbye(
    partner: Partner, *, clients_go: str = ClientsGo.VENDOR, to: Partner | None = None
) -> Farewell:
    return farewell_said(
        partner, on=DAY, clients_go=clients_go, to=to, reason="не отвечает", at=NOON, by="Марина"
    )


def stand(partner: Partner, to: PartnerStatus) -> None:
    change_standing(partner, to=to, reason="слово", at=NOON, by="Марина")


def test_his_clients_come_to_us_on_the_day_and_not_before(world: World) -> None:
    goodbye(world.ivan)
    assert farewells_carried_out(at=ON_THE_DAY - timedelta(days=1)) == 0
    payments_received([payment(world.acme, at=ON_THE_DAY - timedelta(hours=1))], at=ON_THE_DAY)
    assert farewells_carried_out(at=ON_THE_DAY) == 1
    assert farewells_carried_out(at=ON_THE_DAY) == 0, "twice is once"
    late = payment(world.acme, at=ON_THE_DAY - timedelta(minutes=1))
    payments_received([late, payment(world.acme, at=LATER)], at=LATER)
    world.ivan.refresh_from_db()
    assert world.ivan.status == PartnerStatus.LEFT
    assert owed(world.ivan) == 80_000, "what was paid before he left is his, whenever we learn"
    assert Reward.objects.filter(payment__paid_at=LATER).count() == 0
    assert find_working_code("ИВАН10") is None
    (paid,) = batch_formed(before=LATER, at=LATER, by="Ольга").batch.payouts.all()
    assert (paid.partner, paid.amount_minor) == (world.ivan, 80_000)
    assert_books_balance()


def test_his_clients_go_to_another_partner(world: World) -> None:
    client_of(world.ivan, "Второй")
    farewell = goodbye(world.ivan, clients_go=ClientsGo.PARTNER, to=world.rita)
    farewells_carried_out(at=ON_THE_DAY)
    farewell.refresh_from_db()
    moved = find_attribution(world.acme, at=LATER)
    assert moved is not None
    assert (moved.partner, moved.source, farewell.moved) == (world.rita, Source.HANDED_OVER, 2)
    payments_received([payment(world.acme, at=LATER)], at=LATER)
    assert (owed(world.ivan), owed(world.rita)) == (0, 40_000)
    assert_books_balance()


def test_his_clients_stay_with_him_and_he_earns_on(world: World) -> None:
    goodbye(world.ivan, clients_go=ClientsGo.STAY)
    farewells_carried_out(at=ON_THE_DAY)
    payments_received([payment(world.acme, at=LATER)], at=LATER)
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_it_is_taken_back_until_the_day(world: World) -> None:
    farewell = goodbye(world.ivan)
    with pytest.raises(Refusal):
        goodbye(world.ivan)
    withdraw_farewell(farewell, reason="помирились", at=NOON, by="Марина")
    assert farewells_carried_out(at=LATER) == 0
    world.ivan.refresh_from_db()
    assert world.ivan.status == PartnerStatus.ACTIVE
    with pytest.raises(Refusal):
        withdraw_farewell(farewell, reason="ещё раз", at=NOON, by="Марина")


def test_today_is_at_once(world: World) -> None:
    farewell_said(
        world.ivan, on=local_date(NOON), clients_go=ClientsGo.VENDOR, to=None, reason="обман",
        at=NOON, by="Марина",
    )  # fmt: skip
    world.ivan.refresh_from_db()
    assert world.ivan.status == PartnerStatus.LEFT
    with pytest.raises(Refusal):
        goodbye(world.ivan)


@pytest.mark.parametrize("wrong", ["himself", "somebody who has left", "a day that is over"])
def test_what_cannot_be(world: World, wrong: str) -> None:
    to = world.ivan if wrong == "himself" else world.rita
    if wrong == "somebody who has left":
        stand(world.rita, PartnerStatus.LEFT)
    on = DAY - timedelta(days=30) if wrong == "a day that is over" else DAY
    with pytest.raises(Refusal):
        farewell_said(
            world.ivan, on=on, clients_go=ClientsGo.PARTNER, to=to, reason="нет", at=NOON,
            by="Марина",
        )  # fmt: skip
    assert not Farewell.objects.exists()


@pytest.mark.parametrize("standing", list(PartnerStatus))
def test_no_standing_changes_what_was_earned(world: World, standing: PartnerStatus) -> None:
    """Earned before, during and after any standing: the same to the kopeck, and paid in the end."""
    payments_received([payment(world.acme, 10_001)], at=NOON)
    before = list(Reward.objects.order_by("pk").values())
    stand(world.ivan, standing)
    assert list(Reward.objects.order_by("pk").values()) == before
    payments_received([payment(world.acme, 20_001)], at=NOON)
    if standing == PartnerStatus.PAUSED:
        with pytest.raises(NothingDue):
            batch_formed(before=LATER, at=NOON, by="Ольга")
    stand(world.ivan, PartnerStatus.ACTIVE)
    (paid,) = batch_formed(before=LATER, at=NOON, by="Ольга").batch.payouts.all()
    assert paid.amount_minor == 4_000 + 8_000
    assert_books_balance()


def test_lifting_a_ban_gives_back_only_what_the_ban_took(world: World) -> None:
    """A code rejected before the ban stays rejected, a held reward stays held; the code works again."""
    payments_received([payment(world.acme, payer_inn=world.ivan.inn)], at=NOON)
    held = Reward.objects.get()
    assert held.hold
    stand(world.ivan, PartnerStatus.LEFT)
    fact = ClientFact(name="Новый", external_id="n1", promo="ИВАН10", at=NOON)
    newcomer = client_registered(fact)
    assert find_attribution(newcomer, at=LATER) is None
    stand(world.ivan, PartnerStatus.ACTIVE)
    held.refresh_from_db()
    assert held.hold, "the check was not the ban's"
    assert find_working_code("ИВАН10") is not None
    assert find_attribution(newcomer, at=LATER) is None, (
        "who came meanwhile is not given afterwards"
    )
    assert_books_balance()
