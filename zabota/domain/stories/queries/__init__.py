"""Questions about stories."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from zabota.domain.partners.models import Partner
from zabota.domain.stories.models import Story, StoryStatus, Wording


def get_wording(story: Story, number: int | None = None) -> Wording:
    """The words with this number, or the newest."""
    rows = story.wordings.order_by("-number")
    return rows.get(number=number) if number is not None else rows[0]


def find_wording(story: Story, number: int | None) -> Wording | None:
    """The words with this number, if they were written."""
    return story.wordings.filter(number=number).first() if number else None


def list_stories(partner: Partner | None = None) -> QuerySet[Story]:
    """All stories or a partner's, the newest first, with `title`, `summary` of the newest words."""
    rows = Story.objects.all() if partner is None else Story.objects.filter(partner=partner)
    newest = Wording.objects.filter(story=OuterRef("pk")).order_by("-number")
    return (
        rows.select_related("partner")
        .defer("picture", "card")
        .annotate(
            title=Subquery(newest.values("title")[:1]),
            summary=Subquery(newest.values("summary")[:1]),
        )
        .order_by("-moved_at", "-pk")
    )


def list_published(
    partner: Partner | None = None, *, kind: str = "", asked: str = ""
) -> QuerySet[Wording]:
    """The published words of stories, the newest first; `story` and its partner are there.

    Of one partner, of a kind, with a word in the title, the summary or the partner's name.
    """
    rows = Wording.objects.filter(
        story__status=StoryStatus.PUBLISHED, number=F("story__approved_by_staff")
    )
    if partner is not None:
        rows = rows.filter(story__partner=partner)
    if kind:
        rows = rows.filter(story__kind=kind)
    if asked:
        found = [f"{name}__icontains" for name in ("title", "summary", "story__partner__name")]
        rows = rows.filter(reduce(or_, (Q(**{name: asked}) for name in found)))
    return (
        rows.select_related("story__partner")
        .defer("story__picture", "story__card")
        .order_by("-story__published_at", "-pk")
    )
