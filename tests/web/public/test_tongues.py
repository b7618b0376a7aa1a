"""Words that people typed: their English twins, and a mark where a page cannot offer one."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.make.profiles import show
from tests.make.stories import published
from tests.web.backoffice.conftest import sign_in
from tests.web.cabinet.conftest import enter
from tests.web.public.test_campaigns import announced
from tests.web.public.test_directory import levels
from tests.world import World
from zabota.domain.people.models import Role
from zabota.domain.ratings.models import Level

__all__ = ["levels"]
pytestmark = pytest.mark.django_db
ENGLISH, RUSSIAN = {"accept-language": "en"}, {"accept-language": "ru"}


def test_a_level_has_an_english_name(
    world: World, levels: dict[str, Level], client: Browser
) -> None:
    gold = levels["Золото"]
    owner = sign_in(Role.OWNER)
    typed = {"name": "Золото", "least": "80", "name_english": "Gold", "privileges": "Вебинары",
             "privileges_english": "Webinars together"}  # fmt: skip
    assert owner.post(reverse("office:edit_level", args=[gold.pk]), typed).status_code == 302
    page = client.get("/integrators/", headers=ENGLISH).content.decode()
    assert "Золото" not in page
    assert ">Gold</option>" in page
    assert '<span lang="ru">Серебро</span>' in page, "without a twin it is marked"
    assert "Gold" not in client.get("/integrators/", headers=RUSSIAN).content.decode()
    assert "Gold" in client.get("/", headers=ENGLISH).content.decode()
    cabinet = enter(world.rita.members.get().person)
    rating = cabinet.get(reverse("cabinet:rating"), headers=ENGLISH).content.decode()
    assert "Webinars together" in rating
    assert "Золото" not in rating


def test_a_campaign_has_english_words(world: World, client: Browser) -> None:
    campaign = announced(name_english="Marathon", description_english="Half a year in a month.")
    plain = announced()
    page = client.get(reverse("public:campaign", args=[campaign.pk]), headers=ENGLISH)
    read = page.content.decode()
    assert "<title>Marathon" in read
    assert "Half a year in a month." in read
    assert "Полгода" not in read
    untold = client.get(reverse("public:campaign", args=[plain.pk]), headers=ENGLISH)
    assert '<h1><span lang="ru">Марафон</span></h1>' in untold.content.decode()
    assert '<p class="lead" lang="ru">Полгода' in untold.content.decode()
    russian = client.get(reverse("public:campaign", args=[campaign.pk]), headers=RUSSIAN)
    assert "Marathon" not in russian.content.decode()
    assert 'lang="en"' not in russian.content.decode().split("<main")[1].split("<footer")[0]
    manager = sign_in(Role.OWNER)
    form = manager.get(
        reverse("office:new_special") + "?campaign", headers=ENGLISH
    ).content.decode()
    assert 'name="name_english"' in form
    assert 'name="description_english"' in form


def test_what_partners_wrote_is_marked_on_a_page_of_another_language(
    world: World, client: Browser
) -> None:
    show(world.ivan, about="Внедряем **быстро** и остаёмся рядом.")
    story = published(world.ivan)
    own = client.get("/integrators/ivan-i-ko/", headers=ENGLISH).content.decode()
    assert '<div class="prose" lang="ru">' in own
    assert '<span lang="ru">Казань</span>' in own
    told = client.get(reverse("public:story", args=[story.slug]), headers=ENGLISH).content.decode()
    assert '<h1><span lang="ru">' in told
    assert '<div class="prose" lang="ru">' in told
    at_home = client.get("/integrators/ivan-i-ko/", headers=RUSSIAN).content.decode()
    assert '<div class="prose">' in at_home
