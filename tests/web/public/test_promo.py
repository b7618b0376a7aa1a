"""The promo code of a link: remembered, shown, and out of the visitor's hands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.signing import get_cookie_signer
from django.test import Client as Browser
from django.urls import reverse

from tests.make.money import NOON, client_of
from tests.web.public.asking import company
from tests.world import World
from zabota.domain.attribution.models import Attribution, PromoCodeStatus, Source
from zabota.domain.attribution.operations import decide_code
from zabota.domain.attribution.operations.reservations import reserve_company
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.kit.clock import now
from zabota.web.public import promo


def whose(name: str = "ООО «Север»") -> Partner | None:
    client = Client.objects.get(name=name)
    row = Attribution.objects.filter(client=client, withdrawn_at=None).first()
    return row.partner if row else None


def test_a_link_is_remembered_and_brings_the_client(world: World, client: Browser) -> None:
    page = client.get("/?promo=ИВАН10")
    assert "Ваш интегратор\u00a0— Иван и Ко" in page.content.decode()
    assert page.cookies[promo.COOKIE]["httponly"]
    answer = client.post("/company/", company())
    assert answer["Location"] == reverse("public:thanks")
    assert "ИВАН10" in client.get(answer["Location"]).content.decode()
    assert whose() == world.ivan
    row = Attribution.objects.get(client__name="ООО «Север»")
    assert (row.source, str(row.promo_code)) == (Source.LINK, "ИВАН10")


def test_the_short_link_leads_there_too(world: World, client: Browser) -> None:
    answer = client.get(reverse("public:short_link", args=["ИВАН10"]), follow=True)
    assert "Ваш интегратор\u00a0— Иван и Ко" in answer.content.decode()
    client.post("/", company())
    assert whose() == world.ivan


@pytest.mark.parametrize("spelling", ["иван10", "ИBAH10", " ИВАН-10 "])
def test_spellings_that_look_the_same_are_the_same(
    world: World, client: Browser, spelling: str
) -> None:
    client.get("/", {"promo": spelling})
    client.post("/company/", company())
    assert whose() == world.ivan


def test_without_cookies_the_address_of_the_form_still_counts(world: World) -> None:
    Browser().post("/?promo=ИВАН10", company())
    assert whose() == world.ivan


def test_the_first_code_stays_whatever_link_or_field_comes_later(
    world: World, client: Browser
) -> None:
    client.get("/?promo=ИВАН10")
    later = client.get("/?promo=РИТА")
    assert "сначала вы пришли с промокодом ИВАН10" in later.content.decode()
    assert promo.COOKIE not in later.cookies
    client.post("/?promo=РИТА", company(promo="РИТА"))
    assert whose() == world.ivan


def test_a_forged_cookie_is_no_code(world: World, client: Browser) -> None:
    code = world.rita.promo_codes.get()
    signer = get_cookie_signer(salt=promo.COOKIE + "another salt")
    for forged in (str(code.pk), f"{code.pk}:1rAbCd:forged", signer.sign(str(code.pk))):
        client.cookies[promo.COOKIE] = forged
        assert "Рита" not in client.get("/").content.decode()
        client.post("/company/", company(name=f"Подделка {forged[:30]}"))
        assert whose(f"Подделка {forged[:30]}") is None


def test_a_retired_code_gives_way_to_the_next_one(world: World, client: Browser) -> None:
    client.get("/?promo=ИВАН10")
    code = world.ivan.promo_codes.get()
    decide_code(code, status=PromoCodeStatus.RETIRED, at=NOON, by="Marina")
    client.get("/?promo=РИТА")
    client.post("/company/", company())
    assert whose() == world.rita


def test_an_unknown_code_is_said_kindly_and_can_be_corrected(world: World, client: Browser) -> None:
    page = client.get("/?promo=ИВАН11")
    assert page.status_code == 200
    assert "Мы не знаем промокода ИВАН11" in page.content.decode()
    assert 'value="ИВАН11"' in page.content.decode()
    assert promo.COOKIE not in page.cookies
    again = client.post("/?promo=ИВАН11", company(promo="ИВАН11"))
    assert again.status_code == 422
    client.post("/?promo=ИВАН11", company(promo="ИВАН10"))
    assert whose() == world.ivan
    assert Attribution.objects.latest("pk").source == Source.PROMO_CODE


@pytest.mark.parametrize("noise", ["\0", "\0ИВАН10 \0", "%" * 500, "' OR 1=1", "\u202e", "İ"])
def test_noise_in_the_address_breaks_nothing(world: World, client: Browser, noise: str) -> None:
    for address, query in (("/", "promo"), ("/join/code/", "code")):
        assert client.get(address, {query: noise}).status_code == 200


def test_somebodys_client_stays_his(world: World, client: Browser) -> None:
    known = client_of(world.rita, "Юг", since=NOON - timedelta(days=9))
    client.get("/?promo=ИВАН10")
    client.post("/company/", company(inn=known.inn))
    assert whose("Юг") == world.rita
    assert not Client.objects.filter(name="ООО «Север»").exists()


def test_a_slip_in_the_inn_is_said_beside_the_field(world: World, client: Browser) -> None:
    answer = client.post("/company/", company(inn="7701000002"))
    assert answer.status_code == 422
    assert "не сходятся контрольные цифры" in answer.content.decode()
    assert Client.objects.filter(name="ООО «Север»").count() == 0


def test_a_flood_of_requests_is_stopped(world: World, client: Browser) -> None:
    answers = [client.post("/company/", company()).status_code for _ in range(21)]
    assert answers == [302] * 20 + [422]


def test_the_form_needs_our_own_page(world: World) -> None:
    assert Browser(enforce_csrf_checks=True).post("/company/", company()).status_code == 403


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        ({"email": "buh@sever.ru"}, True),
        ({"email": "sever@gmail.com", "domain": "https://www.Sever.ru/about"}, True),
        ({"email": "sever@gmail.com"}, False),
        ({"email": "buh@other.ru"}, False),
    ],
)
def test_a_company_named_beforehand_is_known_by_its_website(
    world: World, client: Browser, left: dict[str, str], kept: bool
) -> None:
    reserve_company(world.ivan, name="Север", domain="sever.ru", at=now(), by="Иван")
    client.post("/company/", company(**left))
    assert whose() == (world.ivan if kept else None)


def test_what_is_no_website_is_said(world: World, client: Browser) -> None:
    answer = client.post("/company/", company(domain="север"))
    assert answer.status_code == 422
    assert not Client.objects.filter(name="ООО «Север»").exists()
