"""Companies named beforehand, in the cabinet and at the vendor's."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor

from tests.make.money import NOON, inn, terms
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.attribution.models import Reservation, ReservationStatus
from zabota.domain.attribution.operations.reservations import reserve_company
from zabota.domain.clients.facts import ClientFact
from zabota.domain.people.models import Role
from zabota.flows.client_registered import client_registered
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
NAMED = "/cabinet/named/"


def test_named_extended_once_and_taken_back(ivan: Visitor, rita: Visitor, world: World) -> None:
    assert ivan.post(NAMED, {"name": "Вега"}).status_code == 422
    assert ivan.post(NAMED, {"name": "Вега", "inn": "1234567890"}).status_code == 422
    assert ivan.post(NAMED, {"name": "Вега", "inn": inn()}).status_code == 302
    one = Reservation.objects.get()
    assert rita.post(f"{NAMED}{one.pk}/extend/", {"reason": "моя"}).status_code == 404
    assert rita.post(f"{NAMED}{one.pk}/take-back/").status_code == 404
    assert "Вега" not in rita.get(NAMED).content.decode()
    ivan.post(f"{NAMED}{one.pk}/extend/", {"reason": "ждём бюджет"})
    one.refresh_from_db()
    assert one.extended_why == "ждём бюджет"
    ivan.post(f"{NAMED}{one.pk}/take-back/")
    one.refresh_from_db()
    assert one.status == ReservationStatus.WITHDRAWN


def test_staff_see_whom_several_have_named(ivan: Visitor, rita: Visitor) -> None:
    number = inn()
    for who in (ivan, rita):
        who.post(NAMED, {"name": "Вега", "inn": number})
    ivan.post(NAMED, {"name": "Лира", "inn": inn()})
    support = sign_in(Role.SUPPORT)

    rows = support.get("/office/named/", {"conflicts": "1"}).context["rows"]
    assert {others for _, others in rows} == {"Иван и Ко", "Рита Софт"}
    assert len(support.get("/office/named/?as=csv").content.decode().splitlines()) == 4
    assert ivan.get("/office/named/").status_code == 403
    assert Visitor().get("/office/named/").status_code == 302


@pytest.mark.parametrize(
    ("rule", "winner", "told"),
    [("lead", "ivan", "went to the partner who named it"), ("code", "rita", "so it is yours")],
)
def test_both_see_whose_sign_counted_more(
    ivan: Visitor, rita: Visitor, world: World, rule: str, winner: str, told: str
) -> None:
    terms(9, since=NOON, lead_rule=rule)
    reserve_company(world.ivan, name="Вега", domain="vega.ru", at=now(), by="Иван")
    client = client_registered(ClientFact(name="Вега", domain="vega.ru", promo="РИТА", at=now()))
    assert client.attributions.get().partner == getattr(world, winner)
    assert "gave another partner" in ivan.get(NAMED).content.decode()
    page = rita.get(NAMED).content.decode()
    assert "Вега, РИТА" in page
    assert told in page
