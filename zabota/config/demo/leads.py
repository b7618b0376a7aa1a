"""The directory of the demo, and leads in every state."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from zabota.config.demo.cast import Cast
from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import Crm, LeadSource, Messenger
from zabota.domain.leads.operations import set_profile
from zabota.domain.leads.queries import find_waiting
from zabota.domain.partners.models import PartnerStatus
from zabota.flows.lead_handed import lead_accepted, lead_declined, lead_taken
from zabota.kit.latin import slug_of

ABOUTS = (
    "Внедряем CRM и мессенджеры с 2016 года. Отдел продаж отвечает клиенту из одного окна, а руководитель "
    "видит, кто молчит.",
    "Небольшая команда: **аудит, настройка, обучение**. На связи и после запуска.",
    "Подключаем мессенджеры к Битрикс24 и amoCRM, строим воронки и отчёты.\n\n- запуск за три дня\n"
    "- обучение отдела продаж\n- сопровождение без абонентской платы",
    "Работаем с клиниками и салонами: запись, напоминания о приёме, отзывы — в одном чате с пациентом.",
    "Наш конёк — Авито и розница: заявки с объявлений попадают в CRM с фото и ценой, ни одна не теряется.",
    "Интернет-магазинам: статусы заказов уходят покупателю в мессенджер сами, вопросы — в карточку сделки.",
    "Застройщики и агентства недвижимости. Разводим обращения по объектам и ответственным, подключаем телефонию.",
    "Отвечаем в течение часа по будням. Берёмся за «сложные» CRM: чужие доработки, переезды, обрывы связи.",
    "Школы и учебные центры: родители пишут в MAX и Telegram, администратор видит всю историю семьи.",
    "Автосервисы и дилеры. Напоминаем о ТО, собираем отзывы, считаем, какая реклама приводит машины.",
    "",
)
CITIES = (
    "Москва", "Санкт-Петербург", "Казань", "Екатеринбург", "Новосибирск", "Самара", "Краснодар", "Москва",
    "Нижний Новгород", "Ростов-на-Дону", "Алматы", "Минск", "Москва", "Уфа", "",
)  # fmt: skip
TONGUES = (
    ["ru"], ["ru", "en"], ["ru"], ["ru", "kk"], ["ru"], ["ru", "be"], ["ru", "uz"], ["ru", "en"],
)  # fmt: skip
COMPANIES = (
    ("Клиника «Здравие»", "Казань", Crm.BITRIX24, Messenger.WHATSAPP, "Три филиала, двадцать операторов."),
    ("Автосалон «Маршрут»", "Самара", Crm.AMOCRM, Messenger.TELEGRAM, "Нужны рассылки и очередь."),
    ("Школа «Азбука»", "", Crm.AMOCRM, Messenger.MAX, "Родители пишут в MAX, теряем заявки."),
    ("Стройдвор", "Москва", Crm.BITRIX24, Messenger.AVITO, ""),
)  # fmt: skip


def open_directory(random: Random, cast: Cast, *, at: datetime) -> None:
    """Forty profiles; leads of the last weeks, one of which waits for the demo partner."""
    begun = at - timedelta(days=200)
    seen = [cast.demo_partner, *cast.partners[3:120:3]]
    for number, partner in enumerate(one for one in seen if one.status == PartnerStatus.ACTIVE):
        set_profile(
            partner,
            published=True,
            about=ABOUTS[number % len(ABOUTS)],
            city=CITIES[number % len(CITIES)],
            site=f"https://{slug_of(partner.name)}.example/" if number % 3 == 0 else "",
            crms=random.sample(Crm.values[:2], random.choice((1, 2))),
            messengers=sorted(random.sample(Messenger.values, random.randint(2, 5))),
            tongues=TONGUES[number % len(TONGUES)],
            shows_clients=number % 3 != 1,
            most_open=3,
            at=begun,
            by=partner.name,
        )
    for number, (company, city, crm, messenger, words) in enumerate(COMPANIES * 2):
        wished = cast.demo_partner.pk if number in (0, 7) else None
        came = at - timedelta(days=21 - 3 * number) if number < 7 else at - timedelta(hours=3)
        lead = lead_taken(
            LeadFact(
                source=LeadSource.DIRECTORY if wished else LeadSource.FORM, company=company, city=city,
                crm="" if wished else crm, messenger="" if wished else messenger, words=words,
                email=f"lead{number}@example.com", wished_id=wished,
            ),
            at=came,
        )  # fmt: skip
        proposal = find_waiting(lead)
        if proposal is None or number == 7:
            continue
        if number % 3 == 1:
            lead_declined(
                proposal, why="Сейчас полная загрузка", at=came + timedelta(hours=5), by=""
            )
        else:
            lead_accepted(proposal, at=came + timedelta(hours=2), by=proposal.partner.name)
