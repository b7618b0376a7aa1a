"""A bot and its entrance: how a call is proved, how a test is made, where the bot is told to call."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

from zabota.connectors.connections.facts import Accepted, Call, Keys, NotAccepted
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.operations.rehearsing import address_of
from zabota.connectors.telegram.client import Json, Telegram, TelegramFault, TokenRefused
from zabota.connectors.telegram.translate import (
    WANTED,
    NotAnUpdate,
    read_update,
    secret_of,
    word_of,
)
from zabota.kit.errors import Refusal

CODE = "telegram"
HEADER = "x-telegram-bot-api-secret-token"


def receive(call: Call, keys: Keys) -> Accepted:
    """Prove the call by the secret word over raw bytes, and name it by the number of the update."""
    shown = call.headers.get(HEADER, "").encode()
    if not compare_digest(shown, secret_of(keys["token"]).encode()):
        raise NotAccepted("signature")
    try:
        update = read_update(call.body)
    except NotAnUpdate:
        raise NotAccepted("unreadable") from None
    word = word_of(update)
    said = update.get(word)
    chat = said.get("chat") if isinstance(said, dict) else None
    subject = str(chat.get("title") or chat.get("id", "")) if isinstance(chat, dict) else ""
    number = f"{'test-' if call.rehearsal else ''}{update['update_id']}"
    return Accepted(external_id=number, word=word, subject=subject)


def sample(keys: Keys, at: datetime) -> Call:
    """A test event: a message in a group that is not there, with the right word."""
    update = {
        "update_id": int(at.timestamp()),
        "message": {
            "message_id": 1,
            "date": int(at.timestamp()),
            "chat": {"id": -1, "type": "group", "title": "Zabota"},
            "from": {"id": 1, "is_bot": False, "first_name": "Zabota"},
            "text": "Test",
        },
    }
    headers = {"content-type": "application/json", HEADER: secret_of(keys["token"])}
    return Call(body=json.dumps(update).encode(), headers=headers, at=at)


def check_keys(connection: Connection) -> None:
    """The bot answers to its token; its name is kept, for links."""
    me = ask(connection, lambda bot: bot.get_me())
    settings = {**connection.settings, "username": str(me.get("username", ""))}
    Connection.objects.filter(pk=connection.pk).update(settings=settings)


def point_here(connection: Connection) -> None:
    """Tell Telegram to call our entrance; refused with what Telegram says."""
    check_keys(connection)

    def point(bot: Telegram) -> Json:
        secret = secret_of(keys_of(connection)["token"])
        bot.set_webhook(address_of(connection), secret=secret, wanted=WANTED)
        return {}

    ask(connection, point)


def ask(connection: Connection, question: Callable[[Telegram], Json]) -> Json:
    """Ask as a person does who waits for the answer: every fault is a Refusal in words."""
    try:
        with Telegram(keys_of(connection)) as bot:
            return question(bot)
    except TokenRefused as fault:
        raise Refusal(
            "Telegram knows no bot with this token: copy it from @BotFather once more.",
            code="token_refused",
        ) from fault
    except TelegramFault as fault:
        raise Refusal(
            "Telegram did not do it: %(said)s. Try again later.", code="telegram", said=str(fault)
        ) from fault
