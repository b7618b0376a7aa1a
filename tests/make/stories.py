"""Stories in a line."""

from __future__ import annotations

from datetime import datetime

from tests.make.money import NOON
from zabota.domain.partners.models import Partner
from zabota.domain.stories.models import Story, StoryKind
from zabota.domain.stories.operations.agreeing import approve, propose
from zabota.domain.stories.operations.writing import begin_story

WORDS = {
    "title": "Цветы отвечают за минуту",
    "summary": "Сеть цветочных магазинов перестала терять заявки из мессенджеров.",
    "client": "Сеть из 12 магазинов",
    "figure": "× 2",
    "figure_says": "заявок в месяц",
    "text": "## Как было\n\nПисали на личные телефоны.\n\n## Что сделали\n\nПодключили **MAX** к CRM.",
}


def draft(partner: Partner, *, at: datetime = NOON, **words: str) -> Story:
    """A draft of this partner's."""
    return begin_story(partner, kind=StoryKind.CASE, words={**WORDS, **words}, at=at, by="Иван")


def published(partner: Partner, *, at: datetime = NOON, **words: str) -> Story:
    """A story that both sides have approved."""
    story = propose(draft(partner, at=at, **words), at=at, by="Иван")
    return approve(story, at=at, by="Марина")
