"""Pictures and files cross the bridge both ways; what we do not take is named."""

from __future__ import annotations

from base64 import b64decode, b64encode
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.connectors.telegram.conftest import GROUP, PETR, Bridge
from tests.emulators.running import Running
from tests.emulators.telegram import TOKEN
from tests.web.jobs import run_jobs
from zabota.connectors.connections.models import Connection, Fate, Notice
from zabota.connectors.connections.operations.keeping import replace_secrets
from zabota.connectors.connections.operations.rehearsing import rehearse
from zabota.connectors.connections.operations.understanding import look_again
from zabota.connectors.telegram.operations.setting import check_keys
from zabota.domain.community.models import ChatMessage
from zabota.domain.community.operations import post_message
from zabota.domain.people.models import Person
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.uploads import take_upload

pytestmark = pytest.mark.django_db(transaction=True)


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (9, 9), "red").save(made, "PNG")
    return made.getvalue()


def say_there(bridge: Bridge, content: bytes, **more: Any) -> None:
    photo = b64encode(content).decode()
    bridge.program.play("say", chat=GROUP, photo=photo, **{"from": PETR}, **more)
    bridge.heard()


def test_a_picture_with_its_caption_appears_here(bridge: Bridge):
    say_there(bridge, picture(), text="Схема")

    message = ChatMessage.objects.get()
    kept = message.attachments.get()
    assert (message.text, bytes(kept.content), kept.width) == ("Схема", picture(), 9)


def test_a_file_we_do_not_take_is_named(bridge: Bridge):
    say_there(bridge, b"MZ\x00\x01program", text="Вот")

    message = ChatMessage.objects.get()
    assert message.text.startswith("Вот\n[")
    assert "photo.jpg" in message.text
    assert not message.attachments.exists()


def test_what_has_no_words_here_is_named(bridge: Bridge):
    sticker = {"sticker": {"emoji": "👍"}, "text": None}
    bridge.program.play("say", chat=GROUP, text="", more=sticker, **{"from": PETR})
    bridge.heard()

    assert "sticker" in ChatMessage.objects.get().text


def test_a_file_that_cannot_be_fetched_now_is_fetched_later(bridge: Bridge):
    bridge.program.play("knobs", fail=1)
    say_there(bridge, picture())
    assert not ChatMessage.objects.exists()

    bridge.program.play("knobs", fail=0)
    Notice.objects.filter(word="message").update(next_try_at=now())
    look_again(at=now())
    run_jobs()

    assert ChatMessage.objects.get().attachments.count() == 1


def test_our_files_follow_our_words(bridge: Bridge, ivan: Person):
    files = [take_upload("схема.png", picture()), take_upload("договор.pdf", b"%PDF-1.7 x")]
    partner = ivan.membership.partner
    post_message(
        bridge.room, author=ivan, partner=partner, text="Вот", at=now(), uploads=files
    )  # fmt: skip
    run_jobs()

    there = list(bridge.program.play("truth")["chats"][str(GROUP)]["messages"].values())
    assert [one["text"] for one in there] == ["Иван Петров: Вот", "", ""]
    assert [b64decode(one["file"]) for one in there[1:]] == [picture(), b"%PDF-1.7 x"]


def test_a_try_proves_the_token_and_the_road_and_says_nothing_in_the_chat(bridge: Bridge):
    tried = rehearse(bridge.connection, at=now())
    run_jobs()

    assert tried.keys_tried
    assert tried.entrance_called
    assert Notice.objects.get(test=True).fate == Fate.TEST
    assert not ChatMessage.objects.exists()


def test_a_wrong_token_says_what_to_do_and_is_written_nowhere(
    bot: Connection, telegram_program: Running, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("DEBUG")
    check_keys(bot)
    replace_secrets(bot, secrets={"token": "1:" + "wrong" * 6}, at=now(), by="Виктор")
    bot.refresh_from_db()

    with pytest.raises(Refusal, match="BotFather"):
        check_keys(bot)
    assert TOKEN not in caplog.text
    assert "wrongwrong" not in caplog.text
