"""The chat's pages and doors."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.make.money import NOON, payment
from tests.web.cabinet.conftest import enter
from tests.web.jobs import run_jobs
from tests.web.streams import site
from tests.web.talkers import cookie_of, ivan_of, olga
from tests.world import World, world
from zabota.domain.community.models import ChatMessage, ChatRoom, RoomKind
from zabota.domain.community.operations import (
    admit_partners_with_clients,
    mark_read,
    open_direct_line,
    open_room,
    post_message,
)
from zabota.domain.partners.events import MemberJoined
from zabota.domain.partners.operations import add_member
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now
from zabota.kit.events.announce import publish

__all__ = ["olga", "site", "world"]


@pytest.fixture
def chat(world: World) -> ChatRoom:
    return open_room(
        kind=RoomKind.GATED, name="Чат партнёров", about="", welcome="Рады вам, {partner}!", at=NOON
    )


@pytest.mark.django_db
def test_the_closed_door_tells_what_opens_it(world: World, chat: ChatRoom) -> None:
    ivan = enter(ivan_of(world))
    page = ivan.get(reverse("cabinet:chat")).content.decode()
    assert "Opens by itself when your first client pays." in page
    told = ivan.get(reverse("cabinet:chat_room", args=[chat.pk]), follow=True)
    assert told.redirect_chain == [(reverse("cabinet:chat"), 302)]
    assert "What opens it" in told.content.decode()
    assert ivan.post(reverse("cabinet:chat_say", args=[chat.pk]), {"text": "!"}).status_code == 403

    payments_received([payment(world.acme)], at=NOON)
    admit_partners_with_clients(at=NOON)
    page = ivan.get(reverse("cabinet:chat_room", args=[chat.pk])).content.decode()
    assert f"Рады вам, {world.ivan.name}!" in page


@pytest.mark.django_db
def test_a_direct_line_is_nobody_elses(world: World, olga: Person) -> None:
    ivan, rita = enter(ivan_of(world)), enter(world.rita.members.get().person)
    ivan.post(reverse("cabinet:chat_line"))
    line = ChatRoom.objects.get(partner=world.ivan)
    drawn = BytesIO()
    Image.new("RGB", (5, 5)).save(drawn, "PNG")
    say = reverse("cabinet:chat_say", args=[line.pk])
    sent = SimpleUploadedFile("снимок.png", drawn.getvalue())
    ivan.post(say, {"text": "<b>Помогите</b> https://example.com", "files": [sent]})
    message = line.messages.get()
    (kept,) = message.attachments.all()

    for name, pk in [
        ("room", line.pk), ("more", line.pk), ("people", line.pk), ("message", message.pk), ("file", kept.pk),
    ]:  # fmt: skip
        assert rita.get(reverse(f"cabinet:chat_{name}", args=[pk])).status_code == 403
    for name in ("sign", "pin", "delete", "silence"):
        assert rita.post(reverse(f"cabinet:chat_{name}", args=[message.pk])).status_code == 403
    assert not rita.get(reverse("cabinet:chat_search"), {"q": "помогите"}).context["bubbles"]

    staff = enter(olga)
    page = staff.get(reverse("office:chat_room", args=[line.pk])).content.decode()
    assert "&lt;b&gt;Помогите&lt;/b&gt;" in page
    assert 'href="https://example.com"' in page
    picture = staff.get(reverse("office:chat_file", args=[kept.pk]))
    assert picture["Content-Type"] == "image/png"
    assert "sandbox" in picture["Content-Security-Policy"]
    assert staff.get(reverse("office:chat_search"), {"q": "помогите"}).context["bubbles"]


@pytest.mark.django_db
def test_bad_files_and_empty_words_are_refused_in_words(world: World) -> None:
    ivan = enter(ivan_of(world))
    line = open_direct_line(world.ivan, at=NOON)
    say = reverse("cabinet:chat_say", args=[line.pk])
    answer = ivan.post(say, {"text": ""}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content.decode()) == (422, "Write something or add a file.")
    virus = SimpleUploadedFile("договор.pdf", b"MZ\x90\x00")
    answer = ivan.post(say, {"files": [virus]}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    fine = SimpleUploadedFile("записка.txt", "Добрый день".encode())
    cut = SimpleUploadedFile("снимок.png", b"\x89PNG\r\n\x1a\n")
    answer = ivan.post(say, {"files": [fine, cut]}, headers={"HX-Request": "true"})
    assert answer.content.decode().startswith("снимок.png: The file is damaged")
    assert not ChatMessage.objects.exists()


@pytest.mark.django_db
def test_words_are_changed_deleted_and_their_author_silenced(world: World, olga: Person) -> None:
    room = open_room(kind=RoomKind.OPEN, name="Общая", about="", welcome="", at=NOON)
    said = post_message(room, author=ivan_of(world), partner=world.ivan, text="Раз", at=now())
    ivan, rita, staff = enter(ivan_of(world)), enter(world.rita.members.get().person), enter(olga)
    page = reverse("cabinet:chat_message", args=[said.pk])
    rita.post(page, {"text": "Чужое"})
    ivan.post(page, {"text": "Два"})
    said.refresh_from_db()
    assert said.text == "Два"
    assert rita.post(reverse("cabinet:chat_pin", args=[said.pk])).status_code == 403
    staff.post(reverse("office:chat_pin", args=[said.pk]))
    assert room.messages.get().pinned_by == "Ольга Ким"
    staff.post(reverse("office:chat_silence", args=[said.pk]), {"hours": "24", "reason": "реклама"})
    answer = ivan.post(
        reverse("cabinet:chat_say", args=[room.pk]), {"text": "Три"}, headers={"HX-Request": "1"}
    )
    assert "реклама" in answer.content.decode()
    staff.post(reverse("office:chat_delete", args=[said.pk]))
    assert "Deleted by Ольга Ким" in ivan.get(page).content.decode()
    assert "Раз" in staff.get(reverse("office:chat_message", args=[said.pk])).content.decode()


@pytest.mark.django_db
def test_a_silence_is_seen_and_lifted_by_a_moderator(world: World, olga: Person) -> None:
    room = open_room(kind=RoomKind.OPEN, name="Общая", about="", welcome="", at=NOON)
    said = post_message(room, author=ivan_of(world), partner=world.ivan, text="Раз", at=now())
    ivan, rita, staff = enter(ivan_of(world)), enter(world.rita.members.get().person), enter(olga)
    staff.post(reverse("office:chat_silence", args=[said.pk]), {"hours": "24", "reason": "реклама"})
    silence = room.silences.get()
    seen_at = [
        reverse("office:chat_room", args=[room.pk]),
        reverse("office:chat_message", args=[said.pk]),
    ]
    for page in seen_at:
        assert "Let speak again" in staff.get(page).content.decode()
    hers = rita.get(reverse("cabinet:chat_room", args=[room.pk])).content.decode()
    assert "реклама" not in hers
    his = ivan.get(reverse("cabinet:chat_room", args=[room.pk])).content.decode()
    assert "реклама" in his
    assert "data-talk" not in his

    for stranger in (ivan, rita):
        lift = reverse("cabinet:chat_lift", args=[silence.pk])
        assert stranger.post(lift).status_code == 403
    finance = add_person(email="finance@vendor.example", name="Фина")
    give_role(finance, role=Role.FINANCE)
    assert enter(finance).post(reverse("office:chat_lift", args=[silence.pk])).status_code == 403
    staff.post(reverse("office:chat_lift", args=[silence.pk]))
    silence.refresh_from_db()
    assert silence.lifted_at is not None
    assert "Let speak again" not in staff.get(seen_at[0]).content.decode()
    assert "data-talk" in ivan.get(reverse("cabinet:chat_room", args=[room.pk])).content.decode()


@pytest.mark.django_db
def test_namesakes_are_told_apart_by_their_company(world: World, olga: Person) -> None:
    namesakes = [
        add_person(email=f"anna@{one.pk}.example", name="Анна Снегова")
        for one in (world.ivan, world.rita)
    ]
    for partner, person in zip((world.ivan, world.rita), namesakes, strict=True):
        add_member(partner, person=person, at=NOON)
    room = open_room(kind=RoomKind.OPEN, name="Общая", about="", welcome="", at=NOON)
    staff = enter(olga)
    people = staff.get(reverse("office:chat_people", args=[room.pk])).json()["people"]
    assert {(one["id"], one["whose"]) for one in people if one["name"] == "Анна Снегова"} == {
        (namesakes[0].pk, world.ivan.name),
        (namesakes[1].pk, world.rita.name),
    }
    words = {"text": "@Анна Снегова, гляньте", "named": [namesakes[1].pk, "²", "x"]}
    staff.post(reverse("office:chat_say", args=[room.pk]), words)
    assert room.messages.get().mentions.get().person == namesakes[1]


@pytest.mark.django_db
def test_a_partner_learns_how_soon_we_answer(world: World, olga: Person) -> None:
    line = open_direct_line(world.ivan, at=now())
    ivan, asked_at = ivan_of(world), now() - timedelta(hours=4)
    post_message(line, author=ivan, partner=world.ivan, text="Когда?", at=asked_at)
    page = reverse("cabinet:chat_room", args=[line.pk])
    assert "We usually answer" not in enter(ivan).get(page).content.decode()
    post_message(line, author=olga, partner=None, text="Завтра", at=asked_at + timedelta(hours=1))
    assert "We usually answer in 1 h" in enter(ivan).get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_stream_is_for_those_inside(site: str, world: World, chat: ChatRoom) -> None:
    address = f"{site}/events/cabinet/rooms/{chat.pk}/"
    assert httpx.get(address).status_code == 401
    inside = {"sessionid": cookie_of(ivan_of(world))}
    assert httpx.get(address, cookies=inside).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_who_was_away_reads_what_was_said_meanwhile(site: str, world: World) -> None:
    line = open_direct_line(world.ivan, at=NOON)
    first, _second = (
        post_message(line, author=ivan_of(world), partner=world.ivan, text=text, at=now())
        for text in ("Один", "Два")
    )
    address = f"{site}/events/cabinet/rooms/{line.pk}/"
    with httpx.stream(
        "GET", address, headers={"Last-Event-ID": str(first.change)},
        cookies={"sessionid": cookie_of(ivan_of(world))}, timeout=10,
    ) as answer:  # fmt: skip
        assert answer.headers["Content-Type"] == "text/event-stream"
        assert any("Два" in line.encode().decode("unicode_escape", "ignore") or "\\u0414\\u0432\\u0430" in line
                   for line in answer.iter_lines() if line.startswith("data:"))  # fmt: skip


@pytest.mark.django_db
def test_rooms_are_opened_and_closed_by_who_looks_after_partners(
    world: World, olga: Person
) -> None:
    finance = add_person(email="finance@vendor.example", name="Фина")
    give_role(finance, role=Role.FINANCE)
    new = reverse("office:chat_new")
    assert enter(finance).get(new).status_code == 403
    assert enter(ivan_of(world)).get(new).status_code == 403
    manager = enter(olga)
    words = {"name": "Опыт", "about": "", "welcome": "Привет, {partner}"}
    assert manager.post(new, {**words, "kind": "direct"}).status_code == 422
    manager.post(new, {**words, "kind": "gated"})
    room = ChatRoom.objects.get()
    manager.post(reverse("office:chat_edit", args=[room.pk]), {**words, "closed": "on"})
    room.refresh_from_db()
    assert room.closed_at is not None
    assert "We answer in" not in manager.get(reverse("office:chat")).content.decode()


@pytest.mark.django_db
def test_numbers_longer_than_any_are_no_numbers(world: World) -> None:
    ivan = enter(ivan_of(world))
    long = "9" * 5000
    ivan.post(reverse("cabinet:chat_line"))
    line = ChatRoom.objects.get()
    assert (
        ivan.get(reverse("cabinet:chat_more", args=[line.pk]), {"before": long}).status_code == 200
    )
    words = {"text": "Привет", "reply_to": long, "named": long}
    assert ivan.post(reverse("cabinet:chat_say", args=[line.pk]), words).status_code == 302
    assert line.messages.get().reply_to is None


@pytest.mark.django_db
def test_lines_that_wait_longest_come_first(world: World, olga: Person) -> None:
    staff = enter(olga)
    ivan, rita = open_direct_line(world.ivan, at=NOON), open_direct_line(world.rita, at=NOON)
    member = world.rita.members.get().person

    def shown() -> list[ChatRoom]:
        groups = dict(staff.get(reverse("office:chat")).context["groups"])
        return [seen.room for seen, _url, _here in groups["Direct lines"]]

    assert shown() == [ivan, rita], "by name"
    post_message(rita, author=member, partner=world.rita, text="Помогите", at=NOON)
    assert shown() == [rita, ivan]
    post_message(
        ivan, author=ivan_of(world), partner=world.ivan, text="И мне", at=NOON - timedelta(hours=1)
    )
    assert shown() == [ivan, rita]


@pytest.mark.django_db
def test_a_room_opens_at_the_first_of_many_unread_words(world: World, olga: Person) -> None:
    line = open_direct_line(world.ivan, at=NOON)
    said = [
        post_message(line, author=olga, partner=None, text=f"Ответ {number}", at=now())
        for number in range(200)
    ]
    mark_read(line, person=ivan_of(world), last_id=said[59].pk, at=now())
    ivan, room = enter(ivan_of(world)), reverse("cabinet:chat_room", args=[line.pk])

    def shown(query: str = "") -> list[str]:
        return [one.message.text for one in ivan.get(room + query).context["bubbles"]]

    opened = ivan.get(room)
    assert opened.context["fresh"] == said[60].pk
    assert shown()[0] == "Ответ 36"
    assert shown()[-1] == "Ответ 110"
    further = ivan.get(opened.context["later"].part)
    assert further.context["bubbles"][0].message.text == "Ответ 111"
    assert "Ответ 111" in shown(opened.context["later"].place.removeprefix(room)), "without scripts"
    assert shown("?end=1")[-1] == "Ответ 199"
    ivan.post(reverse("cabinet:chat_say", args=[line.pk]), {"text": "Прочитал"})
    assert shown()[-1] == "Прочитал", "who answers has read"


@pytest.mark.django_db
def test_what_was_typed_is_not_lost_by_a_refusal(world: World) -> None:
    line = open_direct_line(world.ivan, at=NOON)
    fresh, old = (
        post_message(line, author=ivan_of(world), partner=world.ivan, text="Раз", at=at)
        for at in (now(), now() - timedelta(days=2))
    )
    ivan = enter(ivan_of(world))
    page = reverse("cabinet:chat_message", args=[fresh.pk])
    answer = ivan.post(page, {"text": "д" * 4001})
    assert answer.status_code == 422
    assert "longer than 4000" in answer.content.decode()
    assert "д" * 4001 in answer.content.decode()
    page = ivan.get(reverse("cabinet:chat_message", args=[old.pk])).content.decode()
    assert "can be changed for a day" in page
    assert "<textarea" not in page


@pytest.mark.django_db
def test_a_new_colleague_reads_on_from_the_day_he_came(world: World, olga: Person) -> None:
    room = open_room(kind=RoomKind.OPEN, name="Общая", about="", welcome="", at=NOON)
    post_message(room, author=olga, partner=None, text="Давно", at=NOON)
    anna = add_person(email="anna@example.com", name="Анна")
    member = add_member(world.ivan, person=anna, at=now())
    joined = MemberJoined(
        at=now(), partner_id=world.ivan.pk, person_id=anna.pk, name="Анна", role=member.role,
        invited_by="Иван",
    )  # fmt: skip
    publish(joined)
    assert "community.begin_reading" in run_jobs()
    assert room.read_marks.get(person=anna).last_id == room.messages.get().pk
    page = enter(anna).get(reverse("cabinet:chat")).content.decode()
    assert "not read" not in page
    post_message(room, author=olga, partner=None, text="Сегодня", at=now())
    assert "not read" in enter(anna).get(reverse("cabinet:chat")).content.decode()
