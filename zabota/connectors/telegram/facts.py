"""What Telegram tells us, in our words; and what we announce of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramLinked(Announcement):
    """A person tied his Telegram to his account here."""

    subjects = ("person",)

    person_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramUnlinked(Announcement):
    """A person's Telegram is no longer tied to his account."""

    subjects = ("person",)

    person_id: int


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody in Telegram: a user, or a chat that speaks for itself."""

    telegram_id: int
    name: str
    username: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a message, to be fetched by its id; `size` is 0 where they do not say."""

    file_id: str
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message in a chat; `edited` when it replaces what stood there. `oddity` names what we have no
    words for (a sticker, a voice)."""

    chat_id: int
    private: bool
    message_id: int
    sender: Sender
    at: datetime
    text: str = ""
    reply_to: int = 0
    files: tuple[SentFile, ...] = ()
    oddity: str = ""
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BotMoved:
    """The bot was let into a chat, or put out of it."""

    chat_id: int
    title: str
    private: bool
    inside: bool


@dataclass(frozen=True, slots=True)
class GroupGrew:
    """A group became a supergroup, with another number."""

    chat_id: int
    becomes: int


@dataclass(frozen=True, slots=True)
class AskedToJoin:
    """Somebody asks to be let into a group; `answer_to` is where the bot may write him for now."""

    chat_id: int
    sender: Sender
    answer_to: int


@dataclass(frozen=True, slots=True)
class Unheard:
    """Something we make nothing of: kept and shown."""


Heard = Said | BotMoved | GroupGrew | AskedToJoin | Unheard
