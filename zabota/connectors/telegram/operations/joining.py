"""Who asks to be let into a tied group is let in by the rule of the room, and put out by it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from zabota.connectors.connections.facts import NotCertain
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.telegram.client import (
    NotReached,
    Refused,
    SlowDown,
    Telegram,
    TelegramFault,
)
from zabota.connectors.telegram.facts import AskedToJoin
from zabota.connectors.telegram.models import JoinRequest, TelegramAccount
from zabota.connectors.telegram.operations.groups import find_group
from zabota.domain.community.models import ChatRoom
from zabota.domain.community.queries.rooms import is_open_to
from zabota.domain.partners.models import Member
from zabota.domain.people.models import Person
from zabota.domain.people.queries import list_roles


def may_join(person: Person, room: ChatRoom) -> bool:
    """Whether the room is open to him here: to staff, and to members of a partner who was admitted."""
    if not person.is_active or room.closed_at is not None:
        return False
    member = Member.objects.filter(person=person).select_related("partner").first()
    if member is not None:
        return is_open_to(room, partner=member.partner)
    return bool(list_roles(person))


def take_request(connection: Connection, asked: AskedToJoin, *, at: datetime) -> bool:
    """Let somebody in, or keep his request open and tell him what opens the group; False: not ours.

    An open request is granted by itself as soon as the rule allows it.
    """
    group = find_group(connection, asked.chat_id)
    if group is None:
        return False
    request, new = JoinRequest.objects.get_or_create(
        group=group,
        telegram_id=asked.sender.telegram_id,
        defaults={"name": asked.sender.name, "asked_at": at},
    )
    again = not new and request.asked_at < at
    if again:
        rows = JoinRequest.objects.filter(pk=request.pk)
        rows.update(asked_at=at, let_in_at=None, put_out_at=None, told=False)
        request.refresh_from_db()
    with Telegram(keys_of(connection)) as bot:
        try:
            if not _let_in(bot, request, at=at) and not request.told:
                _tell(bot, request, asked.answer_to)
        except TelegramFault as fault:
            raise NotCertain(f"door: {fault}") from fault
    return True


def _let_in(bot: Telegram, request: JoinRequest, *, at: datetime) -> bool:
    """Grant a request if the rule allows; one that is granted or withdrawn there is no fault."""
    person = _person_of(request)
    room = request.group.room
    if person is None or room is None or not may_join(person, room):
        return False
    try:
        bot.let_in(request.group.chat_id, request.telegram_id)
    except Refused as refused:
        if not any(word in str(refused) for word in ("HIDE_REQUESTER", "ALREADY")):
            raise
    JoinRequest.objects.filter(pk=request.pk).update(let_in_at=at, person=person)
    return True


def _person_of(request: JoinRequest) -> Person | None:
    accounts = TelegramAccount.objects.filter(
        connection=request.group.connection_id, telegram_id=request.telegram_id
    )
    account = accounts.select_related("person").first()
    return account.person if account else None


def _tell(bot: Telegram, request: JoinRequest, answer_to: int) -> None:
    """What opens the group, once: words whose arrival is not known are not repeated."""
    JoinRequest.objects.filter(pk=request.pk).update(told=True)
    try:
        bot.send_message(answer_to, _words(request))
    except (NotReached, SlowDown):
        JoinRequest.objects.filter(pk=request.pk).update(told=False)
        raise
    except TelegramFault:
        return


def _words(request: JoinRequest) -> str:
    link = f"{settings.PUBLIC_URL}/cabinet/notices/choices/"
    said = {"group": request.group.title, "link": link}
    if _person_of(request) is None:
        return (
            _(
                "“%(group)s” is for partners who already have a paying client. Connect your Telegram in your "
                "cabinet, and the door opens by itself: %(link)s"
            )
            % said
        )
    return (
        _(
            "“%(group)s” opens with your first paying client. Your request stays open: the door opens by "
            "itself on that day."
        )
        % said
    )


def mind_doors(*, at: datetime) -> int:
    """Grant what may be granted by now, put out who may be inside no longer: how many doors moved."""
    requests = JoinRequest.objects.filter(
        group__inside=True, group__connection__enabled=True, group__room__isnull=False
    ).select_related("group__connection", "group__room", "person")
    asked = requests.filter(let_in_at=None).order_by("pk")
    inside = requests.filter(put_out_at=None).exclude(let_in_at=None).order_by("pk")
    moved = 0
    for request in [*asked, *inside]:
        try:
            with Telegram(keys_of(request.group.connection)) as bot:
                moved += _mind(bot, request, at=at)
        except TelegramFault as fault:
            rows = JoinRequest.objects.filter(pk=request.pk)
            rows.update(error=str(fault)[:300], tries=F("tries") + 1)
    return moved


def _mind(bot: Telegram, request: JoinRequest, *, at: datetime) -> bool:
    if request.let_in_at is None:
        return _let_in(bot, request, at=at)
    room = request.group.room
    person = _person_of(request) or request.person  # whose Telegram it is now; untied, whose it was
    if person is None or room is None or may_join(person, room):
        return False
    if room.closed_at is not None:
        return False
    bot.put_out(request.group.chat_id, request.telegram_id)
    JoinRequest.objects.filter(pk=request.pk).update(put_out_at=at)
    return True
