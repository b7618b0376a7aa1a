"""Notices to whoever wants them in Telegram; what did not get there goes by letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.telegram.client import (
    Forbidden,
    NotReached,
    SlowDown,
    Telegram,
    TelegramFault,
    TokenRefused,
)
from zabota.connectors.telegram.models import DispatchStatus, TelegramAccount, TelegramNotice
from zabota.connectors.telegram.operations.linking import find_account, note_stopped
from zabota.domain.notices.events import NoticeUndelivered
from zabota.domain.notices.models import Channel, Notice
from zabota.domain.notices.rules import is_lettered
from zabota.kit.events.announce import publish

Clock = Callable[[], datetime]
TOGETHER = 200
TOO_LATE = timedelta(hours=1)  # after which a letter is better than waiting
LEASE = timedelta(minutes=2)


def tell_notices(*, clock: Clock) -> int:
    """Send what waits, oldest first, each once; how many went. A pause that is asked for ends the round."""
    _give_up_cut_off(at=clock())
    waiting = Notice.objects.filter(channel=Channel.TELEGRAM, gathered_at=None)
    told = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)[:TOGETHER]):
        taken = _take(pk, at=clock())
        if taken is None:
            continue
        try:
            told += _send(taken, at=clock())
        except (NotReached, SlowDown, TokenRefused) as fault:
            if not _put_back(taken, str(fault), at=clock()):
                continue
            break
    return told


@transaction.atomic
def _take(pk: int, *, at: datetime) -> TelegramNotice | None:
    """Mark a notice as on its way; None where another worker has it."""
    free = Notice.objects.select_for_update(skip_locked=True, of=("self",))
    notice = free.filter(pk=pk, gathered_at=None).select_related("person").first()
    if notice is None:
        return None
    Notice.objects.filter(pk=pk).update(gathered_at=at)
    row, _new = TelegramNotice.objects.update_or_create(
        notice=notice, defaults={"status": DispatchStatus.GOING, "moved_at": at}
    )
    return row


def _send(row: TelegramNotice, *, at: datetime) -> int:
    """One message; raises what means that nothing was sent and others need not try now."""
    account = find_account(row.notice.person)
    if account is None or account.blocked_at is not None or not row.notice.person.is_active:
        _by_letter(row, "no Telegram", at=at)
        return 0
    text = f"{row.notice.sentence}\n{settings.PUBLIC_URL}{row.notice.path}"
    try:
        with Telegram(keys_of(account.connection)) as bot:
            bot.send_message(account.telegram_id, text)
    except (NotReached, SlowDown, TokenRefused):
        raise
    except Forbidden as fault:
        _note_blocked(account, at=at)
        _by_letter(row, str(fault), at=at)
        return 0
    except TelegramFault as fault:
        _by_letter(row, str(fault), at=at)
        return 0
    _settle(row, DispatchStatus.SENT, at=at)
    return 1


def _note_blocked(account: TelegramAccount, *, at: datetime) -> None:
    note_stopped(account.connection, account.telegram_id, stopped=True, at=at)


@transaction.atomic
def _put_back(row: TelegramNotice, error: str, *, at: datetime) -> bool:
    """It waits for the next round; after an hour a letter goes instead (False)."""
    if at - row.notice.at > TOO_LATE:
        _by_letter(row, error, at=at)
        return False
    Notice.objects.filter(pk=row.notice_id).update(gathered_at=None)
    _settle(row, DispatchStatus.WAITING, at=at, error=error)
    return True


def _give_up_cut_off(*, at: datetime) -> None:
    """Whether they arrived before the worker died is not known: a letter makes sure."""
    cut_off = TelegramNotice.objects.filter(status=DispatchStatus.GOING, moved_at__lt=at - LEASE)
    for row in cut_off.select_related("notice"):
        _by_letter(row, "the worker was cut off", at=at)


@transaction.atomic
def _by_letter(row: TelegramNotice, error: str, *, at: datetime) -> None:
    """The notice goes by letter, unless one has gone with it anyway."""
    _settle(row, DispatchStatus.REFUSED, at=at, error=error)
    if not is_lettered(row.notice.kind):
        publish(NoticeUndelivered(at=at, notice_id=row.notice_id, person_id=row.notice.person_id))


def _settle(row: TelegramNotice, status: str, *, at: datetime, error: str = "") -> None:
    rows = TelegramNotice.objects.filter(pk=row.pk)
    rows.update(status=status, moved_at=at, error=error[:300])
