"""The board of clients: columns with counts and sums, cards that move by mouse, keys, and plain forms."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.flows.test_corrections import correct
from tests.make.money import client_of, payment
from tests.world import World
from zabota.domain.cards.models import Card
from zabota.domain.cards.operations import plan_step, tag_cards
from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import change_client_status, change_status
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date, now
from zabota.ui.boards import A_LANE

pytestmark = pytest.mark.django_db
BOARD = reverse("cabinet:board")
MOVE = re.compile("/move/")


def move(visitor: Visitor, one: Client, to: str, **more: Any) -> Any:
    return visitor.post(reverse("cabinet:move_client", args=[one.pk]), {"to": to}, **more)


def status_of(one: Client) -> str:
    return Client.objects.get(pk=one.pk).status


def lanes(visitor: Visitor, query: str = "") -> dict[str, Any]:
    return {lane.key: lane for lane in visitor.get(f"{BOARD}{query}").context["lanes"]}


def test_columns_count_and_sum(ivan: Visitor, world: World) -> None:
    payments_received([payment(world.acme), payment(world.acme, 50_000)], at=now())
    client_of(world.ivan, "Вектор")
    client_of(world.rita, "Чужой")
    found = lanes(ivan)
    assert list(found) == ["lead", "connecting", "trial", "paying", "at_risk", "left"]
    assert (found["lead"].count, found["lead"].amount.minor) == (2, 150_000)
    assert [ticket.title for ticket in found["lead"].tickets] == ["Акме", "Вектор"]
    assert found["paying"].count == 0


def test_the_most_urgent_comes_first_and_filters_narrow(ivan: Visitor, world: World) -> None:
    at = now()
    other = client_of(world.ivan, "Ямал")
    today = local_date(at)
    plan_step(
        partner_id=world.ivan.pk, client_id=other.pk, step="Звонок", on=today, at=at, by="Иван"
    )
    Card.objects.update(step_on=today - timedelta(days=1))
    tag_cards({(world.ivan.pk, other.pk): ["опт"]}, at=at)
    first, second = lanes(ivan)["lead"].tickets
    assert (first.title, second.title) == ("Ямал", "Акме")
    assert first.lines[0][1] == "late"
    for query in ("?step=late", "?tag=опт", "?q=опт", "?q=ям"):
        assert lanes(ivan, query)["lead"].count == 1
    listed = ivan.get(f"{reverse('cabinet:clients')}?step=late").context["page"]
    assert [row.client.name for row in listed] == ["Ямал"]
    page = ivan.get(reverse("cabinet:clients")).content.decode()
    assert '<option value="at_risk" >at risk</option>' in page
    assert "1 step is overdue" in page


def test_long_columns_load_more_and_ask_no_more(
    ivan: Visitor, world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(A_LANE + 3):
        client_of(world.ivan, f"Клиент {number:02}")
    with django_assert_max_num_queries(14):
        lane = lanes(ivan)["lead"]
    assert (len(lane.tickets), lane.count) == (A_LANE, A_LANE + 4)
    rest = ivan.get(lane.more_url).content.decode()
    assert rest.count("data-ticket ") == 4
    assert "lane__more" not in rest
    assert ivan.get(reverse("cabinet:board_more", args=["nothing"])).status_code == 404


def test_moved_without_scripts_comes_back_to_the_board(ivan: Visitor, world: World) -> None:
    answer = ivan.post(
        f"{reverse('cabinet:move_client', args=[world.acme.pk])}?q=акме", {"to": "trial"}
    )
    assert answer["Location"].startswith(BOARD)
    assert "q=" in answer["Location"]
    assert status_of(world.acme) == "trial"


def test_moved_in_place_answers_the_heads(ivan: Visitor, world: World) -> None:
    answer = move(ivan, world.acme, "trial", headers={"HX-Request": "true"})
    assert answer.content.decode().count('hx-swap-oob="true"') == 6
    refused = move(ivan, world.acme, "nowhere", headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "no such working status" in refused["HX-Trigger"]
    assert status_of(world.acme) == "trial"


def test_a_hidden_status_takes_nobody_and_keeps_its_own(ivan: Visitor, world: World) -> None:
    at = now()
    change_client_status(world.acme, to="trial", at=at, by="Иван")
    hide = {"name_en": "trial", "name_ru": "проба", "tone": "info", "hidden": True}
    change_status("trial", **hide, at=at, by="Марина")  # type: ignore[arg-type]
    assert lanes(ivan)["trial"].closed
    other = client_of(world.ivan, "Вектор")
    move(ivan, other, "trial")
    assert status_of(other) == "lead"
    move(ivan, world.acme, "paying")
    assert "trial" not in lanes(ivan)


def test_others_move_nothing(rita: Visitor, staff: Visitor, world: World) -> None:
    answers = [move(who, world.acme, "left").status_code for who in (rita, staff, Visitor())]
    assert answers == [404, 403, 302]
    assert "Акме" not in rita.get(BOARD).content.decode()
    more = reverse("cabinet:board_more", args=["lead"])
    assert "Акме" not in rita.get(more).content.decode()
    assert status_of(world.acme) == "lead"


def open_board(page: Page, live_server: Any, world: World) -> None:
    """Ivan's board in the browser."""
    visitor = Visitor()
    visitor.force_login(
        world.ivan.members.get().person, "allauth.account.auth_backends.AuthenticationBackend"
    )
    cookie = {"name": "sessionid", "value": visitor.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[list-item]
    page.goto(f"{live_server.url}{BOARD}")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_mouse_by_keys_and_by_the_list(live_server: Any, page: Page, world: World) -> None:
    other = client_of(world.ivan, "Вектор")
    open_board(page, live_server, world)
    acme, lane = page.locator(f"#ticket-{world.acme.pk}"), page.locator

    with page.expect_response(MOVE):
        acme.locator("a").drag_to(lane("[data-lane=connecting]"))
    expect(lane("[data-lane=connecting] [data-ticket]")).to_have_count(1)
    expect(lane("#lane-connecting-head [data-lane-count]")).to_have_text("1")
    expect(lane("#lane-lead-head [data-lane-count]")).to_have_text("1")
    assert status_of(world.acme) == "connecting"

    grip = acme.locator("[data-ticket-grip]")
    grip.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-kanban-said]")).to_contain_text("платит")
    page.keyboard.press("ArrowLeft")
    with page.expect_response(MOVE):
        page.keyboard.press("Space")
    expect(lane("[data-lane=trial] [data-ticket]")).to_have_count(1)
    expect(grip).to_be_focused()
    assert status_of(world.acme) == "trial"
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(lane("[data-lane=trial] [data-ticket]")).to_have_count(1)

    with page.expect_response(MOVE):
        acme.locator("select").select_option("paying")
    expect(lane("[data-lane=paying] [data-ticket]")).to_have_count(1)
    assert status_of(world.acme) == "paying"

    correct(world, world.rita)
    why = page.get_by_role("dialog")
    acme.locator("select").select_option("left")
    expect(why).to_contain_text("Акме: почему «ушёл»?")
    page.keyboard.press("Escape")
    expect(lane("[data-lane=paying] [data-ticket]")).to_have_count(1)
    acme.locator("select").select_option("left")
    with page.expect_response(MOVE):
        page.keyboard.press("Enter")
    expect(lane("[data-lane=paying] [data-ticket]")).to_have_count(1)
    expect(lane("#lane-left-head [data-lane-count]")).to_have_text("0")
    expect(page.locator(".toast--error")).to_contain_text("больше не ваш")
    assert (status_of(world.acme), status_of(other)) == ("paying", "lead")


