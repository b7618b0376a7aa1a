"""What waits to be done in the groups, in the order of events; who may take the next deed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zabota.connectors.telegram.models import (
    Crossing,
    Deed,
    Dispatch,
    DispatchStatus,
    TelegramGroup,
)
from zabota.connectors.telegram.operations.setting import CODE
from zabota.domain.community.events import (
    ChatMessageChanged,
    ChatMessagePosted,
    ChatMessageRemoved,
)
from zabota.domain.community.models import ChatMessage
from zabota.kit.events.models import Event
from zabota.kit.queue import defer_to

DEEDS = {
    ChatMessagePosted.wire_name(): Deed.SAY,
    ChatMessageChanged.wire_name(): Deed.EDIT,
    ChatMessageRemoved.wire_name(): Deed.DELETE,
}
LEASE = timedelta(minutes=2)  # a worker that has not come back by then is dead
MINUTE, A_MINUTE = timedelta(minutes=1), 18  # a group takes twenty messages a minute
LOOK_BACK = 500  # events: jobs may start in another order than the events were written
JOB = "telegram.carry"


def queue_event(event_id: int, *, at: datetime) -> TelegramGroup | None:
    """Queue what an event of a tied room asks for, and its neighbours in the room; the group."""
    event = Event.objects.get(pk=event_id)
    room_id = event.payload["room_id"]
    group = TelegramGroup.objects.filter(room=room_id).first()
    if group is None:
        return None
    near = Event.objects.filter(
        about__contains=[f"room:{room_id}"],
        name__in=DEEDS,
        pk__gt=max(group.since_event, event_id - LOOK_BACK),
    )
    known = near.filter(dispatches__group=group).values("pk")
    events = list(near.exclude(pk__in=known).order_by("pk"))
    messages = ChatMessage.objects.in_bulk([one.payload["message_id"] for one in events])
    Dispatch.objects.bulk_create(
        [
            Dispatch(
                group=group,
                event=one,
                message=messages[one.payload["message_id"]],
                deed=DEEDS[one.name],
                moved_at=at,
            )
            for one in events
            if _concerns(DEEDS[one.name], messages[one.payload["message_id"]])
        ],
        ignore_conflicts=True,
    )
    return group


def _concerns(deed: Deed, message: ChatMessage) -> bool:
    """What was said in Telegram is not said there again; taken away here, it is taken away there."""
    return message.origin != CODE or deed == Deed.DELETE


@transaction.atomic
def take_next(group_id: int, *, at: datetime) -> Dispatch | None:
    """The next deed of a group, marked as on its way; None when there is none or its time has not come.

    One at a time: the row of the group is locked while one looks, and a deed under way is waited for.
    """
    group = TelegramGroup.objects.select_for_update().get(pk=group_id)
    if group.room_id is None or not group.inside or (group.resume_at and group.resume_at > at):
        return None
    rows = Dispatch.objects.filter(group=group)
    going = rows.filter(status=DispatchStatus.GOING).first()
    if going is not None and at - going.moved_at < LEASE:
        return None
    if going is not None:
        settle(going, _after_death(going), at=at, error="the worker was cut off")
    due = rows.filter(status=DispatchStatus.WAITING).order_by("event_id")
    chosen = due.select_related("group__connection", "message__room", "message__reply_to").first()
    if chosen is None or not chosen.group.connection.enabled or _too_fast(group, at=at):
        return None
    settle(chosen, DispatchStatus.GOING, at=at, tries=chosen.tries + 1)
    return chosen


def _after_death(going: Dispatch) -> str:
    """A message may have arrived; what can be repeated without harm is repeated."""
    return DispatchStatus.UNKNOWN if going.deed == Deed.SAY else DispatchStatus.WAITING


def _too_fast(group: TelegramGroup, *, at: datetime) -> bool:
    """Whether the group has had its share of this minute; then it goes on when the minute is over."""
    recent = Crossing.objects.filter(group=group, ours=True, at__gt=at - MINUTE).order_by("-at")
    moments = list(recent.values_list("at", flat=True)[:A_MINUTE])
    if len(moments) < A_MINUTE:
        return False
    rest(group, until=moments[-1] + MINUTE)
    return True


def rest(group: TelegramGroup, *, until: datetime) -> None:
    """Nothing goes to the group before a moment; then it goes on by itself."""
    TelegramGroup.objects.filter(pk=group.pk).update(resume_at=until)
    defer_to("telegram.carry_on", at=until, group_id=group.pk)


def settle(
    dispatch: Dispatch, status: str, *, at: datetime, error: str = "", **values: int
) -> None:
    """What became of a deed."""
    dispatch.status = status
    rows = Dispatch.objects.filter(pk=dispatch.pk)
    rows.update(status=status, moved_at=at, error=error[:300], **values)
