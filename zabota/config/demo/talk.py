"""The chat of the demo: rooms, a welcome for those with a paying client, some words."""

from __future__ import annotations

from datetime import datetime, timedelta

from zabota.config.demo.cast import Cast
from zabota.domain.community.models import ChatRoom, RoomKind
from zabota.domain.community.operations import (
    admit_partner,
    open_direct_line,
    open_room,
    pin_message,
    post_message,
    post_rating,
    switch_reaction,
)
from zabota.domain.community.operations.admitting import FIRST_CLIENT
from zabota.domain.community.queries.people import list_partners_to_admit
from zabota.domain.partners.models import Member, Partner
from zabota.domain.people.models import Person, Role
from zabota.domain.ratings.models import Rating

WELCOME = "Добро пожаловать, {partner}! Первый клиент заплатил, теперь вы среди своих."
SAID = (
    (3, "Коллеги, кто подключал WhatsApp к Битрикс24 с открытыми линиями на несколько отделов?"),
    (7, "Мы. Делали отдельный канал на каждый отдел, иначе очередь у клиента путается."),
    (11, "Подтверждаю. И сразу попросите клиента назвать ответственных, сэкономите неделю."),
    (3, "Спасибо, так и сделаю!"),
)


def talk(cast: Cast, *, at: datetime) -> None:
    """Two rooms and a direct line with a question that waits for an answer."""
    manager = Person.objects.filter(staff_roles__role=Role.MANAGER).first()
    assert manager is not None
    chat = open_room(
        kind=RoomKind.GATED,
        name="Чат партнёров",
        about="Для тех, чей первый клиент уже платит: опыт, вопросы, помощь друг другу",
        welcome="",
        at=at - timedelta(days=300),
    )
    for rating in Rating.objects.filter(sealed_at__isnull=False).order_by("month"):
        assert rating.sealed_at is not None
        post_rating(rating.pk, at=rating.sealed_at)
    for partner in list_partners_to_admit(chat):
        admit_partner(chat, partner=partner, why=FIRST_CLIENT, at=at - timedelta(days=2))
    chat.welcome = WELCOME
    chat.save(update_fields=["welcome"])
    news = open_room(
        kind=RoomKind.OPEN,
        name="Новости и вопросы",
        about="Что нового в продукте и программе; вопросы, на которые отвечаем мы",
        welcome="",
        at=at - timedelta(days=300),
        position=20,
    )
    told = post_message(
        news,
        author=manager,
        partner=None,
        text="Подключили MAX: подключение занимает пять минут, инструкция в материалах. "
        "До конца месяца помогаем с первыми тремя клиентами бесплатно.",
        at=at - timedelta(days=1, hours=3),
    )
    pin_message(told, pinned=True, at=at - timedelta(days=1), by=str(manager))
    _talk_in(chat, cast, at=at)
    _ask(cast.demo_partner, manager, at=at)


def _talk_in(chat: ChatRoom, cast: Cast, *, at: datetime) -> None:
    people = {place: _owner(cast.partners[place]) for place, _words in SAID}
    for number, (place, words) in enumerate(SAID):
        message = post_message(
            chat,
            author=people[place],
            partner=cast.partners[place],
            text=words,
            at=at - timedelta(hours=5) + timedelta(minutes=9 * number),
        )
        if number == 1:
            for person in (people[3], people[11]):
                switch_reaction(message, person=person, sign="👍")


def _ask(partner: Partner, manager: Person, *, at: datetime) -> None:
    line = open_direct_line(partner, at=at - timedelta(days=20))
    owner = _owner(partner)
    for author, ours, words, before in (
        (owner, partner, "Марина, добрый день. Можно ли брендировать презентацию?", 30),
        (manager, None, "Да, в «Материалах» она уже с вашим названием и промокодом.", 29),
        (owner, partner, "Отлично, а сертификат на двух сотрудников?", 2),
    ):
        post_message(line, author=author, partner=ours, text=words, at=at - timedelta(hours=before))


def _owner(partner: Partner) -> Person:
    return Member.objects.filter(partner=partner).select_related("person").earliest("pk").person
