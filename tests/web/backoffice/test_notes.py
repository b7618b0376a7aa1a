"""Notes about a partner and his mood: dated, signed, with a history, and never shown to him."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.world import World
from zabota.domain.partners.models import PartnerNote
from zabota.domain.partners.queries import find_mood

pytestmark = pytest.mark.django_db


def add(visitor: Visitor, pk: int, **said: str) -> int:
    return visitor.post(reverse("office:add_note", args=[pk]), said).status_code


def test_notes_make_the_history_of_a_mood(
    keeper: Visitor, support: Visitor, member: Visitor, world: World
) -> None:
    ivan = world.ivan
    add(keeper, ivan.pk, words="Ждал выплату лишний день", mood="bad")
    add(keeper, ivan.pk, words="Объяснили, извинились", mood="good")
    add(keeper, ivan.pk, words="Просит обложку для сайта")

    mood = find_mood(ivan)
    assert mood is not None
    assert (mood.mood, mood.words, mood.by) == ("good", "Объяснили, извинились", "Марина")
    page = support.get(reverse("office:partner_part", args=[ivan.pk, "notes"]))
    assert [note.mood for note in page.context["page"]] == ["", "good", "bad"]
    listed = reverse("office:partners")
    assert [p.name for p in support.get(listed, {"mood": "good"}).context["page"]] == ["Иван и Ко"]
    assert not support.get(listed, {"mood": "bad"}).context["page"].object_list
    assert "обложку" not in member.get("/cabinet/").content.decode()


def test_words_are_needed(keeper: Visitor, world: World) -> None:
    add(keeper, world.ivan.pk, words=" ", mood="bad")
    add(keeper, world.ivan.pk, words="Так", mood="furious")
    assert not PartnerNote.objects.exists()


def test_others_write_nothing(
    support: Visitor, finance: Visitor, member: Visitor, stranger: Visitor, world: World
) -> None:
    pk = world.ivan.pk
    answers = [add(who, pk, words="Х") for who in (support, finance, member, stranger)]
    assert answers == [403, 403, 403, 302]
    notes = reverse("office:partner_part", args=[pk, "notes"])
    assert [who.get(notes).status_code for who in (member, stranger)] == [403, 302]
