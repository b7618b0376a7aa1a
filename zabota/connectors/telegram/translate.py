"""Telegram's bytes → our facts, and our texts → pieces that fit; pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from zabota.connectors.telegram.facts import (
    AskedToJoin,
    BotMoved,
    GroupGrew,
    Heard,
    Said,
    Sender,
    SentFile,
    Unheard,
)

Json = dict[str, Any]
LONGEST = 4096  # UTF-16 units, as Telegram counts
WANTED = ("message", "edited_message", "my_chat_member", "chat_join_request")
ANONYMOUS = 1087968824  # "GroupAnonymousBot": an administrator who hides his name
_FILES = ("document", "video", "audio", "voice", "animation", "video_note")
_ODDITIES = ("sticker", "poll", "location", "contact", "venue", "dice", "story", "game")


class NotAnUpdate(ValueError):
    """The bytes are no update of Telegram."""


def secret_of(token: str) -> str:
    """The word Telegram shows at every call: it follows from the bot's token, so none is typed."""
    return sha256(b"zabota telegram\0" + token.encode()).hexdigest()


def read_update(raw: bytes) -> Json:
    """The update with its number; raises NotAnUpdate."""
    try:
        update = json.loads(raw)
    except ValueError:
        raise NotAnUpdate("not JSON") from None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise NotAnUpdate("without update_id")
    return update


def word_of(update: Json) -> str:
    """Their own name of what happened."""
    return next((name for name in update if name != "update_id"), "nothing")


def understand_update(raw: bytes) -> Heard:
    """What an update says; what is of another kind is Unheard, what lacks its parts raises NotAnUpdate."""
    update = read_update(raw)
    try:
        match word_of(update):
            case "message":
                return _message(update["message"], edited=False)
            case "edited_message":
                return _message(update["edited_message"], edited=True)
            case "my_chat_member":
                return _bot_moved(update["my_chat_member"])
            case "chat_join_request":
                return _asked(update["chat_join_request"])
    except (KeyError, TypeError, AttributeError, IndexError) as lacking:
        raise NotAnUpdate(f"{word_of(update)} without {lacking}") from lacking
    return Unheard()


def _message(message: Json, *, edited: bool) -> Heard:
    chat = message["chat"]
    if to := message.get("migrate_to_chat_id"):
        return GroupGrew(chat["id"], to)
    if former := message.get("migrate_from_chat_id"):
        return GroupGrew(former, chat["id"])
    text = message.get("text") or message.get("caption") or ""
    files = _files(message)
    oddity = next((name for name in _ODDITIES if name in message), "")
    sender = _sender(message)
    if sender is None or not (text or files or oddity):
        return Unheard()
    return Said(
        chat_id=chat["id"],
        private=chat["type"] == "private",
        message_id=message["message_id"],
        sender=sender,
        at=datetime.fromtimestamp(message["date"], UTC),
        text=clean(text),
        reply_to=(message.get("reply_to_message") or {}).get("message_id", 0),
        files=files,
        oddity=oddity,
        edited=edited,
    )


def _sender(message: Json) -> Sender | None:
    """Who speaks; another bot is nobody."""
    chat, user = message.get("sender_chat"), message.get("from") or {}
    if chat:
        return Sender(chat["id"], clean(chat.get("title", ""))[:150] or "Telegram")
    if not user or (user.get("is_bot") and user["id"] != ANONYMOUS):
        return None
    return _user(user)


def _user(user: Json) -> Sender:
    name = f"{user.get('first_name', '')} {user.get('last_name') or ''}"
    shown = " ".join(clean(name).split())[:150] or user.get("username") or "Telegram"
    return Sender(user["id"], shown, user.get("username") or "")


def _files(message: Json) -> tuple[SentFile, ...]:
    found = []
    if photo := message.get("photo"):
        largest = max(photo, key=lambda one: one.get("width", 0) * one.get("height", 0))
        found.append(SentFile(largest["file_id"], "photo.jpg", largest.get("file_size", 0)))
    for name in _FILES:
        one = message.get(name)
        if one and not (name == "document" and "animation" in message):
            found.append(
                SentFile(one["file_id"], one.get("file_name") or name, one.get("file_size", 0))
            )
    return tuple(found)


def _bot_moved(moved: Json) -> BotMoved:
    chat, member = moved["chat"], moved["new_chat_member"]
    inside = member["status"] in ("creator", "administrator", "member") or bool(
        member.get("is_member")
    )
    return BotMoved(
        chat_id=chat["id"],
        title=clean(chat.get("title") or chat.get("first_name") or "")[:200],
        private=chat["type"] == "private",
        inside=inside,
    )


def _asked(asked: Json) -> AskedToJoin:
    user = _user(asked["from"])
    return AskedToJoin(asked["chat"]["id"], user, asked.get("user_chat_id", user.telegram_id))


def clean(text: str) -> str:
    """Without what the database or a page cannot hold: NUL, half letters, marks that turn text round."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(letter for letter in whole if letter != "\x00" and letter not in _TURNS)


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def split_text(text: str, *, most: int = LONGEST) -> list[str]:
    """Pieces that Telegram takes, cut at line ends or spaces where there are any near; nothing is lost."""
    pieces = []
    while _units(text) > most:
        end = _letters_within(text, most)
        cut = max(text.rfind("\n", 0, end), text.rfind(" ", 0, end)) + 1
        cut = cut if cut > end // 2 else end
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text] if text else pieces


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _letters_within(text: str, most: int) -> int:
    units = 0
    for count, letter in enumerate(text):
        units += 2 if ord(letter) > 0xFFFF else 1
        if units > most:
            return count
    return len(text)
