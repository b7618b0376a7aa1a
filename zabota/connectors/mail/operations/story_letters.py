"""What letters say of stories: whose turn it is, what was decided."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link
from zabota.domain.people.models import Role
from zabota.domain.stories.models import Story
from zabota.domain.stories.queries import get_wording
from zabota.kit.events.models import Event


def _words(event: Event, address: str) -> dict[str, str]:
    story = Story.objects.select_related("partner").get(pk=event.payload["story_id"])
    return {
        "title": get_wording(story).title,
        "partner": story.partner.name,
        "said": event.payload.get("note") or event.payload.get("reason") or "",
        "link": link(address.format(pk=story.pk, slug=story.slug)),
    }


def story_proposed(event: Event) -> list[Message]:
    """To partner managers: a story waits for the editors."""

    def compose() -> tuple[str, str]:
        words = _words(event, "/office/stories/{pk}/")
        return (
            _("A story waits: %(title)s") % words,
            _("%(partner)s proposes the story “%(title)s”. Read it: %(link)s") % words,
        )

    return [Message(compose, roles=(Role.MANAGER,))]


def _to_partner(
    event: Event, address: str, say: Callable[[dict[str, str]], tuple[str, str]]
) -> list[Message]:
    def compose() -> tuple[str, str]:
        return say(_words(event, address))

    return [Message(compose, partner_id=event.payload["partner_id"])]


def story_returned(event: Event) -> list[Message]:
    """To the partner: the editors changed the words and ask."""
    return _to_partner(
        event,
        "/cabinet/stories/{pk}/",
        lambda words: (
            _("Your story is edited: %(title)s") % words,
            _("The editors have read your story “%(title)s”.") % words
            + (f"\n{words['said']}\n" if words["said"] else " ")
            + _("See what they changed and agree, or change it: %(link)s") % words,
        ),
    )


def story_declined(event: Event) -> list[Message]:
    """To the partner: not taken, and why."""
    return _to_partner(
        event,
        "/cabinet/stories/{pk}/",
        lambda words: (
            _("We do not publish this story: %(title)s") % words,
            _("The editors read “%(title)s” and do not take it: %(said)s") % words
            + "\n"
            + _("You may write it anew: %(link)s") % words,
        ),
    )


def story_published(event: Event) -> list[Message]:
    """To the partner: it is there, share it."""
    return _to_partner(
        event,
        "/stories/{slug}/",
        lambda words: (
            _("Your story is on the site: %(title)s") % words,
            _("“%(title)s” is published. Share it: %(link)s") % words,
        ),
    )


def story_withdrawn(event: Event) -> list[Message]:
    """To the partner: it is off the site, and why."""
    return _to_partner(
        event,
        "/cabinet/stories/{pk}/",
        lambda words: (
            _("The story is off the site: %(title)s") % words,
            _("“%(title)s” was taken from the site: %(said)s") % words
            + "\n"
            + _("It is a draft again: %(link)s") % words,
        ),
    )


STORY_LETTERS = {
    "story.proposed": story_proposed,
    "story.returned": story_returned,
    "story.declined": story_declined,
    "story.published": story_published,
    "story.withdrawn": story_withdrawn,
}
