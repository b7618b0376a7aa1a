"""What pages say to search engines and networks, read as they read it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from PIL import Image

from tests.make.profiles import show
from tests.make.stories import published
from tests.web.public.test_campaigns import announced
from tests.world import World
from zabota.domain.academy.operations.materials import set_logo
from zabota.domain.programme.operations.questions import write_question
from zabota.kit.clock import now
from zabota.kit.uploads import take_upload

pytestmark = pytest.mark.django_db
EVIL = '</script><script>alert(1)</script> & "Ко" <!--'


class Head(HTMLParser):
    """The data blocks, the other scripts, and the OpenGraph of a page, as a browser parses it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.things: list[Any] = []
        self.executed: list[str] = []
        self.graph: dict[str, str] = {}
        self.canonical = ""
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and said.get("property", "").startswith("og:"):
            assert said["property"] not in self.graph
            self.graph[said["property"]] = said["content"]
        if tag == "link" and said.get("rel") == "canonical":
            self.canonical = said["href"]
        if tag == "script" and "src" not in said:
            self._inside = said.get("type") or "js"

    def handle_data(self, data: str) -> None:
        if self._inside == "application/ld+json":
            self.things.append(json.loads(data))
        elif self._inside:
            self.executed.append(data)
        self._inside = ""

    def of(self, kind: str) -> Any:
        """The only thing of a type."""
        (found,) = (one for one in self.things if one["@type"] == kind)
        return found


def head_of(browser: Browser, address: str) -> Head:
    page = browser.get(address, headers={"accept-language": "ru"})
    assert page.status_code == 200
    head = Head(page.content.decode())
    assert head.executed == [], "nothing inline but data"
    return head


def test_an_integrator_is_a_business_with_an_address(world: World, client: Browser) -> None:
    show(world.ivan)  # the address keeps the name of that day
    world.ivan.name = EVIL
    world.ivan.save()
    show(world.ivan, about=f"Мы **{EVIL}**", site="https://ivan.example/", tongues=["ru", "en"])
    address = reverse("public:profile", args=["ivan-i-ko"])
    head = head_of(client, address)
    thing = head.of("LocalBusiness")
    assert thing["name"] == EVIL, "nothing of the name is lost, and nothing of it runs"
    assert thing["description"] == f"Мы {EVIL}"
    assert thing["address"]["addressLocality"] == "Казань"
    assert (thing["knowsLanguage"], thing["sameAs"]) == (["ru", "en"], ["https://ivan.example/"])
    trail = head.of("BreadcrumbList")["itemListElement"]
    assert [one["position"] for one in trail] == [1, 2, 3]
    assert trail[2]["item"] == head.canonical == settings.PUBLIC_URL + address
    assert head.graph["og:title"] == EVIL
    assert head.graph["og:url"] == settings.PUBLIC_URL + address
    assert head.graph["og:image"] == f"{settings.PUBLIC_URL}{address}card.png"
    assert "logo" not in thing
    show(world.rita, city="")
    assert head_of(client, "/integrators/rita-soft/").of("Organization")["name"] == world.rita.name


def test_the_directory_is_a_list_with_one_address(world: World, client: Browser) -> None:
    show(world.ivan)
    show(world.rita)
    head = head_of(client, "/integrators/?crm=amocrm&messenger=&level=x&city=КАЗАНЬ")
    rows = head.of("ItemList")["itemListElement"]
    assert [(one["position"], one["name"]) for one in rows] == [(1, "Иван и Ко"), (2, "Рита Софт")]
    assert rows[0]["url"] == f"{settings.PUBLIC_URL}/integrators/ivan-i-ko/"
    kazan = "%D0%9A%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C"
    assert head.canonical == f"{settings.PUBLIC_URL}/integrators/?crm=amocrm&city={kazan}"


def test_a_story_is_an_article_of_its_author(world: World, client: Browser) -> None:
    story = published(world.ivan, title=f"Цветы {EVIL}"[:110])
    head = head_of(client, reverse("public:story", args=[story.slug]))
    thing = head.of("Article")
    assert thing["headline"] == head.graph["og:title"] == f"Цветы {EVIL}"[:110]
    assert thing["author"] == {"@type": "Organization", "name": world.ivan.name}
    assert head.graph["og:type"] == "article"
    assert client.get(head.graph["og:image"].removeprefix(settings.PUBLIC_URL)).status_code == 200
    show(world.ivan)
    again = head_of(client, reverse("public:story", args=[story.slug]))
    assert again.of("Article")["author"]["url"].endswith("/integrators/ivan-i-ko/")


def test_the_questions_of_the_landing_are_a_faq(world: World, client: Browser) -> None:
    write_question(
        None, language="ru", asked=f"Есть порог? {EVIL}", answer="**Нет.**", position=1, shown=True,
        at=now(), by="Марина",
    )  # fmt: skip
    head = head_of(client, "/")
    asked = head.of("FAQPage")["mainEntity"]
    assert asked[0]["name"] == f"Есть порог? {EVIL}"
    assert "<strong>Нет.</strong>" in asked[0]["acceptedAnswer"]["text"]
    assert "40" in head.graph["og:title"]
    assert head_of(client, "/programme/").canonical == head.canonical == f"{settings.PUBLIC_URL}/"


def test_every_public_page_introduces_itself(world: World, client: Browser) -> None:
    show(world.ivan)
    story = published(world.ivan)
    campaign = announced()
    for address in (
        "/", "/company/", "/join/", "/offer/", "/stories/", "/integrators/", "/integrators/recommend/",
        "/certificates/", "/campaigns/", reverse("public:campaign", args=[campaign.pk]),
        reverse("public:story", args=[story.slug]), "/integrators/ivan-i-ko/", "/accounts/login/",
    ):  # fmt: skip
        graph = head_of(client, address).graph
        assert graph["og:locale"] == "ru_RU", address
        for name in ("title", "description", "image", "url"):
            assert graph[f"og:{name}"].strip(), (address, name)
    english = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert Head(english).graph["og:locale"] == "en_US"


def test_a_link_with_a_code_keeps_it(world: World, client: Browser) -> None:
    head = head_of(client, "/?promo=иван10&utm_source=x")
    assert head.canonical.endswith("/?promo=%D0%98%D0%92%D0%90%D0%9D10")
    assert head.graph["og:url"] == head.canonical


def test_pictures_are_drawn_for_the_programme_and_for_integrators(
    world: World, client: Browser
) -> None:
    show(world.ivan, about="")
    plain = client.get("/programme/card.png")
    before = client.get("/integrators/ivan-i-ko/card.png")
    made = BytesIO()
    Image.new("RGB", (300, 100), "red").save(made, "PNG")
    set_logo(world.ivan, upload=take_upload("l.png", made.getvalue()), at=now(), by="Иван")
    after = client.get("/integrators/ivan-i-ko/card.png")
    for answer in (plain, before, after):
        assert answer["Content-Type"] == "image/png"
        with Image.open(BytesIO(answer.content)) as picture:
            assert picture.size == (1200, 630)
    assert before.content != after.content, "the logo is on it"
    show(world.ivan, published=False)
    assert client.get("/integrators/ivan-i-ko/card.png").status_code == 404
