"""The living page: whole, plain to the content policy, good for every eye and hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page

import zabota.ui
from zabota.ui import assets, views

TEMPLATES = Path(zabota.ui.__file__).parent / "templates"
INLINE = re.compile(r"""\sstyle=|\son\w+=|hx-on|<style|<script(?![^>]*\ssrc=)|javascript:""")


@pytest.fixture(autouse=True)
def _alone(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.DEMO = True


def living_page() -> str:
    request = RequestFactory().get("/ui/")
    request.user = AnonymousUser()
    request._messages = []  # type: ignore[attr-defined]
    return views.gallery(request).content.decode()


def test_nothing_inline_in_what_is_sent() -> None:
    assert INLINE.findall(living_page()) == []


def test_every_sheet_and_script_is_sent() -> None:
    static = assets.STATIC
    assert {path.stem for path in (static / "css").glob("*.css")} == set(assets.SHEETS)
    assert {path.stem for path in (static / "js").glob("*.js")} == set(assets.SCRIPTS)


def test_every_icon_that_templates_name_is_drawn() -> None:
    drawn = set(re.findall(r'id="([^"]+)"', (assets.STATIC / "icons.svg").read_text()))
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert named <= drawn


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing(page: str) -> None:
    html = render_to_string(f"{page}.html")
    assert f'<span class="soft">{page[:3]}</span>' in html
    assert "<form" not in html


def test_the_living_page_is_not_for_production(settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(Http404):
        views.gallery(RequestFactory().get("/ui/"))


def test_a_theme_comes_back_only_to_our_own_pages() -> None:
    ours = views.theme(RequestFactory().post("/ui/theme/", {"theme": "dark", "next": "/office/"}))
    theirs = views.theme(
        RequestFactory().post("/ui/theme/", {"theme": "x", "next": "//evil.example/"})
    )
    assert (ours["Location"], ours.cookies["theme"].value) == ("/office/", "dark")
    assert (theirs["Location"], theirs.cookies["theme"].value) == ("/", "auto")


@pytest.mark.browser
def test_a_button_pressed_twice_sends_once(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/ui/")
    sent = page.evaluate("""() => {
      const form = document.createElement("form")
      form.method = "post"
      document.body.append(form)
      const passed = []
      const press = () => {
        const event = new SubmitEvent("submit", { bubbles: true, cancelable: true })
        form.dispatchEvent(event)
        passed.push(!event.defaultPrevented)
      }
      press(); press()
      form.method = "get"
      press(); press()
      return passed
    }""")
    assert sent == [True, False, True, True]


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_living_page_in_a_browser(live_server: Any, page: Page, width: int, theme: Any) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.goto(f"{live_server.url}/ui/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
    page.get_by_role("button", name="Открыть окно").click()
    page.get_by_role("dialog").get_by_role("button", name="Отмена").click()
    assert page.get_by_role("dialog").count() == 0
    assert complaints == []
