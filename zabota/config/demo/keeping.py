"""What staff of the demo keep about partners: tags, who looks after whom, notes with moods."""

from __future__ import annotations

from datetime import datetime, timedelta

from zabota.config.demo.cast import Cast
from zabota.domain.partners.operations import assign_curator, change_tags, note_partner
from zabota.domain.people.models import Person, Role

MANAGER = "Марина Рощина"
TAGS = (("опт", 7), ("юг", 5), ("битрикс", 3), ("обучить", 11))  # a tag, and each how manyth has it
NOTES = (
    (0, 30, "good", "Хочет обучить двух новых сотрудников, прислать ему программу курса."),
    (0, 4, "", "Договорились созвониться в начале месяца: план на первый квартал."),
    (2, 12, "bad", "Ждал чек дольше обещанного. Извинились, обещали напоминание."),
    (5, 8, "neutral", "Сезонный спад, вернётся после праздников."),
    (9, 2, "good", "Готов рассказать историю внедрения для сайта."),
)  # the partner's place, days ago, the mood, the words


def keep_in_mind(cast: Cast, *, at: datetime) -> None:
    """The demo partner and some others are tagged, looked after and noted."""
    then = at - timedelta(days=40)
    for tag, step in TAGS:
        of_tag = [one.pk for one in cast.partners[::step]]
        change_tags(of_tag, add=[tag], at=then, by=MANAGER)
    marina = Person.objects.filter(staff_roles__role=Role.MANAGER).order_by("pk").first()
    looked_after = [one.pk for one in cast.partners[::2]]
    assign_curator(looked_after, curator=marina, at=then, by=MANAGER)
    for place, days, mood, words in NOTES:
        note_partner(
            cast.partners[place], words=words, mood=mood, at=at - timedelta(days=days), by=MANAGER
        )
