"""The chat in two browsers at once: live, long, and after a lost line."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.web.streams import site
from tests.web.talkers import cookie_of, ivan_of, olga
from tests.world import World, world
from zabota.domain.community.operations import (
    mark_read,
    open_direct_line,
    post_message,
)
from zabota.domain.community.queries.rooms import list_unread
from zabota.domain.people.models import Person
from zabota.kit.clock import now
from zabota.kit.uploads import Upload, take_upload

__all__ = ["olga", "site", "world"]


@pytest.fixture
def pages(browser: Browser, site: str, world: World, olga: Person) -> Iterator[tuple[Page, Page]]:
    """Ivan at a desk, Olga on a phone in the dark."""
    sizes: list[dict[str, Any]] = [
        {"viewport": {"width": 1280, "height": 900}},
        {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"},
    ]
    contexts = [browser.new_context(locale="ru-RU", **size) for size in sizes]
    for context, person in zip(contexts, (ivan_of(world), olga), strict=True):
        context.add_cookies([{"name": "sessionid", "value": cookie_of(person), "url": site}])
    ivan, office = (context.new_page() for context in contexts)
    yield ivan, office
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_two_people_talk(pages: tuple[Page, Page], site: str, world: World) -> None:
    ivan, olga = pages
    complaints: list[str] = []
    for one in pages:
        one.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        one.on("pageerror", lambda fault: complaints.append(str(fault)))
    line = open_direct_line(world.ivan, at=now())
    ivan.goto(f"{site}{reverse('cabinet:chat_room', args=[line.pk])}")
    olga.goto(f"{site}{reverse('office:chat_room', args=[line.pk])}")
    for one in pages:
        one.locator("[data-open]").wait_for()

    ivan.get_by_role("textbox", name="Сообщение").fill("Добрый день, @Ольга")
    ivan.get_by_role("option", name="Ольга Ким").wait_for()
    ivan.keyboard.press("Enter")
    ivan.keyboard.type("как дела?")
    ivan.keyboard.press("Enter")
    expect(olga.locator(".bubble__text")).to_have_text("Добрый день, @Ольга Ким как дела?")
    expect(ivan.locator(".bubble--own")).to_have_count(1)
    assert ivan.get_by_role("textbox", name="Сообщение").input_value() == ""

    field = ivan.get_by_role("textbox", name="Сообщение")
    field.fill("Вот файл")
    ivan.locator("[name=files]").set_input_files(
        {"name": "a.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(9)}
    )
    ivan.get_by_role("button", name="Отправить").click()
    expect(ivan.locator("[data-refusal]")).to_contain_text("не принимаем")
    assert field.input_value() == "Вот файл", "what is refused is not lost"
    complaints.clear()  # the browser tells of the refusal, too
    ivan.reload()
    ivan.locator("[data-open]").wait_for()

    olga.locator(".bubble__dots").click()
    olga.locator(".bubble__signs .sign").first.click()
    expect(ivan.locator(".bubble__foot > .sign")).to_have_text("👍 1")
    olga.locator(".bubble__dots").click()
    olga.get_by_role("button", name="Закрепить").click()
    expect(olga.locator(".talk__pinned summary")).to_have_text("1 закреплённое сообщение")
    expect(ivan.locator(".bubble__head .icon")).to_have_count(1)
    olga.locator(".bubble__dots").click()
    olga.locator("[data-reply]").click()
    olga.get_by_role("textbox", name="Сообщение").fill("Хорошо")
    olga.get_by_role("button", name="Отправить").click()
    expect(ivan.locator(".bubble__quote")).to_contain_text("Добрый день")
    ivan.locator(".bubble", has_text="как дела").locator(".bubble__dots").first.click()
    ivan.on("dialog", lambda asked: asked.accept())
    ivan.locator(".bubble", has_text="как дела").locator(".bubble__delete").first.click()
    expect(ivan.locator(".bubble__quote")).to_contain_text("удалено")
    expect(olga.locator(".bubble__quote")).not_to_contain_text("как дела")
    for one, width in zip(pages, (1280, 390), strict=True):
        assert one.evaluate("document.documentElement.scrollWidth") <= width
        found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(one).response["violations"]]
        assert found == []
    assert complaints == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_long_room_is_read_from_any_place(
    pages: tuple[Page, Page], site: str, world: World, olga: Person
) -> None:
    ivan = pages[0]
    line = open_direct_line(world.ivan, at=now())
    said = [
        post_message(line, author=olga, partner=None, text=f"Ответ {number}", at=now())
        for number in range(170)
    ]
    mark_read(line, person=ivan_of(world), last_id=said[-1].pk, at=now())
    room = f"{site}{reverse('cabinet:chat_room', args=[line.pk])}"
    bubbles = ivan.locator(".bubble")

    ivan.goto(room)
    expect(bubbles).to_have_count(50)
    for number in (100, 150, 170):
        top = ivan.locator(f"#m{said[max(0, 170 - number + 50)].pk}")
        ivan.get_by_role("log").evaluate("(stream) => { stream.scrollTop = 0 }")
        ivan.get_by_role("link", name="Более ранние").focus()
        before = top.bounding_box()
        ivan.keyboard.press("Enter")
        expect(bubbles).to_have_count(number)
        after = top.bounding_box()
        assert before
        assert after
        assert abs(before["y"] - after["y"]) < 2, "what one read stays in its place"
    assert ivan.locator(".talk__day").count() == 1, "a day is written once"

    ivan.goto(f"{site}{reverse('cabinet:chat_search')}?q=Ответ 60")
    ivan.locator("main .stack a[href*='at=']").first.click()
    expect(ivan.locator(f"#m{said[60].pk}")).to_be_in_viewport(timeout=15_000)
    assert bubbles.count() < 120
    ivan.locator("[data-open]").wait_for()
    post_message(line, author=ivan_of(world), partner=world.ivan, text="С телефона", at=now())
    post_message(line, author=olga, partner=None, text="Свежее", at=now())
    ivan.reload()
    ivan.locator("[data-open]").wait_for()
    ivan.wait_for_timeout(500)  # nothing is to be seen of what comes meanwhile
    assert "at=" in ivan.url, "what one said elsewhere does not lead away"
    expect(ivan.locator(f"#m{said[60].pk}")).to_be_in_viewport(timeout=15_000)
    while ivan.get_by_role("link", name="Более поздние").count():
        was = bubbles.count()
        ivan.get_by_role("link", name="Более поздние").click()
        expect(bubbles).not_to_have_count(was)
    expect(bubbles.last).to_contain_text("Свежее")
    post_message(line, author=olga, partner=None, text="Ещё свежее", at=now())
    expect(bubbles.last).to_contain_text("Ещё свежее")
    ivan.goto(f"{room}?at={said[60].pk}")
    ivan.get_by_role("textbox", name="Сообщение").fill("Отвечаю")
    ivan.get_by_role("button", name="Отправить").click()
    expect(bubbles.last).to_contain_text("Отвечаю")
    assert ivan.url == room


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_that_lost_the_line_says_so_and_comes_back(
    pages: tuple[Page, Page], site: str, world: World, olga: Person
) -> None:
    ivan = pages[0]
    line = open_direct_line(world.ivan, at=now())
    ivan.add_init_script(
        "const real = EventSource; let first = true;"
        "window.EventSource = function (address) {"
        " const one = new real(address); if (first) window.cut = () => {"
        "  Object.defineProperty(one, 'readyState', { value: 2 }); one.close();"
        "  one.dispatchEvent(new Event('error')) }; first = false; return one };"
        "EventSource.CLOSED = 2"
    )
    ivan.goto(f"{site}{reverse('cabinet:chat_room', args=[line.pk])}")
    ivan.locator("[data-open]").wait_for()
    post_message(line, author=olga, partner=None, text="До обрыва", at=now())
    expect(ivan.locator(".bubble")).to_have_count(1)
    ivan.evaluate("cut()")  # as after 502 of a proxy: the browser asks no more by itself
    post_message(line, author=olga, partner=None, text="Во время обрыва", at=now())
    expect(ivan.get_by_role("status").filter(has_text="Связь")).to_be_visible()
    expect(ivan.locator(".bubble").last).to_contain_text("Во время обрыва", timeout=15_000)
    expect(ivan.locator(".bubble")).to_have_count(2)
    expect(ivan.get_by_role("status").filter(has_text="Связь")).to_have_count(0)


def picture(width: int, height: int) -> Upload:
    drawn = BytesIO()
    Image.new("RGB", (width, height)).save(drawn, "PNG")
    return take_upload("снимок.png", drawn.getvalue())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_room_opens_where_one_stopped_and_only_what_was_seen_is_read(
    pages: tuple[Page, Page], site: str, world: World, olga: Person
) -> None:
    ivan = pages[0]
    line = open_direct_line(world.ivan, at=now())
    said = [
        post_message(
            line,
            author=olga,
            partner=None,
            text=f"Ответ {number}",
            at=now(),
            uploads=[picture(400, 300)] if number % 4 == 0 else [],
        )
        for number in range(40)
    ]
    member = ivan_of(world)
    mark_read(line, person=member, last_id=said[19].pk, at=now())
    address = f"{site}{reverse('cabinet:chat_room', args=[line.pk])}"
    menu = ivan.locator(f'.side__link[href="{reverse("cabinet:chat")}"] .count')

    assert list_unread(member, partner=world.ivan).count() == 20
    ivan.goto(address)
    expect(ivan.get_by_text("Новые сообщения")).to_be_in_viewport()
    expect(ivan.locator(f"#m{said[20].pk}")).to_be_in_viewport()
    expect(menu).not_to_contain_text("20")
    left = list_unread(member, partner=world.ivan).count()
    assert 0 < left < 20

    ivan.get_by_role("log").hover()
    ivan.mouse.wheel(0, 20_000)
    expect(menu).to_have_count(0)
    expect(ivan.locator(".talk__room[aria-current] .count")).to_have_count(0)
    assert not list_unread(member, partner=world.ivan).exists()

    ivan.goto(address)
    ivan.wait_for_function("[...document.images].some((one) => one.naturalHeight === 300)")
    expect(ivan.locator(f"#m{said[-1].pk}")).to_be_in_viewport()
    ivan.keyboard.press("Tab")
    ivan.keyboard.press("Tab")
    ivan.keyboard.press("Enter")
    expect(ivan.get_by_role("textbox", name="Сообщение")).to_be_focused()
