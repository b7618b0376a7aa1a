"""Telegram in the office: an invitation first, then bots, groups with their rooms, and doubtful messages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.telegram.models import (
    Deed,
    Dispatch,
    DispatchStatus,
    LinkTicket,
    TelegramGroup,
)
from zabota.domain.community.models import ChatMessage, ChatRoom, RoomKind
from zabota.domain.community.operations import open_room, post_notice
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
PAGE = "/office/telegram/"


@pytest.fixture
def bot(db: None) -> Connection:
    return add_connection(
        kind="telegram", name="Чат", settings={}, secrets={"token": "100:token"}, at=NOON
    )


@pytest.fixture
def group(bot: Connection) -> TelegramGroup:
    return TelegramGroup.objects.create(connection=bot, chat_id=-5, title="Партнёры", found_at=NOON)


@pytest.fixture
def room(db: None) -> ChatRoom:
    return open_room(kind=RoomKind.OPEN, name="Общая", about="", welcome="", at=NOON)


@pytest.fixture
def doubtful(group: TelegramGroup, room: ChatRoom) -> Dispatch:
    message = post_notice(room, text="Новость", at=NOON)
    return Dispatch.objects.create(
        group=group,
        event=Event.objects.get(name="chat_message.posted"),
        message=message,
        deed=Deed.SAY,
        status=DispatchStatus.UNKNOWN,
        moved_at=NOON,
    )


def test_without_a_bot_the_page_says_what_it_would_bring(finance: Visitor):
    text = finance.get(PAGE).content.decode()

    assert "No bot is connected" in text
    assert reverse("office:new_connection", args=["telegram"]) in text


def test_a_bot_is_set_up_by_its_token_which_is_never_shown(finance: Visitor):
    token = "100500:" + "a" * 30
    given = {"name": "Чат", "token": token, "api_url": "https://api.telegram.org/"}

    answer = finance.post(reverse("office:new_connection", args=["telegram"]), given, follow=True)

    assert token not in answer.content.decode()
    assert Connection.objects.get().kind == "telegram"


def test_a_group_is_tied_to_a_room_and_untied(
    finance: Visitor, group: TelegramGroup, room: ChatRoom, bot: Connection
):
    address = reverse("office:telegram_tie", args=[group.pk])
    finance.post(address, {"room": room.pk})
    group.refresh_from_db()
    assert group.room == room

    other = TelegramGroup.objects.create(connection=bot, chat_id=-6, title="Вторая", found_at=NOON)
    again = finance.post(
        reverse("office:telegram_tie", args=[other.pk]), {"room": room.pk}, follow=True
    )
    assert "tied to another group" in again.content.decode()

    finance.post(address, {"room": ""})
    group.refresh_from_db()
    assert group.room is None


def test_a_direct_line_is_never_offered(finance: Visitor, group: TelegramGroup, room: ChatRoom):
    assert finance.post(
        reverse("office:telegram_tie", args=[group.pk]), {"room": room.pk + 99}
    ).status_code == 404  # fmt: skip


def test_a_doubtful_message_is_decided_by_who_looked(finance: Visitor, doubtful: Dispatch):
    assert "Новость" in finance.get(PAGE).content.decode()
    finance.post(reverse("office:telegram_decide", args=[doubtful.pk]), {"there": "yes"})

    doubtful.refresh_from_db()
    assert doubtful.status == DispatchStatus.SENT
    assert ChatMessage.objects.count() == 1


def test_a_bot_that_is_not_reached_says_so(
    finance: Visitor, bot: Connection, toasts: Callable[..., list[str]]
):
    Connection.objects.update(settings={"api_url": "http://127.0.0.1:9/"})

    answer = finance.post(reverse("office:telegram_point", args=[bot.pk]), follow=True)

    assert "PrivateAddress" in toasts(answer)[0]
    assert "100:token" not in answer.content.decode()


def test_only_finance_and_owners_enter(
    keeper: Visitor, support: Visitor, member: Visitor, stranger: Visitor, doubtful: Dispatch
):
    deeds = [("telegram_point", doubtful.group.connection_id), ("telegram_tie", doubtful.group_id),
             ("telegram_decide", doubtful.pk)]  # fmt: skip
    for visitor, status in [(keeper, 403), (support, 403), (member, 403), (stranger, 302)]:
        assert visitor.get(PAGE).status_code == status
        for name, pk in deeds:
            answer = visitor.post(reverse(f"office:{name}", args=[pk]), {"there": "yes"})
            assert answer.status_code == status, name
    doubtful.refresh_from_db()
    assert doubtful.status == DispatchStatus.UNKNOWN


def test_staff_tie_their_telegram_at_their_bell(
    support: Visitor, member: Visitor, stranger: Visitor, bot: Connection
):
    Connection.objects.update(settings={"username": "zabota_bot"})
    for visitor, status in [(support, 200), (member, 403), (stranger, 302)]:
        assert visitor.post(reverse("office:link_telegram")).status_code == status
    for visitor, status in [(support, 302), (member, 403), (stranger, 302)]:
        assert visitor.post(reverse("office:unlink_telegram")).status_code == status
    assert LinkTicket.objects.count() == 1