@pytest.mark.browser
@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True)
@pytest.mark.django_db(transaction=True)
def test_by_a_finger(live_server: Any, page: Page, world: World) -> None:
    change_client_status(world.acme, to="paying", at=now(), by="Иван")
    open_board(page, live_server, world)
    finger = page.context.new_cdp_session(page)
    acme, lanes_ = page.locator(f"#ticket-{world.acme.pk}"), page.locator(".kanban__lanes")
    carried = page.locator(".ticket--carried")

    def touch(kind: str, *where: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in where]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    page.locator("[data-lane=paying]").scroll_into_view_if_needed()
    box = acme.bounding_box()
    assert box is not None
    x, y = box["x"] + 30, box["y"] + box["height"] / 2
    scrolled = lanes_.evaluate("(one) => one.scrollLeft")
    touch("touchStart", (x, y))
    for step in range(1, 8):
        touch("touchMove", (x + step * 15, y))
    touch("touchEnd")
    expect(carried).to_have_count(0)
    page.wait_for_function(
        "(was) => document.querySelector('.kanban__lanes').scrollLeft < was", arg=scrolled
    )

    page.locator("[data-lane=paying]").scroll_into_view_if_needed()
    box = acme.bounding_box()
    assert box is not None
    x, y = box["x"] + 30, box["y"] + box["height"] / 2
    touch("touchStart", (x, y))
    expect(carried).to_have_count(1)
    touch("touchMove", (x + 30, y))
    touch("touchMove", (386, y))
    expect(page.locator("[data-lane=at_risk]")).to_have_class(re.compile("lane--over"))
    touch("touchEnd")
    expect(carried).to_have_count(0)
    why = page.get_by_role("dialog")
    why.get_by_role("textbox").fill("Ушёл их администратор")
    with page.expect_response(MOVE):
        why.get_by_role("button", name="Перевести").click()
    expect(page.locator("[data-lane=at_risk] [data-ticket]")).to_have_count(1)
    assert page.url.endswith(BOARD), "A finger that carried has not followed the link."
    assert status_of(world.acme) == "at_risk"
    page.goto(f"{live_server.url}{reverse('cabinet:client', args=[world.acme.pk])}")
    expect(page.locator(".timeline").last).to_contain_text("Ушёл их администратор")
