"""The tour is offered until it is closed, to each person for himself, and can be asked for again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.world import World

OFFER = "Show me round"


def home(visitor: Visitor) -> str:
    return visitor.get(reverse("cabinet:home")).content.decode()


@pytest.mark.django_db
def test_closed_for_good_by_each_for_himself(ivan: Visitor, clerk: Visitor) -> None:
    assert OFFER in home(ivan)
    assert ivan.get(reverse("cabinet:close_tour")).status_code == 405
    ivan.post(reverse("cabinet:close_tour"))
    assert OFFER not in home(ivan)
    assert OFFER in home(clerk)
    assert "Your code and link" in ivan.get(reverse("cabinet:tour")).content.decode()
    ivan.post(reverse("cabinet:reopen_tour"))
    assert OFFER in home(ivan)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_stop_to_stop(live_server: Any, page: Page, world: World) -> None:
    visitor = Visitor()
    visitor.force_login(
        world.ivan.members.get().person, "allauth.account.auth_backends.AuthenticationBackend"
    )
    cookie = {"name": "sessionid", "value": visitor.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[list-item]
    page.goto(f"{live_server.url}{reverse('cabinet:home')}")
    page.locator("[data-tour-begin]").click()
    links = reverse("cabinet:links")
    expect(page.locator(f'.side a[href="{links}"]')).to_have_class("side__link tour-mark")
    for _ in range(5):
        page.locator("[data-tour-next]").click()
    expect(page.locator("[data-tour-next]")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("[data-tour-begin]")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("[data-tour-sheet] form button").click()
    page.wait_for_load_state()
    expect(page.locator("[data-tour]")).to_have_count(0)
