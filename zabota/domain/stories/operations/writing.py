"""Writing: every change is a new wording; a picture goes beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from zabota.domain.partners.models import Partner
from zabota.domain.stories.models import Side, Story, StoryKind, StoryStatus, Wording
from zabota.domain.stories.queries import get_wording
from zabota.kit.errors import Refusal
from zabota.kit.uploads import Upload, shrunk

PICTURE = (1200, 800)
WORDS = ("title", "summary", "client", "figure", "figure_says", "text")
TURNS = {
    Side.PARTNER: (StoryStatus.DRAFT, StoryStatus.RETURNED, StoryStatus.DECLINED),
    Side.STAFF: (StoryStatus.PROPOSED,),
}


class StoryRefused(Refusal):
    """This cannot be done with the story now, with the reason."""

    code = "story_refused"


@transaction.atomic
def begin_story(
    partner: Partner, *, kind: StoryKind, words: dict[str, str], at: datetime, by: str
) -> Story:
    """A draft of the partner's; nobody else sees it."""
    story = Story.objects.create(partner=partner, kind=kind, begun_at=at, moved_at=at)
    _add_wording(story, side=Side.PARTNER, words=words, at=at, by=by)
    return story


@transaction.atomic
def reword(story: Story, *, side: Side, words: dict[str, str], at: datetime, by: str) -> Wording:
    """Other words; the same ones change nothing. Refused when it is the other side's turn."""
    story = lock(story)
    if story.status not in TURNS[side]:
        raise StoryRefused("It is the other side's turn to write.")
    last = story.wordings.order_by("-number")[0]
    if all(getattr(last, name) == words[name] for name in WORDS):
        return last
    return _add_wording(story, side=side, words=words, at=at, by=by)


def _add_wording(
    story: Story, *, side: Side, words: dict[str, Any], at: datetime, by: str
) -> Wording:
    last = story.wordings.order_by("-number").first()
    number = last.number + 1 if last else 1
    return Wording.objects.create(story=story, number=number, side=side, at=at, by=by, **words)


@transaction.atomic
def set_picture(story: Story, *, side: Side, upload: Upload | None, at: datetime, by: str) -> None:
    """A picture above the story, made small; None takes it away. Both may, each in his turn.

    What somebody has approved is approved with its picture: another one makes a new wording.
    """
    story = lock(story)
    if story.status not in TURNS[side]:
        raise StoryRefused("It is the other side's turn to write.")
    if upload is not None and not upload.is_picture:
        raise StoryRefused("A story is illustrated by a picture: PNG, JPEG or WebP.")
    former, story.picture = story.picture, shrunk(upload.content, PICTURE) if upload else None
    if (former and bytes(former)) == story.picture:
        return
    story.save(update_fields=["picture"])
    last = get_wording(story)
    if last.number in (story.approved_by_partner, story.approved_by_staff):
        same = {name: getattr(last, name) for name in WORDS}
        _add_wording(story, side=side, words=same, at=at, by=by)


@transaction.atomic
def throw_away(story: Story) -> None:
    """The partner's draft is gone for good; what the editors have seen stays."""
    story = lock(story)
    if story.status != StoryStatus.DRAFT or story.slug:
        raise StoryRefused("Only a draft that nobody has seen can be thrown away.")
    story.delete()


def lock(story: Story) -> Story:
    """The story as it stands now, held till the end of the transaction."""
    return Story.objects.select_for_update(of=("self",)).select_related("partner").get(pk=story.pk)
