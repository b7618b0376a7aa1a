"""The academy of the demo: papers with the partner's name, a price list, a course that some passed."""

from __future__ import annotations

from datetime import datetime, timedelta

from zabota.config.demo.cast import Cast
from zabota.domain.academy.models import Course, MaterialKind
from zabota.domain.academy.operations.courses import (
    answer_quiz,
    keep_course,
    keep_lesson,
    keep_question,
    note_read,
    publish_courses,
)
from zabota.domain.academy.operations.materials import (
    add_version,
    keep_material,
    publish_material,
)
from zabota.domain.partners.models import Member
from zabota.kit.uploads import take_upload

MANAGER = "Марина Рощина"
PAPERS = (
    (MaterialKind.OFFER, "Предложения", "Предложение для отдела продаж",
     "Все переписки клиентов — в вашей CRM",
     "WhatsApp, Telegram и MAX приходят в карточку сделки, история не теряется.\n"
     "# Что вы получите\n- Ответ клиенту прямо из CRM\n- Очередь и ответственные по отделам\n"
     "- Отчёт о скорости ответа\n# Сколько это занимает\nПодключение занимает день, обучение — час."),
    (MaterialKind.COVER, "Презентации", "Обложка презентации", "Мессенджеры в вашей CRM за один день",
     "Подключаем, настраиваем, обучаем."),
    (MaterialKind.CARD, "Соцсети", "Карточка для соцсетей", "Клиенты пишут. Вы отвечаете из CRM",
     "Подключим WhatsApp, Telegram и MAX."),
)  # fmt: skip
PRICES = "Тариф;Цена в месяц, ₽\nСтарт;2 490\nКоманда;5 990\nБизнес;11 900\n"
LESSONS = (
    ("Что мы продаём", "Клиент пишет в мессенджер, сотрудник отвечает **из CRM**. "
     "Ничего не теряется: ни сообщение, ни ответственный.\n\n- WhatsApp, Telegram, MAX\n- amoCRM, Битрикс24"),
    ("Первый разговор", "Спросите, сколько сообщений в день и кто на них отвечает.\n\n"
     "1. Где сейчас переписка?\n2. Кто её видит?\n3. Что теряется?"),
    ("Подключение за день", "Утром подключаем номер, днём настраиваем очередь, вечером обучаем.\n\n"
     "> Промокод клиент называет при регистрации. Забыл — не беда, восстановим."),
)  # fmt: skip
QUESTIONS = (
    ("Где сотрудник отвечает клиенту?", ["В личном телефоне", "В CRM", "В почте"], [1]),
    ("Что спросить в первом разговоре?", ["Сколько сообщений в день", "Цвет логотипа", "Кто отвечает"], [0, 2]),
)  # fmt: skip


def teach(cast: Cast, *, at: datetime) -> None:
    """Materials and a course; a few people have passed it."""
    begun = at - timedelta(days=90)
    for place, (kind, category, title, headline, text) in enumerate(PAPERS, 1):
        material = keep_material(
            kind=kind, category=category, title=title, headline=headline, text=text,
            position=place, made_at=begun, made_by=MANAGER,
        )  # fmt: skip
        publish_material(material, at=begun, by=MANAGER)
    prices = keep_material(
        kind=MaterialKind.FILE, category="Предложения", title="Прайс-лист", about="Тарифы и цены",
        made_at=begun, made_by=MANAGER,
    )  # fmt: skip
    upload = take_upload("Прайс-лист.csv", PRICES.encode())
    add_version(prices, upload=upload, note="Цены с сентября", at=begun, by=MANAGER)
    publish_material(prices, at=begun, by=MANAGER)
    _pass(_course(begun), cast, at=begun + timedelta(days=5))


def _course(at: datetime) -> Course:
    course = keep_course(
        title="Мессенджеры в CRM: первый клиент",
        about="Полчаса чтения и два вопроса: как рассказать, подключить и не потерять клиента.",
        made_at=at,
        made_by=MANAGER,
    )
    for title, text in LESSONS:
        keep_lesson(course, title=title, text=text)
    for text, answers, right in QUESTIONS:
        keep_question(course, text=text, answers=answers, right=right)
    publish_courses([course.pk], at=at, by=MANAGER)
    return course


def _pass(course: Course, cast: Cast, *, at: datetime) -> None:
    lessons = list(course.lessons.all())
    right = {question.pk: question.right for question in course.questions.all()}
    for partner in [cast.demo_partner, *cast.partners[2:20:3]]:
        person = Member.objects.filter(partner=partner).earliest("pk").person
        for lesson in lessons:
            note_read(lesson, person=person, at=at)
        answer_quiz(course, given=right, person=person, partner=partner, at=at)
