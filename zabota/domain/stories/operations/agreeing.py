"""Agreeing: a story goes from side to side until both have approved the same words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.stories.events import (
    StoryDeclined,
    StoryProposed,
    StoryPublished,
    StoryReturned,
    StoryWithdrawn,
)
from zabota.domain.stories.models import Story, StoryStatus
from zabota.domain.stories.operations.printing import print_card
from zabota.domain.stories.operations.writing import StoryRefused, lock
from zabota.domain.stories.queries import get_wording
from zabota.kit.events.announce import publish
from zabota.kit.latin import slug_of
from zabota.kit.states import Moves, move

MOVES: Moves = {
    StoryStatus.DRAFT: frozenset({StoryStatus.PROPOSED}),
    StoryStatus.DECLINED: frozenset({StoryStatus.PROPOSED}),
    StoryStatus.PROPOSED: frozenset(
        {StoryStatus.RETURNED, StoryStatus.DECLINED, StoryStatus.PUBLISHED}
    ),
    StoryStatus.RETURNED: frozenset({StoryStatus.PROPOSED, StoryStatus.PUBLISHED}),
    StoryStatus.PUBLISHED: frozenset({StoryStatus.DRAFT}),
}


@transaction.atomic
def propose(story: Story, *, note: str = "", at: datetime, by: str) -> Story:
    """The partner approves his words and hands them to the editors.

    Words that the editors have already approved are published at once.
    """
    story = lock(story)
    number = get_wording(story).number
    if story.status == StoryStatus.RETURNED and story.approved_by_staff == number:
        return _publish(story, at=at, by=by)
    move(
        story, StoryStatus.PROPOSED, allowed=MOVES, approved_by_partner=number, note=note,
        moved_at=at,
    )  # fmt: skip
    publish(StoryProposed(at=at, by=by, partner_id=story.partner_id, story_id=story.pk))
    return story


@transaction.atomic
def approve(story: Story, *, note: str = "", at: datetime, by: str) -> Story:
    """The editors approve: published if they changed nothing, else the partner is asked."""
    story = lock(story)
    number = get_wording(story).number
    if story.status == StoryStatus.PROPOSED and story.approved_by_partner == number:
        return _publish(story, at=at, by=by)
    move(
        story, StoryStatus.RETURNED, allowed=MOVES, approved_by_staff=number, note=note,
        moved_at=at,
    )  # fmt: skip
    publish(StoryReturned(at=at, by=by, partner_id=story.partner_id, story_id=story.pk, note=note))
    return story


@transaction.atomic
def decline(story: Story, *, reason: str, at: datetime, by: str) -> None:
    """The editors do not take it, and say why."""
    story = lock(story)
    move(story, StoryStatus.DECLINED, allowed=MOVES, note=reason, moved_at=at)
    publish(
        StoryDeclined(at=at, by=by, partner_id=story.partner_id, story_id=story.pk, reason=reason)
    )


@transaction.atomic
def withdraw(story: Story, *, reason: str, at: datetime, by: str) -> None:
    """Off the site, by either side; the partner may write on and propose it again."""
    story = lock(story)
    move(
        story, StoryStatus.DRAFT, allowed=MOVES, note=reason, moved_at=at, published_at=None,
        approved_by_partner=None, approved_by_staff=None, card=None,
    )  # fmt: skip
    publish(
        StoryWithdrawn(at=at, by=by, partner_id=story.partner_id, story_id=story.pk, reason=reason)
    )


def _publish(story: Story, *, at: datetime, by: str) -> Story:
    words = get_wording(story)
    if not words.text.strip():
        raise StoryRefused("There is nothing to read yet.")
    slug = story.slug or f"{slug_of(words.title) or 'story'}-{story.pk}"
    move(
        story, StoryStatus.PUBLISHED, allowed=MOVES, slug=slug, note="", moved_at=at,
        published_at=at, card=print_card(story, words),
        approved_by_partner=words.number, approved_by_staff=words.number,
    )  # fmt: skip
    publish(StoryPublished(at=at, by=by, partner_id=story.partner_id, story_id=story.pk))
    return story
