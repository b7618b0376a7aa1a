"""The card that a network shows when somebody shares a story."""

from __future__ import annotations

from zabota.domain.academy.queries import find_logo
from zabota.domain.stories.models import Story, Wording
from zabota.kit.typesetting import typeset_pictures


def print_card(story: Story, words: Wording) -> bytes:
    """1200 × 630 pixels, PNG: the title, the result in a figure, whose story it is."""
    logo = find_logo(story.partner)
    data = {
        "title": words.title,
        "headline": words.title,
        "figure": words.figure,
        "figure-says": words.figure_says,
        "partner": story.partner.name,
        "client": words.client,
        "logo": list(logo) if logo else None,
    }
    return typeset_pictures("story_card", data, ppi=72)[0]
