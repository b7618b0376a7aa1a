"""Telegram as a separate program on the loopback, a bot there, and a room tied to a group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.emulators.running import Running, running
from tests.emulators.telegram import TOKEN
from tests.make.money import NOON
from tests.web.jobs import run_jobs
from tests.world import World, world
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.rehearsing import address_of
from zabota.connectors.telegram.models import TelegramGroup
from zabota.connectors.telegram.operations.groups import tie_group
from zabota.connectors.telegram.operations.setting import point_here
from zabota.domain.community.models import ChatRoom, RoomKind
from zabota.domain.community.operations import open_room
from zabota.domain.partners.operations import add_member
from zabota.domain.people.models import Person
from zabota.domain.people.operations import add_person

__all__ = ["world"]
GROUP = -1001
PETR = {"id": 7, "first_name": "Пётр", "last_name": "Сидоров"}
IVAN = {"id": 8, "first_name": "Ivan", "username": "ivan_p"}


@pytest.fixture(scope="session")
def telegram_program() -> Iterator[Running]:
    with running("telegram") as program:
        yield program


@dataclass
class Bridge:
    """The program, our bot's connection, the group and the room."""

    program: Running
    connection: Connection
    group: TelegramGroup
    room: ChatRoom

    def heard(self) -> None:
        """Everything the program told us is read."""
        self.program.settle()
        run_jobs()

    def said_there(self) -> list[str]:
        """What stands in the group, in its order, without what people said."""
        messages = self.program.play("truth")["chats"][str(GROUP)]["messages"]
        return [one["text"] for one in messages.values() if one["by"] == "bot"]

    def shown_here(self) -> list[str]:
        """What stands in the room, with its authors."""
        rows = self.room.messages.filter(deleted_at=None).order_by("pk")
        return [f"{one.author_name}: {one.text}" for one in rows]


@pytest.fixture
def bot(telegram_program: Running, world: World, settings: Any, live_server: Any) -> Connection:
    """A connection to the program, which calls our site."""
    settings.PUBLIC_URL = live_server.url
    settings.OUTSIDE_TRUSTED = frozenset(
        {telegram_program.address, live_server.url.removeprefix("http://")}
    )
    connection = add_connection(
        kind="telegram",
        name="Чат партнёров",
        settings={"api_url": telegram_program.url},
        secrets={"token": TOKEN},
        at=NOON,
    )
    telegram_program.play("forget")
    point_here(connection)
    connection.refresh_from_db()
    return connection


@pytest.fixture
def bridge(bot: Connection, telegram_program: Running) -> Bridge:
    """The bot was let into the group, and the group tied to an open room."""
    room = open_room(kind=RoomKind.OPEN, name="Общая", about="", welcome="", at=NOON)
    telegram_program.play("group", chat=GROUP, title="Партнёры")
    telegram_program.settle()
    run_jobs()
    group = TelegramGroup.objects.get(connection=bot, chat_id=GROUP)
    tie_group(group, room=room, at=NOON, by="Ольга")
    group.refresh_from_db()
    return Bridge(telegram_program, bot, group, room)


@pytest.fixture
def ivan(world: World) -> Person:
    person = add_person(email="ivan@example.com", name="Иван Петров")
    add_member(world.ivan, person=person, at=NOON)
    return person


def hook_of(connection: Connection) -> str:
    """The path of the entrance."""
    return "/hooks/" + address_of(connection).split("/hooks/")[1]
