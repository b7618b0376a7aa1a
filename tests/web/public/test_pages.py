"""Every public page: in both languages without a foreign word, and on a phone without scrolling."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.test import Client as Browser
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.make.money import LONG_AGO, client_of, four_terms, offer, partner, payment, terms
from tests.make.profiles import show
from tests.make.stories import published
from tests.web.looking import OF_ALL, OF_LOOKS
from tests.web.public.asking import joining
from tests.web.public.test_campaigns import announced
from tests.world import World
from zabota.domain.attribution.models import PromoCode
from zabota.domain.programme.models import Clause, ClauseBase, ClauseKind, SpecialTerms
from zabota.domain.programme.operations import join_campaign, publish_offer
from zabota.domain.stories.models import Story
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

PAGES = [
    "/", "/programme/", "/?promo=ИВАН10", "/?promo=НЕТ", "/company/", "/company/thanks/",
    "/join/", "/offer/", "/accounts/login/", "/accounts/logout/", "/accounts/inactive/", "/campaigns/",
    "/stories/", "/integrators/", "/integrators/recommend/", "/integrators/recommended/", "/certificates/",
]  # fmt: skip
# What is not ours to translate: names, codes, the offer's own words, the names of languages.
PROPER = re.compile(r"Иван и Ко|ИВАН10|НЕТ|Договор-оферта|Мы платим 40 %\.|Русский")
LATIN = re.compile(
    r"SHA-256|PDF|[0-9a-f]{64}|English|\bRU\b|\bEN\b|\bv\d|amoCRM|CRM|WhatsApp|Telegram|MAX"
    r"|ABCD-EFGH-2345"
)


def words_of(html: str) -> str:
    """What a person reads, titles and labels included."""
    body = re.sub(r"<(script|style)\b.*?</\1>|<meta[^>]*>|<input type=\"hidden\"[^>]*>", "", html)
    told = re.findall(
        r'(?:title|aria-label|placeholder|data-copied|data-lost|data-refused|data-close)="([^"]*)"',
        body,
    )
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", body), *told]))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_speaks_russian(world: World, client: Browser, address: str) -> None:
    client.force_login(world.ivan.members.get().person) if "logout" in address else None
    answer = client.get(address)
    assert answer.status_code == 200
    assert 'lang="ru"' in answer.content.decode()
    read = LATIN.sub("", words_of(answer.content.decode()))
    assert re.findall(r"\b[A-Za-z]{3,}\b", read) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_speaks_english(world: World, client: Browser, address: str) -> None:
    client.force_login(world.ivan.members.get().person) if "logout" in address else None
    client.post("/ui/language/", {"language": "en", "next": "/"})
    answer = client.get(address)
    assert 'lang="en"' in answer.content.decode()
    read = PROPER.sub("", words_of(answer.content.decode()))
    assert re.findall(r"[А-Яа-яЁё]+", read) == []


def test_the_terms_come_from_the_version_in_force(db: None, client: Browser) -> None:
    offer()
    terms(1, clauses=[Clause(rate_bp=3250)], payout_days=5)
    page = unescape(client.get("/").content.decode())
    assert "32,5\u202f% с каждой оплаты вашего клиента" in page
    assert "в течение 5 дней" in page
    assert "В течение 5 календарных дней" in page


def test_several_clauses_are_told_each_in_a_sentence(db: None, client: Browser) -> None:
    four_terms()
    clauses = [
        Clause(rate_bp=3000, servicing="full", base=ClauseBase.NET_OF_VAT),
        Clause(kind=ClauseKind.FIXED, fixed_minor=50_000, servicing="brought", product="Бот"),
    ]
    terms(5, since=offer().published_at.replace(year=2022), clauses=clauses)
    page = unescape(client.get("/").content.decode())
    assert "До 30\u202f% с каждой" in page
    assert "30\u202f% с каждой оплаты, без НДС, если партнёр ведёт клиента полностью" in page
    assert (
        "500\u202f₽ за каждую оплату, только за «Бот», если партнёр только привёл клиента" in page
    )


def test_without_terms_and_offer_the_pages_stand(db: None, client: Browser) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/offer/").status_code == 404


def test_the_offer_is_read_as_paragraphs(db: None, client: Browser) -> None:
    text = "## 1. О чём\n\nПервая строка\nи вторая.\n\nСписок:\n\n- один\n- два <b>"
    publish_offer(title="Оферта", text=text, at=LONG_AGO)
    page = client.get("/offer/").content.decode()
    for said in ("<h2>1. О чём</h2>", "Первая строка\nи вторая.</p>", "<li>два &lt;b"):
        assert said in page


def test_the_calculator_prices_by_the_terms(world: World, client: Browser) -> None:
    answer = client.get("/programme/earnings/", {"clients": "3", "roubles": "1000"})
    read = unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))
    for said in ("3 клиента, по 1 000 ₽", "3 000", "Вам за месяц, 40 %", "1 200", "14 400"):
        assert said.replace(" ", "") in re.sub(r"\s", "", read)
    for nonsense in ({"clients": "-1"}, {"roubles": "1e9999"}, {"clients": "много"}):
        answer = client.get("/programme/earnings/", nonsense)
        assert "Введите целые числа" in answer.content.decode()


def test_the_old_address_of_the_icon_answers(db: None, client: Browser) -> None:
    assert client.get("/favicon.ico")["Location"].endswith("ui/favicon.svg")


@pytest.fixture
def scene(live_server: Any) -> None:
    """The programme with its terms, and Ivan in it; seen by the server's threads too."""
    terms()
    ivan = partner("Иван и Ко", "ИВАН10")
    published(ivan)
    show(ivan, shows_clients=True)
    join_campaign(announced(), partner=ivan, at=now(), by="Иван")
    payments_received([payment(client_of(ivan, "Акме"), at=now())], at=now())


@pytest.mark.browser
def test_joining_on_a_phone(scene: None, live_server: Any, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/join/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    filled = joining()
    page.get_by_label("Имя или название компании").fill(filled["name"])
    page.get_by_label("Электронная почта").fill(filled["email"])
    page.get_by_label("Промокод").press_sequentially("иван10")
    expect(page.locator("#code-check")).to_contain_text("уже занят")
    page.get_by_label("Промокод").fill("весна")
    expect(page.locator("#code-check")).to_contain_text("Промокод свободен")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Присоединиться").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Добро пожаловать в программу")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert PromoCode.objects.filter(code="ВЕСНА").exists()
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_are_good_for_every_eye_and_hand(
    scene: None, live_server: Any, page: Page, width: int, theme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    asked = OF_ALL if (width, theme) == (1280, "light") else OF_LOOKS
    campaign = reverse("public:campaign", args=[SpecialTerms.objects.get().pk])
    for address in (
        "/", "/?promo=ИВАН10", "/?promo=НЕТ", "/join/", "/offer/", "/accounts/login/", "/campaigns/",
        campaign, "/stories/", reverse("public:story", args=[Story.objects.get().slug]), "/integrators/",
        "/integrators/?city=Омск", "/integrators/ivan-i-ko/", "/integrators/recommend/?to=ivan-i-ko",
        "/certificates/",
    ):  # fmt: skip
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        found = Axe().run(page, options=asked).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], address


@pytest.mark.browser
def test_the_calculator_counts_while_one_types(scene: None, live_server: Any, page: Page) -> None:
    page.goto(live_server.url)
    page.get_by_label("Клиентов").fill("100")
    expect(page.locator("#earnings")).to_contain_text("2\u202f400\u202f000")
