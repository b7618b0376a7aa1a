"""A room and a group say the same: in order, once, whatever the network does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor

from tests.connectors.telegram.conftest import GROUP, IVAN, PETR, Bridge, hook_of
from tests.emulators.telegram import TOKEN
from tests.make.money import NOON
from tests.web.jobs import run_jobs
from zabota.connectors.connections.models import Connection, RefusedCall
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.connectors.telegram.models import (
    Crossing,
    Dispatch,
    DispatchStatus,
    TelegramAccount,
    TelegramGroup,
)
from zabota.connectors.telegram.operations.carrying import carry_all, note_arrived, send_again
from zabota.connectors.telegram.translate import secret_of
from zabota.domain.community.models import ChatMessage
from zabota.domain.community.operations import delete_message, edit_message, post_message
from zabota.domain.people.models import Person
from zabota.kit.clock import now
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def say(bridge: Bridge, person: Person, text: str, **more: ChatMessage) -> ChatMessage:
    partner = person.membership.partner
    return post_message(bridge.room, author=person, partner=partner, text=text, at=now(), **more)


def states() -> list[str]:
    return list(Dispatch.objects.order_by("event_id").values_list("status", flat=True))


def test_what_is_said_there_appears_here_under_the_name_there(bridge: Bridge):
    bridge.program.play("say", chat=GROUP, text="Привет всем", **{"from": PETR})
    bridge.heard()

    message = ChatMessage.objects.get()
    assert (message.author_name, message.origin) == ("Пётр Сидоров", "telegram")
    assert (message.text, message.author) == ("Привет всем", None)
    assert bridge.said_there() == []  # no echo


def test_who_has_tied_his_telegram_speaks_under_his_name_here(bridge: Bridge, ivan: Person):
    TelegramAccount.objects.create(
        person=ivan, connection=bridge.connection, telegram_id=8, name="Ivan", linked_at=NOON
    )
    bridge.program.play("say", chat=GROUP, text="Это я", **{"from": IVAN})
    bridge.heard()

    message = ChatMessage.objects.get()
    assert (message.author, message.partner) == (ivan, ivan.membership.partner)


def test_what_is_said_changed_and_deleted_here_is_so_there(bridge: Bridge, ivan: Person):
    first, second = say(bridge, ivan, "<b>раз</b>"), say(bridge, ivan, "два")
    run_jobs()
    assert bridge.said_there() == ["Иван Петров: <b>раз</b>", "Иван Петров: два"]

    edit_message(first, text="раз и", at=now(), by=ivan)
    delete_message(second, at=now(), by=ivan, moderator=False)
    run_jobs()

    assert bridge.said_there() == ["Иван Петров: раз и"]
    assert bridge.shown_here() == ["Иван Петров: раз и"]


def test_answers_stay_answers_on_both_sides(bridge: Bridge, ivan: Person):
    told = bridge.program.play("say", chat=GROUP, text="Кто был?", **{"from": PETR})
    bridge.heard()
    asked = ChatMessage.objects.get()
    say(bridge, ivan, "Я", reply_to=asked)
    run_jobs()
    messages = bridge.program.play("truth")["chats"][str(GROUP)]["messages"]
    (number, ours), *_ = [one for one in messages.items() if one[1]["by"] == "bot"]
    assert ours["reply_to"] == told["message"]["message_id"]

    bridge.program.play("say", chat=GROUP, text="Хорошо", reply_to=int(number), **{"from": PETR})
    bridge.heard()

    assert ChatMessage.objects.get(text="Хорошо").reply_to == ChatMessage.objects.get(text="Я")


def test_a_change_there_changes_it_here_and_what_stood_before_is_kept(bridge: Bridge):
    told = bridge.program.play("say", chat=GROUP, text="Завтар", **{"from": PETR})
    bridge.heard()
    number = told["message"]["message_id"]
    bridge.program.play("say", chat=GROUP, text="Завтра", id=number, edit=True, **{"from": PETR})
    bridge.heard()

    message = ChatMessage.objects.get()
    assert (message.text, message.revisions.get().text) == ("Завтра", "Завтар")
    assert not Dispatch.objects.exists()


def test_everything_comes_twice_forged_and_late_and_is_here_once(bridge: Bridge):
    bridge.program.play("knobs", duplicate=1, forge=1, delay=0.5)
    for number in range(8):
        bridge.program.play("say", chat=GROUP, text=f"{number}", **{"from": PETR})
    bridge.heard()

    assert sorted(bridge.shown_here()) == [f"Пётр Сидоров: {number}" for number in range(8)]
    assert RefusedCall.objects.get(reason="signature").count >= 8


def test_after_a_pause_of_the_worker_all_is_there_in_order(bridge: Bridge, ivan: Person):
    for number in range(4):
        bridge.program.play("say", chat=GROUP, text=f"там {number}", **{"from": PETR})
        bridge.program.settle()
        say(bridge, ivan, f"тут {number}")
    run_jobs()

    assert bridge.said_there() == [f"Иван Петров: тут {number}" for number in range(4)]
    assert [one for one in bridge.shown_here() if "там" in one] == [
        f"Пётр Сидоров: там {number}" for number in range(4)
    ]


def test_a_lost_answer_is_not_repeated_but_marked_and_a_person_decides(
    bridge: Bridge, ivan: Person
):
    bridge.program.play("config", loses=1)
    say(bridge, ivan, "раз")
    say(bridge, ivan, "два")
    run_jobs()
    assert bridge.said_there() == ["Иван Петров: раз", "Иван Петров: два"]
    assert states() == [DispatchStatus.UNKNOWN, DispatchStatus.SENT]

    unknown = Dispatch.objects.get(status=DispatchStatus.UNKNOWN)
    note_arrived(unknown, at=now())
    with pytest.raises(Refusal, match="already"):
        send_again(unknown, at=now())
    carry_all(clock=now)

    assert len(bridge.said_there()) == 2


def test_what_is_known_not_to_have_arrived_is_sent_once_more(bridge: Bridge, ivan: Person):
    bridge.program.play("config", broken=1)
    say(bridge, ivan, "раз")
    run_jobs()
    assert bridge.said_there() == []

    send_again(Dispatch.objects.get(), at=now())
    carry_all(clock=now)

    assert bridge.said_there() == ["Иван Петров: раз"]


def test_too_much_waits_as_long_as_telegram_says_and_nothing_is_lost(bridge: Bridge, ivan: Person):
    bridge.program.play("config", limit=1)
    for word in ("раз", "два", "три"):
        say(bridge, ivan, word)
    run_jobs()
    assert states() == ["sent", "waiting", "waiting"]
    bridge.program.play("config", limit=10)

    carry_all(clock=now)
    assert states() == ["sent", "waiting", "waiting"]
    carry_all(clock=lambda: now() + timedelta(seconds=8))

    assert bridge.said_there() == [f"Иван Петров: {word}" for word in ("раз", "два", "три")]


def test_a_group_gets_no_more_than_its_share_of_a_minute(bridge: Bridge, ivan: Person):
    for number in range(20):
        say(bridge, ivan, str(number))
    run_jobs()
    assert len(bridge.said_there()) == 18

    carry_all(clock=lambda: now() + timedelta(seconds=61))

    assert [one.split()[-1] for one in bridge.said_there()] == [str(one) for one in range(20)]


def test_a_group_that_grew_is_followed(bridge: Bridge, ivan: Person):
    bridge.program.play("config", grown={str(GROUP): -2002})
    bridge.program.play("group", chat=-2002, title="Партнёры")
    bridge.heard()
    say(bridge, ivan, "раз")
    run_jobs()

    there = bridge.program.play("truth")["chats"]["-2002"]["messages"]
    assert [one["text"] for one in there.values()] == ["Иван Петров: раз"]
    assert TelegramGroup.objects.get().chat_id == -2002


def test_a_bot_that_was_put_out_says_the_rest_when_it_is_back(bridge: Bridge, ivan: Person):
    bridge.program.play("group", chat=GROUP, inside=False)
    say(bridge, ivan, "раз")
    bridge.heard()
    assert states() == ["waiting"]

    bridge.program.play("group", chat=GROUP, inside=True)
    bridge.heard()
    carry_all(clock=now)

    assert bridge.said_there() == ["Иван Петров: раз"]


def test_a_long_message_goes_in_pieces_and_its_change_finds_them(bridge: Bridge, ivan: Person):
    message = say(bridge, ivan, "слово " * 600)
    ChatMessage.objects.filter(pk=message.pk).update(text="слово " * 900)
    run_jobs()
    assert "".join(bridge.said_there()).count("слово") == 900
    assert Crossing.objects.filter(ours=True).count() == 2

    edit_message(message, text="короче", at=now(), by=ivan)
    run_jobs()

    assert bridge.said_there() == ["Иван Петров: короче"]


def test_a_worker_that_died_while_sending_leaves_it_unknown(bridge: Bridge, ivan: Person):
    say(bridge, ivan, "раз")
    bridge.program.play("config", limit=0)
    run_jobs()
    Dispatch.objects.update(status=DispatchStatus.GOING)
    TelegramGroup.objects.update(resume_at=None)
    bridge.program.play("config", limit=10)

    carry_all(clock=now)
    assert states() == ["going"]
    carry_all(clock=lambda: now() + timedelta(minutes=3))

    assert states() == ["unknown"]


def test_what_is_not_ours_or_not_theirs_is_turned_away(bot: Connection, client: Visitor):
    path, right = hook_of(bot), {"X-Telegram-Bot-Api-Secret-Token": secret_of(TOKEN)}

    def call(body: bytes, headers: dict[str, str]) -> int:
        said = client.post(path, body, content_type="application/json", headers=headers)
        return said.status_code

    assert call(b'{"update_id": 1}', {}) == 403
    assert call(b'{"update_id": 1}', {"X-Telegram-Bot-Api-Secret-Token": "é" * 64}) == 403
    assert call(b"[]", right) == 400
    assert call(b'{"update_id": 1}', right) == 200
    run_jobs()
    assert InboundEvent.objects.get().status == InboundStatus.HANDLED
