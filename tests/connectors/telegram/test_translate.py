"""Telegram's bytes are understood, and what is odd about them does no harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.connectors.telegram.facts import AskedToJoin, BotMoved, GroupGrew, Said, Unheard
from zabota.connectors.telegram.translate import (
    LONGEST,
    NotAnUpdate,
    secret_of,
    split_text,
    understand_update,
)

USER = {"id": 7, "is_bot": False, "first_name": "Пётр", "last_name": "Сидоров"}
CHAT = {"id": -1001, "type": "supergroup", "title": "Партнёры"}


def update(kind: str, **said: Any) -> bytes:
    return json.dumps({"update_id": 1, kind: said}).encode()


def message(**said: Any) -> bytes:
    whole = {"message_id": 5, "date": 1_760_000_000, "chat": CHAT, "from": USER, **said}
    return update("message", **whole)


def test_words_with_their_author_and_what_they_answer():
    said = understand_update(message(text="Привет", reply_to_message={"message_id": 3}))

    assert isinstance(said, Said)
    assert (said.sender.name, said.text, said.reply_to) == ("Пётр Сидоров", "Привет", 3)
    assert not said.private


def test_of_a_picture_the_largest_is_taken_with_its_caption():
    sizes = [{"file_id": "s", "width": 9, "height": 9}, {"file_id": "l", "width": 90, "height": 90}]

    said = understand_update(message(photo=sizes, caption="Схема"))

    assert isinstance(said, Said)
    assert ([one.file_id for one in said.files], said.text) == (["l"], "Схема")


def test_what_turns_text_round_or_cannot_be_stored_is_left_out():
    said = understand_update(message(text="a\u202eb\x00c\ud83d"))

    assert isinstance(said, Said)
    assert said.text == "abc�"


def test_an_administrator_who_hides_his_name_speaks_as_the_group():
    hidden = {"id": 1087968824, "is_bot": True, "first_name": "Group"}

    said = understand_update(message(text="x", sender_chat=CHAT, **{"from": hidden}))

    assert isinstance(said, Said)
    assert said.sender.name == "Партнёры"


def test_another_bot_and_a_word_of_the_house_are_nobody():
    other = {"id": 9, "is_bot": True, "first_name": "Bot"}

    assert understand_update(message(text="x", **{"from": other})) == Unheard()
    assert understand_update(message(new_chat_title="x")) == Unheard()


def test_groups_grow_bots_move_and_people_ask():
    moved = {"chat": CHAT, "new_chat_member": {"status": "kicked"}}
    asked = {"chat": CHAT, "from": USER, "user_chat_id": 7}

    assert understand_update(message(migrate_to_chat_id=-2)) == GroupGrew(-1001, -2)
    assert understand_update(update("my_chat_member", **moved)) == BotMoved(
        chat_id=-1001, title="Партнёры", private=False, inside=False
    )
    assert isinstance(understand_update(update("chat_join_request", **asked)), AskedToJoin)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"update_id": 1, "message": {}}'])
def test_what_is_no_update_says_so(raw: bytes):
    with pytest.raises(NotAnUpdate):
        understand_update(raw)


def test_the_secret_word_follows_from_the_token_and_has_only_letters_they_take():
    assert secret_of("1:a") != secret_of("1:b")
    assert secret_of("1:a").isalnum()


@given(st.text(alphabet=st.sampled_from("ab 😀\nж"), max_size=200), st.integers(4, 40))
def test_a_long_text_is_cut_and_nothing_of_it_is_lost(text: str, most: int):
    pieces = split_text(text, most=most)

    assert "".join(pieces) == text
    assert all(0 < len(one.encode("utf-16-le")) // 2 <= most for one in pieces)


def test_a_text_is_cut_where_a_line_ends():
    text = "а" * 3000 + "\n" + "б" * 3000

    assert [len(one) for one in split_text(text)] == [3001, 3000]
    assert LONGEST == 4096
