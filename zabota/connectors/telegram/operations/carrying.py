"""What is said, changed and deleted in a room is done in its group: in order, a message at most once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.telegram.client import (
    Forbidden,
    GroupMoved,
    NotReached,
    Refused,
    SlowDown,
    Telegram,
    TelegramFault,
    TokenRefused,
    Unclear,
)
from zabota.connectors.telegram.facts import GroupGrew
from zabota.connectors.telegram.models import Deed, Dispatch, DispatchStatus, TelegramGroup
from zabota.connectors.telegram.operations.groups import note_grown
from zabota.connectors.telegram.operations.queueing import queue_event, rest, settle, take_next
from zabota.connectors.telegram.operations.saying import change, say, take_away
from zabota.kit.errors import Refusal

Clock = Callable[[], datetime]
SHORTEST, LONGEST = timedelta(seconds=5), timedelta(minutes=30)
WITHOUT_TOKEN = timedelta(minutes=5)
MOST_TRIES = 8  # of what may be repeated, while the answers stay unclear
DOES = {Deed.SAY: say, Deed.EDIT: change, Deed.DELETE: take_away}


def carry_event(event_id: int, *, clock: Clock) -> int:
    """Do in the group what an event asks for, after whatever waits there; how many deeds."""
    group = queue_event(event_id, at=clock())
    return carry(group.pk, clock=clock) if group else 0


def carry_all(*, clock: Clock) -> int:
    """Everything that waits in any group; how many deeds."""
    waiting = Dispatch.objects.filter(
        status__in=[DispatchStatus.WAITING, DispatchStatus.GOING], group__room__isnull=False
    )
    groups = waiting.order_by("group_id").values_list("group_id", flat=True).distinct()
    return sum(carry(group_id, clock=clock) for group_id in groups)


def carry(group_id: int, *, clock: Clock) -> int:
    """What waits in a group, one after another, until nothing does or Telegram asks to pause."""
    done = 0
    while (dispatch := take_next(group_id, at=clock())) is not None:
        done += 1
        _do(dispatch, clock=clock)
    return done


def _do(dispatch: Dispatch, *, clock: Clock) -> None:
    """One deed, and what its outcome means for it and for those behind it."""
    try:
        with Telegram(keys_of(dispatch.group.connection)) as bot:
            status = DOES[Deed(dispatch.deed)](bot, dispatch, clock=clock)
    except TelegramFault as fault:
        _after(dispatch, fault, at=clock())
        return
    settle(dispatch, status, at=clock())


@transaction.atomic
def _after(dispatch: Dispatch, fault: TelegramFault, *, at: datetime) -> None:
    again, group = DispatchStatus.WAITING, dispatch.group
    match fault:
        case SlowDown(seconds=seconds):
            settle(dispatch, again, at=at, error=str(fault))
            rest(group, until=at + timedelta(seconds=seconds))
        case GroupMoved(chat_id=becomes):
            settle(dispatch, again, at=at, error=str(fault))
            note_grown(group.connection, GroupGrew(group.chat_id, becomes))
        case NotReached():
            settle(dispatch, again, at=at, error=str(fault))
            rest(group, until=at + _pause(dispatch))
        case TokenRefused():
            settle(dispatch, again, at=at, error=str(fault))
            rest(group, until=at + WITHOUT_TOKEN)
        case Forbidden():
            settle(dispatch, again, at=at, error=str(fault))
            TelegramGroup.objects.filter(pk=group.pk).update(inside=False)
        case Unclear() if dispatch.deed == Deed.SAY or dispatch.tries >= MOST_TRIES:
            settle(dispatch, DispatchStatus.UNKNOWN, at=at, error=str(fault))
        case Unclear():
            settle(dispatch, again, at=at, error=str(fault))
            rest(group, until=at + _pause(dispatch))
        case Refused():
            settle(dispatch, DispatchStatus.REFUSED, at=at, error=str(fault))
        case _:
            raise fault


def _pause(dispatch: Dispatch) -> timedelta:
    pause: timedelta = min(SHORTEST * 2 ** min(dispatch.tries, 12), LONGEST)
    return pause


@transaction.atomic
def send_again(dispatch: Dispatch, *, at: datetime) -> None:
    """A person has looked into the group and it is not there: from the next piece on, once more."""
    _decide(dispatch, DispatchStatus.WAITING, at=at)


@transaction.atomic
def note_arrived(dispatch: Dispatch, *, at: datetime) -> None:
    """A person has looked into the group and it is there."""
    _decide(dispatch, DispatchStatus.SENT, at=at)


def _decide(dispatch: Dispatch, status: str, *, at: datetime) -> None:
    open_ones = [DispatchStatus.UNKNOWN, DispatchStatus.REFUSED]
    rows = Dispatch.objects.filter(pk=dispatch.pk, status__in=open_ones)
    if not rows.update(status=status, moved_at=at, error=""):
        raise Refusal("Somebody has decided this already.", code="decided")
