"""Campaigns in public: what a stranger may read, and how he finds his way in."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import payment
from tests.world import World, assert_books_balance
from zabota.domain.programme.models import Audience, Clause, SpecialTerms
from zabota.domain.programme.operations import draft_special, end_special, join_campaign
from zabota.domain.ratings.models import Hidden
from zabota.flows.payments_received import payments_received
from zabota.flows.specials_renewed import special_published
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db


def announced(**fields: Any) -> SpecialTerms:
    """A campaign from now on for a month; `fields` say otherwise."""
    at = now()
    wanted = {
        "name": "Марафон", "description": "Полгода за первый месяц.", "is_campaign": True,
        "audience": Audience.JOINED, "starts_at": at, "ends_at": at + timedelta(days=30),
        "clauses": [Clause(rate_bp=6000, first_payments=3)], "public_standings": True,
    }  # fmt: skip
    campaign = draft_special(**wanted | fields)
    special_published(campaign, at=at, by="Виктор")
    return campaign


def words(visitor: Visitor, address: str) -> str:
    """What one reads there."""
    page = visitor.get(address).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def page_of(campaign: SpecialTerms) -> str:
    """Its public address."""
    return reverse("public:campaign", args=[campaign.pk])


def test_a_stranger_reads_a_campaign_and_finds_the_way_in(world: World, client: Visitor) -> None:
    campaign = announced(newcomers_only=True)
    read = words(client, page_of(campaign))
    for said in (
        "Марафон", "Полгода за первый месяц.", "60 % с каждой оплаты",
        "только за первые 3 оплаты клиента", "Для присоединившихся партнёров.",
        "Только для клиентов, чья первая оплата пришлась на это время.", "идёт",
        "первое место свободно", "Стать партнёром",
    ):  # fmt: skip
        assert said in read
    page = client.get(page_of(campaign)).content.decode()
    assert f'href="/cabinet/terms/#campaign-{campaign.pk}"' in page
    assert client.get("/cabinet/terms/").status_code == 302
    for address in ("/programme/", "/campaigns/", "/sitemap.xml"):
        assert page_of(campaign) in client.get(address).content.decode()


def test_it_speaks_english_too(world: World, client: Visitor) -> None:
    client.post("/ui/language/", {"language": "en", "next": "/"})
    campaign = announced(name="Race", description="", audience=Audience.ACTIVE, least_clients=3,
                         window_days=30, exclusive=True)  # fmt: skip
    for address in (page_of(campaign), "/campaigns/"):
        assert not re.search("[А-Яа-я]", words(client, address).replace("Русский", ""))


def test_who_leads_is_told_without_sums_and_without_hidden_names(
    world: World, client: Visitor
) -> None:
    campaign = announced()
    join_campaign(campaign, partner=world.ivan, at=now(), by="Иван")
    payments_received([payment(world.acme, 123_400, at=now())], at=now())
    read = words(client, page_of(campaign))
    assert f"1 {world.ivan} 1" in read
    assert "По кампании заработал 1 партнёр" in read
    assert "740" not in read
    Hidden.objects.create(partner=world.ivan, since=now(), by="Иван")
    read = words(client, page_of(campaign))
    assert str(world.ivan) not in read
    assert "партнёр скрыл имя" in read
    client.force_login(world.ivan.members.get().person)
    assert f"{world.ivan} это вы" in words(client, "/cabinet/terms/"), "He knows himself."
    end_special(campaign, why="Бюджет", at=now() + timedelta(seconds=1), by="Виктор")
    assert_books_balance()


def test_who_leads_may_be_kept_back(world: World, client: Visitor) -> None:
    campaign = announced(public_standings=False, audience=Audience.EVERYONE)
    payments_received([payment(world.acme, at=now())], at=now())
    read = words(client, page_of(campaign))
    assert str(world.ivan) not in read
    assert "Присоединяться не нужно" in read


def test_a_campaign_that_is_over_keeps_its_page(world: World, client: Visitor) -> None:
    campaign = announced()
    SpecialTerms.objects.filter(pk=campaign.pk).update(
        ends_at=campaign.starts_at + timedelta(microseconds=2)
    )
    read = words(client, page_of(campaign))
    assert "завершено" in read
    assert "Чем закончилась" in read
    assert "#campaign-" not in client.get(page_of(campaign)).content.decode()
    assert page_of(campaign) in client.get("/campaigns/").content.decode()
    assert page_of(campaign) not in client.get("/programme/").content.decode()


def test_what_is_nobodys_business_has_no_page(world: World, client: Visitor) -> None:
    hidden = [
        announced(audience=Audience.PARTNER, partner=world.ivan),
        announced(audience=Audience.TAG, word="vip"),
        announced(is_campaign=False, audience=Audience.EVERYONE),
        draft_special(
            name="Черновик", is_campaign=True, starts_at=now(),
            ends_at=now() + timedelta(days=3), clauses=[Clause(rate_bp=1)],
        ),
    ]  # fmt: skip
    for campaign in hidden:
        assert client.get(page_of(campaign)).status_code == 404
    assert "Кампаний пока нет" in words(client, "/campaigns/")
    for address in ("/programme/", "/sitemap.xml"):
        assert "/campaigns/1" not in client.get(address).content.decode()
    assert client.post("/campaigns/").status_code == 405
