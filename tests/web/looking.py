"""How pages are looked at: which there are, and what a browser and axe say of each."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client as Visitor
from django.urls import Resolver404, get_resolver, resolve, reverse
from playwright.sync_api import Page

LINKS = re.compile(r'\shref="(/[^"#?]*)')
# Only what is wrong is told: of what is right axe would name every element.
OF_ALL = {"resultTypes": ["violations"]}
# What the words and the order of a page are was asked in the light already.
OF_LOOKS = {**OF_ALL, "runOnly": ["color-contrast", "link-in-text-block", "meta-viewport"]}


def find_pages(visitor: Visitor, *, site: str, also: list[str]) -> list[str]:
    """All whole pages of a site: `also`, each that has a name alone, and what links lead to.

    Of a page that is there many times (a partner, a client) one that a link leads to is taken.
    A link that leads nowhere, or to a fault, fails the test that asked.
    """
    guessed = _named_alone(site)
    waiting = [*also, *guessed]
    seen: set[str] = set()
    names: set[str] = set()
    pages = []
    while waiting:
        address = waiting.pop(0)
        name = _name_of(address, site)
        if name is None or address in seen or (name in names and address not in also):
            continue
        seen.add(address)
        answer = visitor.get(address)
        if answer.status_code in (302, 405) or (answer.status_code == 404 and address in guessed):
            continue  # a way to somewhere else, a deed, or what is not there yet
        assert answer.status_code == 200, (address, answer.status_code)
        names.add(name)
        if answer["Content-Type"].startswith("text/html"):
            html = answer.content.decode()
            if "<html" in html:
                pages.append(address)
                waiting += LINKS.findall(html)
    return pages


def _named_alone(site: str) -> list[str]:
    """Addresses of the site without a number or a name in them."""
    own = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == site)
    return [
        reverse(f"{site}:{pattern.name}")
        for pattern in own.url_patterns
        if not pattern.pattern.converters
    ]


def _name_of(address: str, site: str) -> str | None:
    """The name of the page behind an address of this site."""
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        assert address.startswith(settings.STATIC_URL), address
        return None
    return found.url_name if found.app_name == site else None


def look_at(page: Page, visitor: Visitor, *, at: str, pages: list[str]) -> None:
    """Each page at a desk in the light and on a phone in the dark: axe, width, console."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    cookie = {"name": "sessionid", "value": visitor.cookies["sessionid"].value, "url": at}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    for address in pages:
        _turn(page, 1280, "light")
        page.goto(f"{at}{address}")
        _examine(page, address, 1280, OF_ALL)
        _turn(page, 390, "dark")
        _examine(page, address, 390, OF_LOOKS)
    assert not complaints, complaints


def _turn(page: Page, width: int, theme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")


def _examine(page: Page, address: str, width: int, options: dict[str, Any]) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
    violations = Axe().run(page, options=options).response["violations"]
    found = [(one["id"], one["nodes"][0]["html"]) for one in violations]
    assert not found, (address, width, found)
