"""What Ivan opens is in sight, a long name breaks, and two hands on one card end in a decision; in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Visitor
from playwright.sync_api import Page, expect

from tests.make.money import NOON, client_of, payment
from tests.world import World
from zabota.domain.cards.models import Card
from zabota.domain.cards.operations import keep_file, tag_cards
from zabota.domain.clients.models import Client
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now
from zabota.kit.uploads import take_upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "ОбществоСОграниченнойОтветственностьюСоюзМаркетингПромСтройИнвестХолдинг"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def there(live_server: Any, page: Page, world: World) -> Page:
    """Ivan's browser, signed in."""
    visitor = Visitor()
    visitor.force_login(
        world.ivan.members.get().person, "allauth.account.auth_backends.AuthenticationBackend"
    )
    cookie = {"name": "sessionid", "value": visitor.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[list-item]
    return page


def test_an_explanation_is_wholly_seen_whichever_row_it_is_of(
    live_server: Any, there: Page, world: World
) -> None:
    clients = [client_of(world.ivan, f"Клиент {number}") for number in range(12)]
    payments_received([payment(one, at=NOON) for one in clients], at=NOON)
    there.set_viewport_size({"width": 1280, "height": 600})
    there.goto(f"{live_server.url}/cabinet/rewards/")
    last = there.locator("details.why summary").last
    last.focus()
    there.keyboard.press("Enter")
    expect(there.locator("details.why[open] .why__body")).to_be_in_viewport(ratio=0.99)
    there.keyboard.press("Escape")
    expect(there.locator("details.why[open]")).to_have_count(0)
    expect(last).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_name_of_seventy_letters_widens_no_page(
    live_server: Any, there: Page, world: World, width: int
) -> None:
    Client.objects.filter(pk=world.acme.pk).update(name=LONG)
    payments_received([payment(world.acme, at=NOON)], at=NOON)
    his = {"partner_id": world.ivan.pk, "client_id": world.acme.pk}
    keep_file(**his, uploads=[take_upload(f"{LONG}.txt", b"1")], at=now(), by="Иван")
    there.set_viewport_size({"width": width, "height": 800})
    for path in ("", "rewards/", "clients/", f"clients/{world.acme.pk}/", "history/"):
        there.goto(f"{live_server.url}/cabinet/{path}")
        assert not there.evaluate(WIDER), path


def test_who_is_told_that_another_was_quicker_saves_by_a_second_press(
    live_server: Any, there: Page, world: World
) -> None:
    there.goto(f"{live_server.url}/cabinet/clients/{world.acme.pk}/")
    tag_cards({(world.ivan.pk, world.acme.pk): ["опт"]}, at=now())
    line = there.locator("[name=tags]")
    line.fill("розница")
    line.press("Enter")
    expect(there.locator(".toast--error")).to_contain_text("опт")
    expect(line).to_have_value("розница")
    assert Card.objects.get().tags == ["опт"]
    line.press("Enter")
    expect(there.locator(".toast--error")).to_have_count(0)
    assert Card.objects.get().tags == ["розница"]
