"""Visits by links: each person once, machines never, up to the first payment."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from tests.make.money import NOON, payment
from tests.web.backoffice.conftest import sign_in
from tests.web.cabinet.conftest import enter
from tests.web.public.asking import company
from tests.world import World
from zabota.domain.attribution.models import Visit
from zabota.domain.clients.models import Client
from zabota.domain.people.models import Role
from zabota.flows.payments_received import payments_received

pytestmark = pytest.mark.django_db
FUNNEL = "/cabinet/links/funnel/"


def browser(agent: str = "Mozilla/5.0 (X11) Firefox/140.0") -> Browser:
    return Browser(headers={"User-Agent": agent})


def test_a_visitor_registers_and_pays_and_is_counted_once(world: World) -> None:
    anna = browser()
    for _ in range(3):
        anna.get("/p/ИВАН10/?utm_campaign=осень&utm_source=tg", follow=True)
    browser("Googlebot/2.1").get("/?promo=ИВАН10")
    browser("Mozilla/5.0 (Mac) Safari/19").get("/?promo=ИВАН10")
    anna.post("/company/", company())
    client = Client.objects.get(name="ООО «Север»")
    payments_received([payment(client)], at=NOON)

    assert Visit.objects.get(client=client).campaign == "осень"
    ivan, rita = (enter(one.members.get().person) for one in (world.ivan, world.rita))
    rows = ivan.get(FUNNEL).context["page"]
    assert {(row["campaign"], row["visits"], row["sign_ups"], row["paid"]) for row in rows} == {
        ("осень", 1, 1, 1),
        ("", 1, 0, 0),
    }
    assert not rita.get(FUNNEL).context["page"].object_list
    assert "осень;tg;1;1;1" in ivan.get(f"{FUNNEL}?as=csv").content.decode()
    made = ivan.get(FUNNEL, {"campaign": "зима"}).context["made"]
    assert made[0][1].endswith("/?utm_campaign=зима"), "People read it."
    odd = ivan.get(FUNNEL, {"campaign": "a&b #1"}).context["made"]
    assert odd[0][1].endswith("/?utm_campaign=a%26b+%231"), "A sign that would break it is escaped."
    assert "100 % of registered" in ivan.get(FUNNEL).content.decode()


def test_without_cookies_the_same_browser_is_one_visitor_a_day(world: World) -> None:
    for _ in range(3):
        browser().get("/?promo=ИВАН10")
    assert Visit.objects.count() == 1


def test_staff_see_all_links_and_others_do_not(world: World) -> None:
    browser().get("/?promo=ИВАН10&utm_campaign=осень")
    support = sign_in(Role.SUPPORT)
    assert (
        support.get("/office/links/", {"q": "осень"}).context["page"].object_list[0]["visits"] == 1
    )
    assert "Иван и Ко;ИВАН10;осень;;1;0;0" in support.get("/office/links/?as=csv").content.decode()
    assert enter(world.ivan.members.get().person).get("/office/links/").status_code == 403
    assert browser().get("/office/links/").status_code == 302
