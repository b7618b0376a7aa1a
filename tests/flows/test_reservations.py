"""A partner names a company beforehand; whose it becomes when it registers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.make.money import NOON, inn, payment, terms
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import Attribution, Reservation, ReservationStatus, Source
from zabota.domain.attribution.operations.reservations import (
    extend_reservation,
    remind_of_reservations,
    reserve_company,
    take_reservation_back,
)
from zabota.domain.clients.facts import ClientFact
from zabota.domain.programme.models import Precedence
from zabota.flows.client_registered import client_registered
from zabota.flows.payments_received import payments_received
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def reserved(partner, **marks):  # type: ignore[no-untyped-def]
    """The partner names Vega on a day."""
    at = marks.pop("at", NOON)
    return reserve_company(partner, name="Вега", at=at, by="Иван", **(marks or {"inn": inn()}))


def registered(at=NOON + DAY, **fields):  # type: ignore[no-untyped-def]
    return client_registered(ClientFact(name="Вега", at=at, **fields))


def test_without_a_code_the_company_becomes_his_and_he_earns(world: World) -> None:
    mine = reserved(world.ivan, email="boss@vega.ru")
    client = registered(email="Boss@Vega.ru")
    payments_received([payment(client, at=NOON + 2 * DAY)], at=NOON + 2 * DAY)

    assert Attribution.objects.get(client=client).source == Source.RESERVED
    assert owed(world.ivan) == 40_000
    mine.refresh_from_db()
    assert (mine.status, mine.client) == (ReservationStatus.BECAME, client)
    assert_books_balance()


def test_the_clients_own_code_wins_and_both_see_it(world: World) -> None:
    mine = reserved(world.ivan, phone="8 (912) 000-11-22")
    client = registered(phone="+7 912 000 11 22", promo="РИТА")

    assert Attribution.objects.get(client=client).partner == world.rita
    mine.refresh_from_db()
    assert mine.status == ReservationStatus.OUTPACED
    assert_books_balance()


def test_where_the_terms_say_so_the_reservation_wins(world: World) -> None:
    terms(9, since=NOON, lead_rule=Precedence.LEAD)
    mine = reserved(world.ivan, domain="vega.ru")
    client = registered(domain="vega.ru", promo="РИТА")

    row = Attribution.objects.get(client=client)
    assert (row.partner, row.source, row.promo_code) == (world.ivan, Source.RESERVED, None)
    mine.refresh_from_db()
    assert (mine.status, mine.against) == ("became", world.rita.promo_codes.get())
    own = reserved(world.rita, domain="lira.ru")
    theirs = registered(domain="lira.ru", promo="РИТА")
    assert Attribution.objects.get(client=theirs).source == Source.PROMO_CODE
    own.refresh_from_db()
    assert (own.status, own.against) == ("became", None)
    assert_books_balance()


def test_of_two_the_first_gets_it(world: World) -> None:
    number = inn()
    first, second = (
        reserved(world.rita, inn=number),
        reserved(world.ivan, inn=number, at=NOON + DAY),
    )
    client = registered(at=NOON + 2 * DAY, inn=number)

    assert Attribution.objects.get(client=client).partner == world.rita
    for one, status in ((first, "became"), (second, "outpaced")):
        one.refresh_from_db()
        assert one.status == status
    assert_books_balance()


def test_after_its_last_day_it_protects_no_more_unless_extended_once(world: World) -> None:
    lapsed, longer = reserved(world.ivan), reserved(world.ivan)
    assert remind_of_reservations(at=NOON + 55 * DAY) == 2
    assert remind_of_reservations(at=NOON + 55 * DAY) == 0
    extend_reservation(longer, reason="договор на подписи", at=NOON + 55 * DAY, by="Иван")
    late = NOON + 61 * DAY
    clients = [registered(at=late, inn=one.inn) for one in (lapsed, longer)]

    assert [Attribution.objects.filter(client=one).count() for one in clients] == [0, 1]
    with pytest.raises(Refusal):
        extend_reservation(longer, reason="ещё", at=late, by="Иван")


def test_what_cannot_be_reserved(world: World) -> None:
    for marks in ({"inn": world.acme.inn}, {"words": "без примет"}):
        with pytest.raises(Refusal):
            reserved(world.ivan, **marks)
    mine = reserved(world.ivan, domain="https://www.vega.ru/about")
    with pytest.raises(Refusal):
        reserved(world.ivan, domain="vega.ru")
    take_reservation_back(mine)
    assert reserved(world.ivan, domain="vega.ru").pk
    assert Reservation.objects.count() == 2
