"""What a page weighs on the wire: the page, its styles, scripts and drawings, packed; no pictures."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import django_htmx
import pytest
from django.test import Client as Visitor
from django.urls import reverse

import zabota.web.public
from tests.make.money import NOON, payment
from tests.web.cabinet.conftest import enter
from tests.world import World, world
from zabota.flows.payments_received import payments_received
from zabota.ui import assets

pytestmark = pytest.mark.django_db
__all__ = ["world"]
MOST = 60_000


def packed(body: bytes) -> int:
    return len(gzip.compress(body, 6))


def borne_by_every_page() -> int:
    """The joined styles and scripts, the sprite of icons and htmx."""
    read = lambda kind, names: "".join(  # noqa: E731
        (assets.STATIC / kind / f"{name}.{kind}").read_text() for name in names
    ).encode()
    htmx = next(Path(django_htmx.__file__).parent.rglob("htmx-2.min.js")).read_bytes()
    icons = (assets.STATIC / "icons.svg").read_bytes()
    parts = (read("css", assets.SHEETS), read("js", assets.SCRIPTS), htmx, icons)
    return sum(packed(part) for part in parts)


def test_first_pages_are_light(world: World) -> None:
    payments_received(
        [payment(world.acme, at=NOON - timedelta(days=n)) for n in range(30)], at=NOON
    )
    ivan = enter(world.ivan.members.get().person, "ru")
    public = Path(zabota.web.public.__file__).parent / "static/public/public.css"
    pages = {
        reverse("cabinet:home"): (ivan, 0),
        reverse("public:programme"): (Visitor(), packed(public.read_bytes())),
        reverse("public:directory"): (Visitor(), packed(public.read_bytes())),
    }
    for address, (visitor, more) in pages.items():
        answer = visitor.get(address)
        assert answer.status_code == 200
        weight = packed(answer.content) + more + borne_by_every_page()
        assert weight <= MOST, (address, weight)
