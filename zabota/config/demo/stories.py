"""The stories of the demo: three on the site, one with the editors, one back at its partner."""

from __future__ import annotations

from datetime import datetime, timedelta

from zabota.config.demo.cast import Cast
from zabota.domain.stories.models import Side, Story, StoryKind
from zabota.domain.stories.operations.agreeing import approve, propose
from zabota.domain.stories.operations.writing import begin_story, reword

EDITOR = "Марина Рощина"
TOLD = (
    (StoryKind.CASE, "Цветочная сеть отвечает за минуту",
     "Двенадцать магазинов писали клиентам с личных телефонов. Теперь все переписки — в amoCRM.",
     "Сеть цветочных магазинов", "1 мин", "до первого ответа вместо часа",
     "## Как было\n\nЗаявки приходили в WhatsApp продавцов. Кто-то в отпуске — клиент ждёт до вечера.\n\n"
     "## Что сделали\n\n- подключили MAX и Telegram к amoCRM\n- настроили очередь по магазинам\n"
     "- обучили продавцов за два часа\n\n## Что получилось\n\n> Мы впервые увидели, сколько "
     "заявок теряли.\n\nПервый ответ клиенту уходит через минуту, и видно, кто его дал."),
    (StoryKind.CASE, "Стоматология перестала обзванивать пациентов",
     "Напоминания о приёме уходят в мессенджер сами, а ответы попадают в карточку пациента.",
     "Клиника на 6 кресел", "− 40 %", "неявок на приём",
     "## Как было\n\nАдминистратор полдня звонил пациентам.\n\n## Что сделали\n\nПодключили WhatsApp к "
     "Битрикс24 и настроили напоминания за день и за два часа до приёма.\n\n## Что получилось\n\n"
     "Неявок стало меньше на 40 %, а администратор занят теми, кто пришёл."),
    (StoryKind.INTERVIEW, "«Клиент платит за спокойствие, а не за интеграцию»",
     "Как небольшая студия за год вышла на постоянный доход от сопровождения.",
     "", "", "",
     "**С чего всё началось?**\n\nС одного клиента, который потерял переписку с поставщиком.\n\n"
     "**Что изменила партнёрская программа?**\n\nМы больше не живём от внедрения до внедрения: "
     "вознаграждение приходит с каждого платежа клиента, через три дня.\n\n"
     "**Что посоветуете начинающим?**\n\nНе бросать клиента после настройки."),
    (StoryKind.CASE, "Автосервис собрал отзывы без колл-центра",
     "После выдачи машины клиент получает одно сообщение в Telegram и ставит оценку.",
     "Сеть автосервисов", "× 3", "отзывов в месяц",
     "## Как было\n\nОтзывы просили по телефону.\n\n## Что сделали\n\nПодключили Telegram к CRM."),
    (StoryKind.CASE, "Школа английского не теряет заявки по выходным",
     "Ночные и воскресные заявки разбирает дежурный преподаватель прямо из CRM.",
     "Школа на 400 учеников", "", "",
     "## Как было\n\nВ понедельник утром — сорок непрочитанных сообщений."),
)  # fmt: skip


def tell_stories(cast: Cast, *, at: datetime) -> None:
    """The first partners tell; the newest two are still on their way."""
    for place, told in enumerate(TOLD):
        then = at - timedelta(days=70 - 15 * place)
        partner = cast.partners[place * 2]
        story = propose(_begin(cast, place, told, at=then), at=then, by=partner.name)
        if place < 3:
            approve(story, at=then + timedelta(days=1), by=EDITOR)
        elif place == 3:
            _edit(story, told, at=then + timedelta(days=1))


def _begin(cast: Cast, place: int, told: tuple[str, ...], *, at: datetime) -> Story:
    partner = cast.partners[place * 2]
    return begin_story(partner, kind=StoryKind(told[0]), words=_words(told), at=at, by=partner.name)


def _words(told: tuple[str, ...]) -> dict[str, str]:
    names = ("title", "summary", "client", "figure", "figure_says", "text")
    return dict(zip(names, told[1:], strict=True))


def _edit(story: Story, told: tuple[str, ...], *, at: datetime) -> None:
    words = _words(told)
    words["text"] += "\n\n## Что получилось\n\nОтзывов стало втрое больше."
    reword(story, side=Side.STAFF, words=words, at=at, by=EDITOR)
    approve(story, note="Добавили результат: проверьте, пожалуйста, цифру.", at=at, by=EDITOR)
