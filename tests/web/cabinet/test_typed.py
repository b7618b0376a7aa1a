"""What was typed is not lost: the session ended meanwhile, or the page was older than the sign-in."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client as Visitor
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.web.cabinet.conftest import enter
from tests.world import World
from zabota.domain.cards.models import CardNote
from zabota.domain.partners.models import Partner

pytestmark = pytest.mark.django_db
WORDS = "Созвонились: подключаем после отпуска, ждём доступы к CRM"


def sit_down(page: Page, at: str, partner: Partner) -> None:
    """The partner's owner signs in in this browser; every sign-in has a session of its own."""
    visitor = enter(partner.members.get().person)
    page.context.add_cookies(
        [{"name": "sessionid", "value": visitor.cookies["sessionid"].value, "url": at}]
    )


def begin(page: Page, live_server: Any, world: World) -> str:
    """Ivan typed a note, and his session ended before he sent it; the card's address."""
    sit_down(page, live_server.url, world.ivan)
    card = reverse("cabinet:client", args=[world.acme.pk])
    page.goto(live_server.url + card)
    page.locator("#note-words").fill(WORDS)
    return card


def send(page: Page) -> None:
    page.locator("form:has(#note-words) .button").click()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_session_that_ended_loses_nothing(live_server: Any, page: Page, world: World) -> None:
    card = begin(page, live_server, world)
    page.context.clear_cookies(name="sessionid")
    send(page)
    expect(page.get_by_text("Введённое сохранилось")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query)["next"] == [card], "back to the card, not to the deed"

    sit_down(page, live_server.url, world.ivan)
    page.goto(live_server.url + card)
    expect(page.locator("#note-words")).to_have_value(WORDS)
    expect(page.locator("#note-words")).to_be_focused()
    send(page)
    expect(page.get_by_text("Записано")).to_be_visible()
    assert CardNote.objects.get().words == WORDS
    expect(page.locator("#note-words")).to_have_value("")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_older_than_the_sign_in_loses_nothing(
    live_server: Any, page: Page, world: World
) -> None:
    begin(page, live_server, world)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    send(page)
    page.get_by_role("link", name="Вернуться к форме").click()
    expect(page.locator("#note-words")).to_have_value(WORDS)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_who_sits_down_next_sees_none_of_it(live_server: Any, page: Page, world: World) -> None:
    begin(page, live_server, world)
    page.context.clear_cookies(name="sessionid")
    send(page)
    expect(page.get_by_text("Введённое сохранилось")).to_be_visible()
    sit_down(page, live_server.url, world.rita)
    page.goto(live_server.url + reverse("cabinet:clients"))
    assert page.evaluate("sessionStorage.getItem('typed')") is None


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_was_refused_stands_there_to_be_mended(
    live_server: Any, page: Page, world: World
) -> None:
    begin(page, live_server, world)
    tags, many = page.locator("#client-tags"), ", ".join(f"метка{one}" for one in range(11))
    tags.fill(many)
    tags.press("Enter")
    expect(page.get_by_text("не больше 10 меток")).to_be_visible()
    expect(tags).to_have_value(many)
    tags.fill("опт")
    tags.press("Enter")
    expect(page.get_by_text("Сохранено")).to_be_visible()
    expect(tags).to_have_value("опт")


def test_a_sign_in_leads_back_to_the_page_and_nowhere_else() -> None:
    deed = reverse("cabinet:note_client", args=[1])
    stranger = Visitor()
    there = "/accounts/login/?next=/cabinet/clients/1/%3Ftab%3D2"
    ours = {"referer": "http://testserver/cabinet/clients/1/?tab=2"}
    assert stranger.post(deed, headers=ours)["Location"] == there
    region = {"hx-request": "true", "hx-current-url": ours["referer"]}
    assert stranger.get(reverse("cabinet:search"), headers=region)["HX-Redirect"] == there
    for strange in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        answer = stranger.post(deed, headers={"referer": strange})
        assert answer["Location"] == "/accounts/login/"
