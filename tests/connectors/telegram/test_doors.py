"""Whose Telegram it is, who is let into the group, and who is told there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from tests.connectors.telegram.conftest import GROUP, IVAN, PETR, Bridge
from tests.emulators.running import Running
from tests.make.money import payment
from tests.web.jobs import run_jobs
from tests.world import World
from zabota.connectors.connections.models import Connection
from zabota.connectors.telegram.models import (
    JoinRequest,
    LinkTicket,
    TelegramAccount,
    TelegramNotice,
)
from zabota.connectors.telegram.operations.joining import mind_doors
from zabota.connectors.telegram.operations.linking import make_link, unlink
from zabota.connectors.telegram.operations.telling import tell_notices
from zabota.domain.community.models import ChatRoom, RoomKind
from zabota.domain.community.operations import admit_partners_with_clients
from zabota.domain.notices.models import Channel, Choice, Notice
from zabota.domain.notices.operations import choose_ways
from zabota.domain.notices.rules import CABINET
from zabota.domain.partners.events import BankDetailsChanged
from zabota.domain.partners.models import Member
from zabota.domain.partners.operations import add_member
from zabota.domain.people.models import Person
from zabota.domain.people.operations import add_person
from zabota.domain.ratings.events import LevelChanged
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def door(bridge: Bridge) -> Bridge:
    """The room opens with the first paying client."""
    ChatRoom.objects.filter(pk=bridge.room.pk).update(kind=RoomKind.GATED)
    bridge.room.refresh_from_db()
    return bridge


def start(program: Running, token: str, user: dict[str, object]) -> None:
    program.play("start", text=f"/start {token}", **{"from": user})
    program.settle()
    run_jobs()


def tie(program: Running, person: Person, user: dict[str, object]) -> None:
    start(program, make_link(person, at=now()).split("start=")[1], user)


def heard_by(program: Running, user: dict[str, object]) -> list[str]:
    messages = program.play("truth")["chats"][str(user["id"])]["messages"].values()
    return [one["text"] for one in messages if one["by"] == "bot"]


def verdict(program: Running, user: dict[str, object]) -> str:
    said: str = program.play("truth")["chats"][str(GROUP)]["asked"][str(user["id"])]
    return said


def test_a_link_ties_once_and_only_for_a_quarter_of_an_hour(
    bot: Connection, telegram_program: Running, ivan: Person
):
    link = make_link(ivan, at=now())
    assert link.startswith("https://t.me/zabota_bot?start=")
    token = link.split("start=")[1]
    assert not LinkTicket.objects.filter(digest__contains=token).exists()

    start(telegram_program, token, IVAN)
    assert TelegramAccount.objects.get().person == ivan
    start(telegram_program, token, PETR)
    assert TelegramAccount.objects.get().telegram_id == IVAN["id"]

    make_link(ivan, at=now() - timedelta(minutes=16))
    late = make_link(ivan, at=now() - timedelta(minutes=16)).split("start=")[1]
    unlink(ivan, at=now(), by="Иван")
    start(telegram_program, late, IVAN)
    assert not TelegramAccount.objects.exists()
    assert list(Event.objects.filter(name__startswith="telegram.").order_by("pk").values_list(
        "name", flat=True)) == ["telegram.linked", "telegram.unlinked"]  # fmt: skip


def test_the_same_update_again_answers_nothing(
    bot: Connection, telegram_program: Running, ivan: Person
):
    telegram_program.play("knobs", duplicate=1)
    tie(telegram_program, ivan, IVAN)

    assert len(heard_by(telegram_program, IVAN)) == 1


def test_a_telegram_that_was_anothers_is_his_who_came_last(
    bot: Connection, telegram_program: Running, ivan: Person
):
    tie(telegram_program, ivan, IVAN)
    olga = Person.objects.create(email="olga@example.com", name="Ольга")
    tie(telegram_program, olga, IVAN)

    assert TelegramAccount.objects.get().person == olga


def test_a_stranger_is_told_what_opens_the_group_and_is_let_in_by_himself_later(
    door: Bridge, ivan: Person, world: World
):
    door.program.play("ask", chat=GROUP, **{"from": IVAN})
    door.heard()
    assert verdict(door.program, IVAN) == "asked"
    assert "/cabinet/notices/choices/" in heard_by(door.program, IVAN)[0]

    tie(door.program, ivan, IVAN)
    run_jobs()
    assert verdict(door.program, IVAN) == "asked"  # no client has paid yet

    payments_received([payment(world.acme, 50_000)], at=now())
    admit_partners_with_clients(at=now())
    run_jobs()

    assert verdict(door.program, IVAN) == "approved"
    assert JoinRequest.objects.get().person == ivan


def come_in(door: Bridge, ivan: Person, world: World) -> None:
    """Ivan, whose client has paid, asks to be let into the group."""
    payments_received([payment(world.acme, 50_000)], at=now())
    admit_partners_with_clients(at=now())
    tie(door.program, ivan, IVAN)
    door.program.play("ask", chat=GROUP, **{"from": IVAN})
    door.heard()


def test_who_is_admitted_here_comes_in_at_once_and_goes_when_he_is_removed(
    door: Bridge, ivan: Person, world: World
):
    come_in(door, ivan, world)
    assert verdict(door.program, IVAN) == "approved"
    assert mind_doors(at=now()) == 0

    Member.objects.filter(person=ivan).delete()
    assert mind_doors(at=now()) == 1

    assert verdict(door.program, IVAN) == "out"
    assert mind_doors(at=now()) == 0


def test_who_has_given_his_telegram_to_another_goes_when_the_other_does(
    door: Bridge, ivan: Person, world: World
):
    come_in(door, ivan, world)
    clerk = add_person(email="clerk@example.com", name="Пётр")
    add_member(world.ivan, person=clerk, at=now())
    tie(door.program, clerk, IVAN)
    Member.objects.filter(person=clerk).delete()

    assert mind_doors(at=now()) == 1

    assert verdict(door.program, IVAN) == "out"


def test_untied_he_stays_while_his_company_may(door: Bridge, ivan: Person, world: World):
    payments_received([payment(world.acme, 50_000)], at=now())
    admit_partners_with_clients(at=now())
    tie(door.program, ivan, IVAN)
    door.program.play("ask", chat=GROUP, **{"from": IVAN})
    door.heard()
    unlink(ivan, at=now(), by="Иван")
    assert mind_doors(at=now()) == 0
    Member.objects.filter(person=ivan).delete()
    assert mind_doors(at=now()) == 1


def level_rose(ivan: Person) -> None:
    partner_id = ivan.membership.partner_id
    publish(LevelChanged(at=now(), partner_id=partner_id, before="", after="gold", rose=True))
    run_jobs()


def letters_to(person: Person) -> list[str]:
    return [letter.subject for letter in mail.outbox if letter.to == [person.email]]


def want(person: Person, way: str) -> None:
    choose_ways(person, side=CABINET, ways={"level": way, "bank_details": Channel.TELEGRAM}, hour=9)


def test_a_notice_comes_to_telegram_once_and_no_letter_with_it(
    bot: Connection, telegram_program: Running, ivan: Person
):
    tie(telegram_program, ivan, IVAN)
    want(ivan, Channel.TELEGRAM)
    level_rose(ivan)
    assert letters_to(ivan) == []

    assert tell_notices(clock=now) == 1
    assert tell_notices(clock=now) == 0

    told = heard_by(telegram_program, IVAN)[-1]
    assert told.startswith(Notice.objects.get(person=ivan).sentence)
    assert "/cabinet/rating/" in told


def test_money_and_safety_come_by_letter_too(
    bot: Connection, telegram_program: Running, ivan: Person
):
    tie(telegram_program, ivan, IVAN)
    want(ivan, Channel.TELEGRAM)
    partner_id = ivan.membership.partner_id
    publish(BankDetailsChanged(at=now(), partner_id=partner_id, account_end="0042"))
    run_jobs()
    tell_notices(clock=now)

    assert len(letters_to(ivan)) == 1
    assert len(heard_by(telegram_program, IVAN)) == 2


def test_who_has_stopped_the_bot_gets_a_letter(
    bot: Connection, telegram_program: Running, ivan: Person
):
    tie(telegram_program, ivan, IVAN)
    want(ivan, Channel.TELEGRAM)
    telegram_program.play("config", blocked=[IVAN["id"]])
    level_rose(ivan)
    tell_notices(clock=now)
    run_jobs()

    assert TelegramAccount.objects.get().blocked_at is not None
    assert letters_to(ivan) == [Notice.objects.get(person=ivan).sentence]


def test_a_pause_puts_it_off_and_after_an_hour_a_letter_goes(
    bot: Connection, telegram_program: Running, ivan: Person
):
    tie(telegram_program, ivan, IVAN)
    want(ivan, Channel.TELEGRAM)
    telegram_program.play("config", limit=0)
    level_rose(ivan)
    assert tell_notices(clock=now) == 0
    assert TelegramNotice.objects.get().status == "waiting"

    tell_notices(clock=lambda: now() + timedelta(hours=2))
    run_jobs()

    assert len(letters_to(ivan)) == 1


def test_untied_he_gets_letters_again(bot: Connection, telegram_program: Running, ivan: Person):
    tie(telegram_program, ivan, IVAN)
    want(ivan, Channel.TELEGRAM)
    unlink(ivan, at=now(), by="Иван")

    assert set(Choice.objects.values_list("channel", flat=True)) == {Channel.NOW}


def test_without_a_bot_there_is_no_link(ivan: Person):
    with pytest.raises(Refusal, match="not connected"):
        make_link(ivan, at=now())
