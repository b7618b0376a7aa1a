"""The partners' chat: its door, its words, its order."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from tests.make.money import NOON, payment, refund
from tests.world import World
from zabota.domain.community.models import ChatMessage, ChatRoom, RoomKind
from zabota.domain.community.operations import (
    MessageRefused,
    admit_partners_with_clients,
    begin_in_rooms,
    delete_message,
    edit_message,
    gather_unread,
    lift_silence,
    mark_read,
    mute_room,
    open_direct_line,
    open_room,
    pin_message,
    post_from_outside,
    post_message,
    post_notice,
    silence_person,
    switch_reaction,
)
from zabota.domain.community.queries.messages import (
    get_last_change,
    list_changed,
    list_messages,
    list_pinned,
    search_messages,
)
from zabota.domain.community.queries.people import list_readers
from zabota.domain.community.queries.rooms import (
    count_unread,
    find_first_unread,
    get_answering,
    is_open_to,
    list_rooms_of,
)
from zabota.domain.community.rules import find_mentions
from zabota.domain.partners.models import PartnerStatus
from zabota.domain.partners.operations import add_member, change_standing
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event
from zabota.kit.uploads import take_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(world: World) -> ChatRoom:
    return open_room(
        kind=RoomKind.GATED, name="Чат партнёров", about="", welcome="Рады вам, {partner}!", at=NOON
    )


@pytest.fixture
def ivan(world: World) -> Person:
    person = add_person(email="ivan@example.com", name="Иван Петров")
    add_member(world.ivan, person=person, at=NOON)
    return person


@pytest.fixture
def rita(world: World) -> Person:
    person = add_person(email="rita@example.com", name="Рита")
    add_member(world.rita, person=person, at=NOON)
    return person


@pytest.fixture
def olga() -> Person:
    person = add_person(email="olga@example.com", name="Ольга")
    give_role(person, role=Role.MANAGER)
    return person


def test_the_first_paying_client_opens_the_door_once(
    world: World, chat: ChatRoom, ivan: Person
) -> None:
    assert admit_partners_with_clients(at=NOON) == 0
    assert not is_open_to(chat, partner=world.ivan)
    (seen,) = list_rooms_of(ivan, partner=world.ivan)
    assert (seen.room, seen.may_enter) == (chat, False)

    payments_received([payment(world.acme, 1000)], at=NOON)
    assert admit_partners_with_clients(at=NOON) == 1
    assert admit_partners_with_clients(at=NOON) == 0
    assert is_open_to(chat, partner=world.ivan)
    assert not is_open_to(chat, partner=world.rita)
    (greeting,) = list_messages(chat)
    assert greeting.text == f"Рады вам, {world.ivan.name}!"
    assert count_unread(ivan, partner=world.ivan) == 1


def test_words_are_said_named_changed_and_deleted_with_a_trace(
    world: World, ivan: Person, olga: Person
) -> None:
    line = open_direct_line(world.ivan, at=NOON)
    said = post_message(line, author=olga, partner=None, text="@Иван Петров, звоните", at=NOON)
    (seen,) = list_rooms_of(ivan, partner=world.ivan)
    assert (seen.unread, seen.named) == (1, 1)

    with pytest.raises(MessageRefused):
        edit_message(said, text="Чужое", at=NOON, by=ivan)
    edit_message(said, text="Звоните", at=NOON, by=olga)
    assert not said.mentions.exists()
    with pytest.raises(MessageRefused):
        edit_message(said, text="Поздно", at=NOON + timedelta(days=2), by=olga)

    delete_message(said, at=NOON, by=olga, moderator=False)
    delete_message(said, at=NOON, by=olga, moderator=False)
    said.refresh_from_db()
    assert (said.text, said.deleted_by) == ("", "Ольга")
    assert list(said.revisions.order_by("pk").values_list("text", flat=True)) == [
        "@Иван Петров, звоните",
        "Звоните",
    ]
    assert count_unread(ivan, partner=world.ivan) == 0


def test_an_open_page_asks_for_what_changed(world: World, ivan: Person, olga: Person) -> None:
    line = open_direct_line(world.ivan, at=NOON)
    first = post_message(line, author=olga, partner=None, text="Один", at=NOON)
    second = post_message(line, author=ivan, partner=world.ivan, text="Два", at=NOON)
    assert list(list_changed(line.pk, since=first.change)) == [second]
    assert switch_reaction(first, person=ivan, sign="👍")
    assert list(list_changed(line.pk, since=second.change)) == [first]
    assert not switch_reaction(first, person=ivan, sign="👍")
    with pytest.raises(Refusal):
        switch_reaction(first, person=ivan, sign="<b>")
    pin_message(first, pinned=True, at=NOON, by="Ольга")
    assert list_pinned(line) == [first]


def test_a_silenced_person_reads_why(world: World, ivan: Person) -> None:
    room = open_room(kind=RoomKind.OPEN, name="Общая", about="", welcome="", at=NOON)
    silence = silence_person(
        room, person=ivan, until=NOON + timedelta(hours=2), why="реклама", at=NOON, by="Ольга"
    )
    with pytest.raises(MessageRefused, match="реклама"):
        post_message(room, author=ivan, partner=world.ivan, text="Купите", at=NOON)
    lift_silence(silence, at=NOON, by="Ольга")
    assert post_message(room, author=ivan, partner=world.ivan, text="Спасибо", at=NOON)


def test_reading_muting_and_searching(world: World, ivan: Person, olga: Person) -> None:
    room = open_room(kind=RoomKind.OPEN, name="Общая", about="", welcome="", at=NOON)
    said = post_message(room, author=olga, partner=None, text="Новые интеграции готовы", at=NOON)
    assert count_unread(ivan, partner=world.ivan) == 1
    mute_room(room, person=ivan, muted=True, at=NOON)
    assert count_unread(ivan, partner=world.ivan) == 0
    mute_room(room, person=ivan, muted=False, at=NOON)
    mark_read(room, person=ivan, last_id=said.pk, at=NOON)
    mark_read(room, person=ivan, last_id=0, at=NOON)
    assert count_unread(ivan, partner=world.ivan) == 0
    assert list(search_messages([room], "интеграция")) == [said]
    assert not search_messages([room], "счёт")


def test_how_quickly_we_answer(world: World, ivan: Person, olga: Person) -> None:
    line = open_direct_line(world.ivan, at=NOON)
    for minutes, author in [(0, ivan), (1, ivan), (20, olga), (60, ivan), (70, olga), (90, ivan)]:
        post_message(
            line, author=author, partner=world.ivan if author == ivan else None,
            text="…", at=NOON + timedelta(minutes=minutes),
        )  # fmt: skip
    answering = get_answering([line.pk], since=NOON)
    assert (answering.median, answering.waiting) == (timedelta(minutes=15), 1)


def test_a_message_from_outside_comes_once(world: World) -> None:
    room = open_room(kind=RoomKind.OPEN, name="Общая", about="", welcome="", at=NOON)
    outside = {"text": "Привет", "at": NOON, "author_name": "Пётр", "origin": "telegram"}
    assert post_notice(room, **outside, external_id="7")
    assert post_notice(room, **outside, external_id="7") is None
    message = ChatMessage.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ChatMessage.objects.create(
            room=room, author_name="", text="Ещё", at=NOON, origin="telegram", external_id="7",
            change=message.change + 1,
        )  # fmt: skip


def test_a_picture_comes_with_the_words(world: World, ivan: Person) -> None:
    line = open_direct_line(world.ivan, at=NOON)
    drawn = BytesIO()
    Image.new("RGB", (8, 4)).save(drawn, "PNG")
    upload = take_upload("../схема.exe", drawn.getvalue())
    said = post_message(line, author=ivan, partner=world.ivan, text="", at=NOON, uploads=[upload])
    (kept,) = said.attachments.all()
    assert (kept.name, kept.content_type, kept.width) == ("схема.png", "image/png", 8)
    with pytest.raises(MessageRefused):
        post_message(line, author=ivan, partner=world.ivan, text=" ", at=NOON)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Иван Петров, привет", {1}),
        ("спросите @иван петров", {1}),
        ("@Иван и всё", {2}),
        ("почта ivan@Иваново", {2}),
        ("никого", set()),
    ],
)
def test_who_is_named(text: str, found: set[int]) -> None:
    assert find_mentions(text, {1: "Иван Петров", 2: "Иван"}) == found


@pytest.mark.parametrize(
    ("chosen", "found"), [((), {1, 3}), ((3,), {3}), ((1, 3), {1, 3}), ((2,), {1, 3})]
)
def test_of_namesakes_those_are_meant_who_were_chosen(
    chosen: tuple[int, ...], found: set[int]
) -> None:
    people = {1: "Анна Снегова", 2: "Анна", 3: "Анна Снегова"}
    assert find_mentions("@Анна Снегова, гляньте", people, chosen=chosen) == found


def test_who_did_not_look_in_is_told_once(
    world: World, ivan: Person, rita: Person, olga: Person
) -> None:
    room = open_room(kind=RoomKind.OPEN, name="Новости", about="", welcome="", at=NOON)
    hushed = open_room(kind=RoomKind.OPEN, name="Болтовня", about="", welcome="", at=NOON)
    mute_room(hushed, person=ivan, muted=True, at=NOON)
    said = post_message(room, author=olga, partner=None, text="Раз", at=NOON)
    post_message(hushed, author=olga, partner=None, text="Два", at=NOON)
    mark_read(room, person=rita, last_id=said.pk, at=NOON)
    mark_read(hushed, person=rita, last_id=said.pk + 1, at=NOON)

    def told() -> dict[str, list[object]]:
        events = Event.objects.filter(name="unread.gathered")
        return {
            str(Person.objects.get(pk=one.payload["person_id"])): one.payload["rooms"]
            for one in events
        }

    assert gather_unread(at=NOON + timedelta(hours=1)) == 0, "too early"
    gather_unread(at=NOON + timedelta(hours=13))
    assert told()["Иван Петров"] == ["Новости"]
    assert "Рита" not in told()
    assert gather_unread(at=NOON + timedelta(hours=14)) == 0, "told already"


def test_of_a_picture_nothing_tells_where_it_was_taken(world: World, ivan: Person) -> None:
    told, drawn = Image.Exif(), BytesIO()
    told[0x010F] = "SecretCamera"
    told[0x0112] = 6
    Image.new("RGB", (8, 4)).save(drawn, "JPEG", exif=told)
    line = open_direct_line(world.ivan, at=NOON)
    files = [take_upload("а.jpg", drawn.getvalue())]
    said = post_message(line, author=ivan, partner=world.ivan, text="", at=NOON, uploads=files)
    outside = post_from_outside(
        line, origin="telegram", external_id="1", text="", at=NOON, uploads=files
    )
    for message in (said, outside):
        kept = message.attachments.get()
        assert b"SecretCamera" not in bytes(kept.content)
        assert (kept.width, kept.height) == (4, 8)


def test_what_quotes_a_message_is_drawn_anew_when_it_changes(
    world: World, ivan: Person, olga: Person
) -> None:
    line = open_direct_line(world.ivan, at=NOON)
    said = post_message(line, author=ivan, partner=world.ivan, text="Пароль 123", at=NOON)
    answer = post_message(line, author=olga, partner=None, text="Уберите", at=NOON, reply_to=said)
    seen = get_last_change(line)
    edit_message(said, text="Пароль у меня", at=NOON, by=ivan)
    assert answer in list_changed(line.pk, since=seen)
    seen = get_last_change(line)
    delete_message(said, at=NOON, by=olga, moderator=True)
    assert answer in list_changed(line.pk, since=seen)


def test_a_new_room_does_not_begin_with_greetings_to_everybody(world: World, ivan: Person) -> None:
    payments_received([payment(world.acme, 1000)], at=NOON)
    room = open_room(
        kind=RoomKind.GATED, name="Для своих", about="", welcome="Рады вам, {partner}!",
        at=NOON + timedelta(days=1),
    )  # fmt: skip
    assert admit_partners_with_clients(at=NOON + timedelta(days=1)) == 1
    assert is_open_to(room, partner=world.ivan)
    assert not room.messages.exists()


def test_what_is_sent_again_is_said_once(world: World, ivan: Person) -> None:
    room = open_direct_line(world.ivan, at=NOON)
    said = [
        post_message(room, author=ivan, partner=world.ivan, text="Один раз", at=NOON, once=key)
        for key in ("a1", "a1", "a2", "", "")
    ]
    assert said[0] == said[1]
    assert ChatMessage.objects.filter(room=room).count() == 4
    other = post_message(room, author=ivan, partner=world.ivan, text="Другое", at=NOON, once="a1")
    assert other != said[0], "a page that one came back to says something else"
    assert Event.objects.filter(name="chat_message.posted").count() == 5


@pytest.mark.parametrize("words", ["канал", "каналы", "Каналов настроен", "настроил каналом"])
def test_a_word_is_found_by_any_of_its_forms(words: str, world: World, ivan: Person) -> None:
    room = open_direct_line(world.ivan, at=NOON)
    for text in ("Настроили каналы", "Канал настроил", "Про канал и настройку"):
        post_message(room, author=ivan, partner=world.ivan, text=text, at=NOON)
    found = [one.text for one in search_messages([room], words)]
    assert found[-2:] == ["Канал настроил", "Настроили каналы"]


def told_to(person: Person) -> list[int]:
    """How many messages the digest told a person of, room by room."""
    told = [one.payload for one in Event.objects.filter(name="unread.gathered")]
    return [count for one in told if one["person_id"] == person.pk for count in one["counts"]]


def test_who_comes_in_has_not_to_read_all_that_was_said_before(
    world: World, chat: ChatRoom, ivan: Person, olga: Person
) -> None:
    for number in range(3):
        post_message(chat, author=olga, partner=None, text=f"Раньше {number}", at=NOON)
    later = NOON + timedelta(days=2)
    payments_received([payment(world.acme, 100_000, at=later)], at=later)
    admit_partners_with_clients(at=later)
    begun = chat.read_marks.get(person=ivan)
    assert begun.last_id == chat.messages.filter(text="Раньше 2").get().pk
    assert count_unread(ivan, partner=world.ivan) == 1, "the welcome"
    (gated,) = [one for one in list_rooms_of(ivan, partner=world.ivan) if one.room == chat]
    assert gated.unread == 1
    assert find_first_unread(chat, ivan) == chat.messages.get(author=None).pk
    anna = add_person(email="anna@example.com", name="Анна")
    add_member(world.ivan, person=anna, at=later + timedelta(hours=1))
    begin_in_rooms(anna.membership, at=later + timedelta(hours=1))
    assert chat.read_marks.get(person=anna).last_id == chat.messages.last().pk
    assert count_unread(anna, partner=world.ivan) == 0
    gather_unread(at=later + timedelta(days=1))
    assert (told_to(ivan), told_to(anna)) == ([1], [])


def test_who_has_left_keeps_his_own_line_only(
    world: World, chat: ChatRoom, ivan: Person, olga: Person
) -> None:
    payments_received([payment(world.acme, 100_000, at=NOON)], at=NOON)
    admit_partners_with_clients(at=NOON)
    line = open_direct_line(world.ivan, at=NOON)
    post_message(line, author=olga, partner=None, text="До свидания", at=NOON)
    post_message(chat, author=olga, partner=None, text="Всем привет", at=NOON)
    change_standing(
        world.ivan, to=PartnerStatus.LEFT, reason="обманывал клиентов", at=NOON, by="Ольга"
    )
    assert not is_open_to(chat, partner=world.ivan)
    assert is_open_to(line, partner=world.ivan)
    assert count_unread(ivan, partner=world.ivan) == 1
    assert ivan not in list_readers(chat)
    assert ivan in list_readers(line)
    gather_unread(at=NOON + timedelta(days=1))
    assert told_to(ivan) == [1]


def test_nobody_names_himself(world: World, ivan: Person, olga: Person) -> None:
    room = open_direct_line(world.ivan, at=NOON)
    said = post_message(
        room, author=ivan, partner=world.ivan, text="@Иван Петров и @Ольга, видно?", at=NOON
    )
    assert set(said.mentions.values_list("person", flat=True)) == {olga.pk}


def test_who_was_let_in_stays_when_his_clients_pay_no_more(world: World, chat: ChatRoom) -> None:
    only = payment(world.acme, 100_000, at=NOON)
    payments_received([only], at=NOON)
    admit_partners_with_clients(at=NOON)
    later = NOON + timedelta(days=40)
    payments_refunded([refund(only, 100_000)], at=later)
    assert admit_partners_with_clients(at=later) == 0
    assert is_open_to(chat, partner=world.ivan)
    change_standing(world.ivan, to=PartnerStatus.STOPPED, reason="занят", at=later, by="Ольга")
    assert is_open_to(chat, partner=world.ivan), "who stopped integrating stays"
