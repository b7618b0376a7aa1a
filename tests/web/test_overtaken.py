"""Two hands on one thing: Ivan and his clerk have the same form open; the second wipes nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import BIC
from tests.make.profiles import show
from tests.make.requisites import with_key
from tests.make.stories import WORDS, draft
from tests.web.cabinet.conftest import clerk, ivan
from tests.web.cabinet.test_deeds import details
from tests.world import World, world
from zabota.domain.cards.models import Card
from zabota.domain.leads.models import Profile
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.stories.models import Side
from zabota.domain.stories.operations.writing import reword
from zabota.domain.stories.queries import get_wording
from zabota.kit.clock import local_date, now

__all__ = ["clerk", "ivan", "world"]
pytestmark = pytest.mark.django_db
SAID = "Somebody has changed this while you were writing"


def seen_by(visitor: Visitor, page: str, form: str) -> str:
    """The mark in the form of a page that is posted to this address."""
    html = visitor.get(page).content.decode()
    return seen_in(html[html.index(f'action="{form}"') :])


@pytest.mark.parametrize(
    ("deed", "first", "second", "stands"),
    [
        ("tag_client", {"tags": "опт"}, {"tags": "розница"}, ["опт"]),
        ("plan_step", {"step": "Позвонить"}, {"step": "Написать"}, "Позвонить"),
        ("step_done", {"step": "Позвонить"}, {}, "Позвонить"),
    ],
)
def test_the_card(
    world: World, ivan: Visitor, clerk: Visitor, deed: str, first: dict[str, str],
    second: dict[str, str], stands: object,
) -> None:  # fmt: skip
    pk, day = world.acme.pk, local_date(now()).isoformat()
    plan, page = reverse("cabinet:plan_step", args=[pk]), reverse("cabinet:client", args=[pk])
    ivan.post(plan, {"step": "Показать", "on": day})
    url = reverse(f"cabinet:{deed}", args=[pk])
    old = seen_by(ivan, page, url)
    clerk.post(plan if "step" in first else url, {**first, "on": day})
    answer = ivan.post(url, {**second, "on": day, "seen": old}, follow=True)
    assert SAID in answer.content.decode()
    card = Card.objects.get()
    assert stands in (card.tags, card.step)
    ivan.post(url, {**second, "on": day, "seen": seen_by(ivan, page, url)})
    card.refresh_from_db()
    assert stands not in (card.tags, card.step), "Who has seen it may change it."


def seen_in(html: str) -> str:
    """What the page had seen, as its hidden field carries it."""
    found = re.search(r'name="seen" value="([^"]+)"', html)
    assert found
    return unescape(found[1])


def test_the_page_in_the_directory(world: World, ivan: Visitor) -> None:
    show(world.ivan, city="Казань", most_open=3)
    url = reverse("cabinet:profile")
    old = seen_in(ivan.get(url).content.decode())
    show(world.ivan, city="Самара", most_open=5)
    typed = {"city": "Пермь", "about": "Коротко", "most_open": 3, "tongues": ["ru"]}
    answer = ivan.post(url, {**typed, "seen": old})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody has changed this meanwhile" in html
    assert "Самара" in html
    assert 'value="Пермь"' in html, "What he typed is not lost."
    assert Profile.objects.get().city == "Самара"
    ivan.post(url, {**typed, "seen": seen_in(html)})
    assert Profile.objects.get().city == "Пермь"


def test_the_account_we_pay_to(world: World, ivan: Visitor) -> None:
    url, mine = reverse("cabinet:bank_details"), details(world)
    old = seen_in(ivan.get(url).content.decode())
    theirs = details(world, account=with_key("40702810000000000888", BIC))
    ivan.post(url, theirs)
    kept = find_bank_details(world.ivan)
    answer = ivan.post(url, {**mine, "seen": old})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody has changed this meanwhile: The account we pay to" in html
    assert f"…{theirs['account'][-4:]}, since today" in html
    assert theirs["account"] not in html
    assert find_bank_details(world.ivan) == kept
    ivan.post(url, {**mine, "seen": seen_in(html)})
    current = find_bank_details(world.ivan)
    assert current is not None
    assert current.account == mine["account"]


def test_a_draft_of_a_story(world: World, ivan: Visitor) -> None:
    story = draft(world.ivan)
    url = reverse("cabinet:story", args=[story.pk])
    old = seen_in(ivan.get(url).content.decode())
    theirs = {**WORDS, "text": "Юля дописала абзац."}
    reword(story, side=Side.PARTNER, words=theirs, at=now(), by="Юля")
    answer = ivan.post(url, {**WORDS, "text": "Иван поправил", "seen": old})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Юля has changed this meanwhile" in html
    assert "Юля дописала абзац." in html
    assert "Иван поправил" in html
    assert get_wording(story).text == "Юля дописала абзац."
    ivan.post(url, {**WORDS, "text": "Иван поправил", "seen": seen_in(html)})
    assert get_wording(story).text == "Иван поправил"
