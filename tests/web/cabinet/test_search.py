"""Ctrl+K: a partner finds what is his and nothing else; by keys only, and without scripts too."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.make.invoices import bill, vat
from tests.make.money import NOON
from tests.make.stories import draft
from tests.world import World
from zabota.domain.academy.models import Course
from zabota.domain.academy.operations.materials import keep_material, publish_material
from zabota.domain.clients.models import Client
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Payout
from zabota.domain.stories.models import Story
from zabota.domain.stories.queries import get_wording

SEARCH = "/cabinet/search/"


def titles(visitor: Visitor, asked: str) -> list[str]:
    """What is found, kind by kind."""
    answer = visitor.get(SEARCH, {"q": asked})
    assert answer.status_code == 200
    return [hit.title for group in answer.context["groups"] for hit in group.hits]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["акме", "frvt", "FRV"])
def test_words_typed_with_the_keys_of_the_other_language(
    world: World, ivan: Visitor, asked: str
) -> None:
    assert "Акме" in titles(ivan, asked)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Берёзка", "Березка", "БЕРЁЗКА"])
@pytest.mark.parametrize("asked", ["берёз", "Берез", "РЕЗКА", ",thtp"])
def test_yo_is_ye_in_the_search_and_in_the_list(
    world: World, ivan: Visitor, name: str, asked: str
) -> None:
    Client.objects.filter(pk=world.acme.pk).update(name=name)
    assert name in titles(ivan, asked)
    listed = ivan.get("/cabinet/clients/", {"q": asked}).context["page"]
    assert [row.client.name for row in listed] == ([] if asked == ",thtp" else [name])


@pytest.mark.django_db
def test_everything_of_his_and_nothing_of_anothers(
    world: World, ivan: Visitor, rita: Visitor, sent: Payout
) -> None:
    vat()
    invoice = bill(world.acme, partner=world.ivan)
    reference = Payment.objects.get().external_id
    for asked, known in (
        ("акм", "Акме"),
        (invoice.number, invoice.number),
        (str(sent.order_number), str(sent.order_number)),
        (reference, reference),
        ("иван", "ИВАН10"),
    ):
        found = titles(ivan, asked)
        assert any(known in title for title in found), (asked, found)
        assert not any(known in title for title in titles(rita, asked))
    assert titles(ivan, "зеро") == []
    assert "Nothing found" in ivan.get(SEARCH, {"q": "зеро"}).content.decode()


@pytest.mark.django_db
def test_what_everybody_has_and_his_own_story(world: World, ivan: Visitor, rita: Visitor) -> None:
    draft(world.ivan)
    title = get_wording(Story.objects.get()).title
    price = keep_material(
        kind="card",
        category="Цены",
        title="Прайс-лист",
        headline="Цены",
        position=1,
        made_at=NOON,
        made_by="Марина",
    )
    Course.objects.create(
        title="Первый разговор", published_at=NOON, made_at=NOON, made_by="Марина"
    )
    assert titles(ivan, "прайс") == []
    publish_material(price, at=NOON, by="Марина")
    for asked, known in (("прайс", "Прайс-лист"), ("первый", "Первый разговор")):
        assert known in titles(ivan, asked)
        assert known in titles(rita, asked)
    assert title in titles(ivan, title[:6])
    assert title not in titles(rita, title[:6])


@pytest.mark.django_db
def test_pages_by_name_and_nonsense(ivan: Visitor) -> None:
    assert titles(ivan, "stat") == ["Statement"]
    for asked in ("", "a", "№", "%", "\x00", "9" * 40, "'; --"):
        assert ivan.get(SEARCH, {"q": asked}).status_code == 200


@pytest.mark.django_db
def test_one_address_for_everybody(ivan: Visitor, staff: Visitor) -> None:
    asked = {"q": "акм"}
    assert ivan.get("/search/", asked)["Location"] == "/cabinet/search/?q=%D0%B0%D0%BA%D0%BC"
    assert staff.get("/search/", asked)["Location"].startswith("/office/search/?q=")
    assert Visitor().get("/search/", asked)["Location"].startswith("/accounts/login/?next=")


@pytest.mark.django_db
def test_the_dialog_gets_only_the_list(ivan: Visitor) -> None:
    region = ivan.get(SEARCH, {"q": "stat"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in region
    assert 'role="option"' in region
    assert region.count('tabindex="-1"') == 1
    assert 'role="option"' not in ivan.get(SEARCH, {"q": "stat"}).content.decode().split("<main")[1]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_keys_only(live_server: Any, page: Page, world: World) -> None:
    visitor = Visitor()
    visitor.force_login(
        world.ivan.members.get().person, "allauth.account.auth_backends.AuthenticationBackend"
    )
    cookie = {"name": "sessionid", "value": visitor.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[list-item]
    page.goto(f"{live_server.url}/cabinet/")
    page.keyboard.press("Control+k")
    expect(page.locator("#finder")).to_be_visible()
    expect(page.locator("#finder [role=option]").first).to_have_attribute("aria-selected", "true")
    page.keyboard.type("акм")
    option = page.locator("#finder [role=option]", has_text="Акме")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('cabinet:client', args=[world.acme.pk])}")
    page.keyboard.press("Control+k")
    expect(page.locator("#finder")).to_be_visible()
    page.keyboard.type("акм")
    page.keyboard.press("Escape")
    expect(page.locator("#finder")).to_be_hidden()
