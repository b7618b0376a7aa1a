"""Everything about a partner on one page: his tags, notes, direct line, clients, papers, people, manager."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Visitor
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.make.money import client_of, payment
from tests.world import World, assert_books_balance
from zabota.domain.community.models import ChatRoom, RoomKind
from zabota.domain.community.operations.saying import post_message
from zabota.domain.partners.models import Partner
from zabota.domain.partners.operations import change_tags, note_partner
from zabota.domain.partners.operations.tagging import MOST_TAGS
from zabota.domain.people.models import Person, Role
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db


def card(one: Partner) -> str:
    return reverse("office:partner", args=[one.pk])


def tag(visitor: Visitor, one: Partner, **said: str) -> Any:
    return visitor.post(reverse("office:tag_partner", args=[one.pk]), said, follow=True)


def tags_of(one: Partner) -> list[str]:
    return Partner.objects.get(pk=one.pk).tags


def line_of(one: Partner) -> ChatRoom:
    return ChatRoom.objects.create(
        kind=RoomKind.DIRECT, name=one.name, partner=one, made_at=now() - timedelta(days=9)
    )


def test_tags_are_given_taken_off_and_stand_in_the_history(keeper: Visitor, world: World) -> None:
    tag(keeper, world.rita, add="Битрикс")
    page = tag(keeper, world.ivan, add=" Опт ,  юг  России,опт")
    assert tags_of(world.ivan) == ["опт", "юг россии"]
    told = page.content.decode()
    assert '<option value="битрикс">' in told, "What other partners have is proposed."
    assert '<option value="опт">' not in told, "He has it already."
    assert "Tags: + опт, + юг россии" in told

    answer = tag(keeper, world.ivan, drop="опт").content.decode()
    assert tags_of(world.ivan) == ["юг россии"]
    assert "Tags: − опт" in answer
    undo = answer.split(f'action="{reverse("office:tag_partner", args=[world.ivan.pk])}?')[1]
    keeper.post(f"{reverse('office:tag_partner', args=[world.ivan.pk])}?{undo.split(chr(34))[0]}")
    assert tags_of(world.ivan) == ["опт", "юг россии"]
    assert [event.by for event in Event.objects.filter(name="partner.tagged")] == ["Марина"] * 4

    tag(keeper, world.ivan, add="опт")
    tag(keeper, world.ivan, add=" , ")
    assert Event.objects.filter(name="partner.tagged").count() == 4, (
        "What changes nothing is not told."
    )


def test_tags_are_few(world: World) -> None:
    many = [str(number) for number in range(MOST_TAGS)]
    change_tags([world.ivan.pk], add=many, at=now(), by="Марина")
    with pytest.raises(Refusal):
        change_tags([world.rita.pk, world.ivan.pk], add=["ещё"], at=now(), by="Марина")
    assert tags_of(world.rita) == [], "Of many either all are tagged or none."


def test_the_card_tells_everything(keeper: Visitor, earned: Partner, world: World) -> None:
    ivan = world.ivan.members.get().person
    marina = Person.objects.get(staff_roles__role=Role.MANAGER)
    line, at = line_of(earned), now()
    page = keeper.get(card(earned)).content.decode()
    for empty in ("No notes yet", "Nothing was said", "Nobody of ours", "No papers yet"):
        assert empty in page

    back = f"{card(earned)}#notes"
    answer = keeper.post(
        reverse("office:add_note", args=[earned.pk]),
        {"words": "Просит новую обложку", "mood": "good", "next": back},
    )
    assert answer["Location"] == back
    ask: dict[str, Any] = {"author": ivan, "partner": earned}
    post_message(line, **ask, text="Когда выплата?", at=at - timedelta(hours=5))
    answered: dict[str, Any] = {"author": marina, "partner": None}
    post_message(line, **answered, text="В пятницу", at=at - timedelta(hours=3))
    page = keeper.get(card(earned)).content.decode()
    for told in ("Просит новую обложку", "content", "В пятницу", "answered", "We answer him in 2 h",
                 "Акме", ivan.email):  # fmt: skip
        assert told in page, told

    post_message(line, **ask, text="Спасибо! А чек?", at=at - timedelta(hours=2))
    page = keeper.get(card(earned)).content.decode()
    assert "waits for an answer for 2 h" in page
    assert "А чек?" in page
    assert_books_balance()


def test_the_manager_is_chosen_on_the_card(keeper: Visitor, world: World) -> None:
    address = reverse("office:partner_curator", args=[world.ivan.pk])
    marina = Person.objects.get(staff_roles__role=Role.MANAGER)
    page = keeper.post(address, {"curator": marina.pk}, follow=True).content.decode()
    assert Partner.objects.get(pk=world.ivan.pk).curator == marina
    assert "Looked after by Марина" in page
    keeper.post(address, {"curator": marina.pk})
    keeper.post(address, {"curator": world.ivan.members.get().person_id})
    assert Partner.objects.get(pk=world.ivan.pk).curator == marina, (
        "A partner's member is no choice."
    )
    keeper.post(address, {"curator": ""})
    assert Partner.objects.get(pk=world.ivan.pk).curator is None
    assert Event.objects.filter(name="curator.assigned").count() == 2


def test_what_was_told_in_a_row_is_told_once(keeper: Visitor, world: World) -> None:
    for _time in range(3):
        note_partner(world.ivan, words="Звонил", at=now(), by="Марина")
    assert "A note about the partner ×3" in keeper.get(card(world.ivan)).content.decode()


def test_the_card_costs_the_same_for_a_big_partner(keeper: Visitor, world: World) -> None:
    ivan, at = world.ivan, now()
    person = ivan.members.get().person
    line = line_of(ivan)

    def more(count: int) -> None:
        for number in range(count):
            client = client_of(ivan, name=f"Клиент {number}")
            payments_received([payment(client, at=at - timedelta(days=1))], at=at)
            note_partner(ivan, words=f"Заметка {number}", at=at, by="Марина")
            post_message(line, author=person, partner=ivan, text=f"Слово {number}", at=at)

    more(2)
    keeper.get(card(ivan))
    with CaptureQueriesContext(connection) as few:
        keeper.get(card(ivan))
    more(9)
    with CaptureQueriesContext(connection) as many:
        keeper.get(card(ivan))
    assert len(few) == len(many)
    assert len(many) <= 27


def test_only_who_looks_after_partners_changes_the_card(
    support: Visitor, finance: Visitor, member: Visitor, stranger: Visitor, world: World
) -> None:
    page = support.get(card(world.ivan)).content.decode()
    assert "New note" not in page
    assert reverse("office:tag_partner", args=[world.ivan.pk]) not in page
    for name in ("tag_partner", "partner_curator"):
        address = reverse(f"office:{name}", args=[world.ivan.pk])
        answers = [who.post(address, {"add": "х"}) for who in (support, finance, member, stranger)]
        assert [one.status_code for one in answers] == [403, 403, 403, 302]
        assert support.get(address).status_code in (403, 405)
    assert tags_of(world.ivan) == []
