"""The offer in the cabinet: what is new, why it waits, and the versions one has accepted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import LONG_AGO
from tests.world import World
from zabota.domain.programme.models import Acceptance
from zabota.domain.programme.operations import draft_offer, publish_offer
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
OFFER = "/cabinet/offer/"


def test_a_needed_offer_is_told_read_and_accepted(
    world: World, ivan: Visitor, clerk: Visitor
) -> None:
    assert "Accept the new offer" not in ivan.get("/cabinet/").content.decode()
    publish_offer(title="Оферта", text="**Новая**.", at=LONG_AGO, by="В", needed_from=LONG_AGO)
    assert "Accept the new offer" in ivan.get("/cabinet/").content.decode()
    page = ivan.get(OFFER).content.decode()
    assert "without it we may not pay" in page
    assert "<strong>Новая</strong>" in page
    assert "Word by word against № 1" in page
    assert "Новая.</ins>" in page
    seen = clerk.get(OFFER).content.decode()
    assert "Only the owner of the account can accept it" in seen
    assert "I have read it and accept" not in seen
    accept = reverse("cabinet:accept_offer")
    assert clerk.post(accept, {"offer": "2"}).status_code == 403
    ivan.post(accept, {"offer": "1"})
    assert Acceptance.objects.filter(offer__number=2).count() == 0, "He read another one."
    ivan.post(accept, {"offer": "2"}, headers={"user-agent": "Fox 1"})
    proof = Acceptance.objects.get(offer__number=2)
    assert (proof.partner, proof.user_agent, proof.sha256) == (
        world.ivan, "Fox 1", proof.offer.sha256,
    )  # fmt: skip
    assert "You have accepted offer № 2" in ivan.get(OFFER).content.decode()
    assert "Accept the new offer" not in ivan.get("/cabinet/").content.decode()


def test_an_offer_to_come_gives_time(world: World, ivan: Visitor) -> None:
    later = now() + timedelta(days=9)
    publish_offer(title="Оферта", text="Новая.", at=LONG_AGO, by="Виктор", needed_from=later)
    assert "we may pay only by the new offer" in ivan.get("/cabinet/").content.decode()
    assert "we may pay only by it" in ivan.get(OFFER).content.decode()


def test_versions_are_read_but_no_drafts(world: World, ivan: Visitor) -> None:
    draft_offer(title="Оферта", text="Тайна.")
    publish_offer(title="Оферта", text="Новая.", at=LONG_AGO, by="Виктор")
    assert "Your earlier acceptance is enough" in ivan.get(OFFER).content.decode()
    first = ivan.get(reverse("cabinet:offer_version", args=[1])).content.decode()
    assert "Мы платим 40" in first
    assert "I have read it and accept" not in first
    assert ivan.get(reverse("cabinet:offer_version", args=[3])).status_code == 404
    assert "Тайна" not in ivan.get(OFFER).content.decode()
    assert Visitor().get(reverse("cabinet:offer_version", args=[1])).status_code == 302


@pytest.mark.parametrize("number", ["", "два", "²", "9" * 30, "-1"])
def test_nonsense_is_no_offer(world: World, ivan: Visitor, number: str) -> None:
    assert ivan.post(reverse("cabinet:accept_offer"), {"offer": number}).status_code in (302, 404)
    assert Acceptance.objects.filter(partner=world.ivan).count() == 1
