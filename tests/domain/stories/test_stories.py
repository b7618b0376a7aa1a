"""A story goes from side to side until both have approved the same words."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from tests.make.money import NOON
from tests.make.stories import WORDS, draft, published
from tests.world import World, world
from zabota.domain.stories.models import Side, Story, StoryStatus
from zabota.domain.stories.operations.agreeing import approve, decline, propose, withdraw
from zabota.domain.stories.operations.writing import (
    StoryRefused,
    reword,
    set_picture,
    throw_away,
)
from zabota.domain.stories.queries import get_wording, list_published
from zabota.kit.events.models import Event
from zabota.kit.states import ImpossibleMove
from zabota.kit.uploads import Upload, take_upload

__all__ = ["world"]
pytestmark = pytest.mark.django_db
HIS: dict[str, Any] = {"side": Side.PARTNER, "at": NOON, "by": "Иван"}
OURS: dict[str, Any] = {"side": Side.STAFF, "at": NOON, "by": "Марина"}
EDITED = {**WORDS, "title": "Цветочная сеть отвечает за минуту"}


def names() -> list[str]:
    return list(
        Event.objects.filter(name__startswith="story").order_by("pk").values_list("name", flat=True)
    )


def test_words_nobody_changed_are_published_at_once(world: World) -> None:
    story = propose(draft(world.ivan), at=NOON, by="Иван")
    assert not list_published().exists(), "one side is not enough"
    approve(story, at=NOON, by="Марина")
    told = list_published().get()
    assert (told.title, told.story.slug) == (
        WORDS["title"], f"tsvety-otvechayut-za-minutu-{told.story_id}",
    )  # fmt: skip
    card = Image.open(BytesIO(bytes(Story.objects.get().card or b"")))
    assert card.size == (1200, 630)
    assert names() == ["story.proposed", "story.published"]


def test_the_editors_words_wait_for_the_partner(world: World) -> None:
    story = propose(draft(world.ivan), at=NOON, by="Иван")
    reword(story, side=Side.STAFF, words=EDITED, at=NOON, by="Марина")
    story = approve(story, note="Так яснее", at=NOON, by="Марина")
    assert (story.status, story.note) == (StoryStatus.RETURNED, "Так яснее")
    assert not list_published().exists()
    propose(story, at=NOON, by="Иван")
    assert list_published().get().title == EDITED["title"]
    assert names() == ["story.proposed", "story.returned", "story.published"]


def test_who_changes_what_the_other_approved_asks_again(world: World) -> None:
    story = propose(draft(world.ivan), at=NOON, by="Иван")
    reword(story, side=Side.STAFF, words=EDITED, at=NOON, by="Марина")
    story = approve(story, at=NOON, by="Марина")
    reword(story, side=Side.PARTNER, words={**EDITED, "client": ""}, at=NOON, by="Иван")
    story = propose(story, at=NOON, by="Иван")
    assert story.status == StoryStatus.PROPOSED, "the editors have not seen these words"
    approve(story, at=NOON, by="Марина")
    assert list_published().get().client == ""
    assert Story.objects.get().wordings.count() == 3


def test_each_writes_in_his_turn(world: World) -> None:
    story = draft(world.ivan)
    with pytest.raises(StoryRefused):
        reword(story, side=Side.STAFF, words=EDITED, at=NOON, by="Марина")
    with pytest.raises(ImpossibleMove):
        approve(story, at=NOON, by="Марина")
    propose(story, at=NOON, by="Иван")
    with pytest.raises(StoryRefused):
        reword(story, side=Side.PARTNER, words=EDITED, at=NOON, by="Иван")
    with pytest.raises(StoryRefused):
        set_picture(story, side=Side.PARTNER, upload=None, at=NOON, by="Иван")
    assert reword(story, side=Side.STAFF, words=WORDS, at=NOON, by="Марина").number == 1


def test_declined_and_written_anew(world: World) -> None:
    story = propose(draft(world.ivan), at=NOON, by="Иван")
    decline(story, reason="Мало подробностей", at=NOON, by="Марина")
    story.refresh_from_db()
    assert (story.status, story.note) == (StoryStatus.DECLINED, "Мало подробностей")
    reword(story, side=Side.PARTNER, words=EDITED, at=NOON, by="Иван")
    approve(propose(story, at=NOON, by="Иван"), at=NOON, by="Марина")
    assert list_published().count() == 1


def test_off_the_site_and_back_under_the_same_address(world: World) -> None:
    story = published(world.ivan)
    withdraw(story, reason="Клиент просил", at=NOON, by="Иван")
    assert not list_published().exists()
    with pytest.raises(StoryRefused):
        throw_away(story)
    again = propose(Story.objects.get(), at=NOON, by="Иван")
    assert again.status == StoryStatus.PROPOSED, "a former approval does not count"
    assert approve(again, at=NOON, by="Марина").slug == story.slug


def test_a_draft_is_thrown_away_and_pictures_are_pictures(world: World) -> None:
    story = draft(world.ivan)
    made = BytesIO()
    Image.new("RGB", (3000, 1000), "green").save(made, "JPEG")
    set_picture(story, upload=take_upload("a.jpg", made.getvalue()), **HIS)
    story.refresh_from_db()
    kept = Image.open(BytesIO(bytes(story.picture or b"")))
    assert (kept.format, kept.width) == ("PNG", 1200)
    with pytest.raises(StoryRefused):
        set_picture(story, upload=take_upload("a.txt", b"words"), **HIS)
    throw_away(story)
    assert not Story.objects.exists()


def test_the_tables_know_that_both_must_approve(world: World) -> None:
    story = published(world.ivan)
    number = get_wording(story).number
    for wrong in ({"approved_by_partner": number + 1}, {"slug": None}, {"approved_by_staff": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Story.objects.filter(pk=story.pk).update(**wrong)


def a_picture(colour: str) -> Upload:
    made = BytesIO()
    Image.new("RGB", (30, 20), colour).save(made, "PNG")
    return take_upload("a.png", made.getvalue())


def test_a_picture_that_the_editors_have_not_seen_is_not_published(world: World) -> None:
    story = propose(draft(world.ivan), at=NOON, by="Иван")
    reword(story, words=EDITED, **OURS)
    story = approve(story, at=NOON, by="Марина")
    set_picture(story, upload=a_picture("red"), **HIS)
    story = propose(story, at=NOON, by="Иван")
    assert story.status == StoryStatus.PROPOSED, "the editors look at it first"
    assert approve(story, at=NOON, by="Марина").status == StoryStatus.PUBLISHED


def test_a_picture_that_the_partner_has_not_seen_is_not_published(world: World) -> None:
    story = propose(draft(world.ivan), at=NOON, by="Иван")
    set_picture(story, upload=a_picture("red"), **OURS)
    story = approve(story, at=NOON, by="Марина")
    assert story.status == StoryStatus.RETURNED, "the partner looks at it first"
    words = get_wording(story)
    set_picture(story, upload=a_picture("red"), **HIS)
    assert get_wording(story) == words, "the same picture is no change"
    assert propose(story, at=NOON, by="Иван").status == StoryStatus.PUBLISHED
