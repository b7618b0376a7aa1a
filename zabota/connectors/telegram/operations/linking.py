"""Whose Telegram it is: a link for a few minutes ties it, a press unties it."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.telegram.client import Telegram, TelegramFault
from zabota.connectors.telegram.facts import Said, Sender, TelegramLinked, TelegramUnlinked
from zabota.connectors.telegram.models import LinkTicket, TelegramAccount
from zabota.connectors.telegram.operations.setting import CODE, check_keys
from zabota.domain.notices.models import Channel
from zabota.domain.notices.operations import leave_way
from zabota.domain.people.models import Person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish

GOOD_FOR = timedelta(minutes=15)
START = "/start"


def find_bot() -> Connection | None:
    """The bot that people write to: the first that is on."""
    return Connection.objects.filter(kind=CODE, enabled=True).order_by("pk").first()


def find_account(person: Person) -> TelegramAccount | None:
    """The person's Telegram, if he tied one to a bot that is on."""
    accounts = TelegramAccount.objects.filter(person=person, connection__enabled=True)
    return accounts.select_related("connection").first()


def make_link(person: Person, *, at: datetime) -> str:
    """An address in Telegram that ties whoever opens it to this person: once, for a quarter of an hour.

    A new one makes the former ones useless. Refused without a bot, or when its name is not known.
    """
    bot = find_bot()
    if bot is None:
        raise Refusal("Telegram is not connected here yet.", code="no_bot")
    if not bot.settings.get("username"):
        check_keys(bot)
        bot.refresh_from_db()
    token = token_urlsafe(24)
    with transaction.atomic():
        LinkTicket.objects.filter(person=person, used_at=None).delete()
        LinkTicket.objects.create(
            person=person, connection=bot, digest=_digest(token), until=at + GOOD_FOR
        )
    return f"https://t.me/{bot.settings['username']}?start={token}"


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def take_start(connection: Connection, said: Said, *, at: datetime) -> None:
    """Somebody pressed Start: tie him if his link is good, and tell him what came of it."""
    token = said.text.removeprefix(START).strip()
    if _is_told_already(connection, token, said.sender):
        return
    person = _link(connection, token, said.sender, at=at) if token else None
    with translation.override(person.language if person else settings.LANGUAGE_CODE):
        words = _answer(person)
    try:
        with Telegram(keys_of(connection)) as bot:
            bot.send_message(said.chat_id, words)
    except TelegramFault:
        return  # he sees it on his page; to answer twice would be worse than not at all


def _is_told_already(connection: Connection, token: str, sender: Sender) -> bool:
    """Whether this very link has tied this very Telegram: the update came again."""
    ticket = LinkTicket.objects.filter(digest=_digest(token)).exclude(used_at=None)
    return TelegramAccount.objects.filter(
        connection=connection, telegram_id=sender.telegram_id, person__link_tickets__in=ticket
    ).exists()


@transaction.atomic
def _link(connection: Connection, token: str, sender: Sender, *, at: datetime) -> Person | None:
    """The person of a good link, tied now; a Telegram that was another's is his from now on."""
    tickets = LinkTicket.objects.select_for_update(of=("self",)).select_related("person")
    ticket = tickets.filter(
        connection=connection,
        digest=_digest(token),
        used_at=None,
        until__gt=at,
        person__is_active=True,
    ).first()
    if ticket is None:
        return None
    LinkTicket.objects.filter(pk=ticket.pk).update(used_at=at)
    others = TelegramAccount.objects.filter(
        connection=connection, telegram_id=sender.telegram_id
    ).exclude(person=ticket.person)
    for other in others.select_related("person"):
        unlink(other.person, at=at, by=str(ticket.person))
    TelegramAccount.objects.update_or_create(
        person=ticket.person,
        defaults={
            "connection": connection,
            "telegram_id": sender.telegram_id,
            "name": sender.name,
            "username": sender.username,
            "linked_at": at,
            "blocked_at": None,
        },
    )
    publish(
        TelegramLinked(at=at, by=str(ticket.person), person_id=ticket.person.pk, name=sender.name)
    )
    return ticket.person


def _answer(person: Person | None) -> str:
    if person is None:
        return _(
            "This link is no longer good, or there was none. Open Notices in your cabinet, press "
            "“Connect Telegram” and come by the new link: %(link)s"
        ) % {"link": f"{settings.PUBLIC_URL}/cabinet/notices/choices/"}
    return _(
        "%(name)s, your Telegram is connected. What to tell you here, you choose under Notices: %(link)s"
    ) % {"name": str(person), "link": f"{settings.PUBLIC_URL}/cabinet/notices/choices/"}


@transaction.atomic
def unlink(person: Person, *, at: datetime, by: str) -> None:
    """The person's Telegram is nobody's again; what he wanted there comes by letter."""
    gone, _rows = TelegramAccount.objects.filter(person=person).delete()
    if not gone:
        return
    leave_way(person, channel=Channel.TELEGRAM)
    publish(TelegramUnlinked(at=at, by=by, person_id=person.pk))


def note_stopped(connection: Connection, telegram_id: int, *, stopped: bool, at: datetime) -> None:
    """The person has stopped the bot, or let it speak again."""
    accounts = TelegramAccount.objects.filter(connection=connection, telegram_id=telegram_id)
    if stopped:
        accounts.filter(blocked_at=None).update(blocked_at=at)
    else:
        accounts.update(blocked_at=None)
