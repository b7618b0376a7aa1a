"""Groups of a bot, which message is which there, what waits to be carried, and whose Telegram it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.connectors.connections.models import Connection
from zabota.domain.community.models import ChatMessage, ChatRoom
from zabota.domain.notices.models import Notice
from zabota.domain.people.models import Person
from zabota.kit.events.models import Event


class TelegramGroup(models.Model):
    """A group that a bot is in, and the room of our chat it is tied to.

    What happened in the room up to `since_event` stays here; nothing is sent before `resume_at`.
    """

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="groups")
    chat_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    room = models.OneToOneField(
        ChatRoom, null=True, blank=True, on_delete=models.PROTECT, related_name="telegram_group"
    )
    inside = models.BooleanField(default=True)
    found_at = models.DateTimeField()
    tied_at = models.DateTimeField(null=True, blank=True)
    tied_by = models.CharField(max_length=120, blank=True)
    since_event = models.BigIntegerField(default=0)
    resume_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "chat_id"], name="telegram_group_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Crossing(models.Model):
    """A message of a room and its number in the group; a long one of ours has several, in order."""

    group = models.ForeignKey(TelegramGroup, on_delete=models.PROTECT, related_name="crossings")
    message = models.ForeignKey(ChatMessage, on_delete=models.PROTECT, related_name="crossings")
    chat_id = models.BigIntegerField()
    telegram_id = models.BigIntegerField()
    ours = models.BooleanField()
    is_text = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "chat_id", "telegram_id"], name="telegram_crossing_once"
            ),
        ]
        indexes = [models.Index(fields=["group", "ours", "at"], name="telegram_crossing_pace")]

    def __str__(self) -> str:
        return f"{self.message_id} ↔ {self.telegram_id}"


class Deed(models.TextChoices):
    """What is to be done in the group."""

    SAY = "say", _("say")
    EDIT = "edit", _("change")
    DELETE = "delete", _("delete")


class DispatchStatus(models.TextChoices):
    """What became of a deed."""

    WAITING = "waiting", _("waits")
    GOING = "going", _("on its way")
    SENT = "sent", _("done")
    SKIPPED = "skipped", _("nothing to do")
    UNKNOWN = "unknown", _("not known whether it arrived")
    REFUSED = "refused", _("refused by Telegram")


class Dispatch(models.Model):
    """A deed to be done in a group because of an event of its room: once, in the order of events.

    While a message is sent its pieces are counted: after a fault it goes on with the next one.
    """

    group = models.ForeignKey(TelegramGroup, on_delete=models.PROTECT, related_name="dispatches")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="dispatches")
    message = models.ForeignKey(ChatMessage, on_delete=models.PROTECT, related_name="dispatches")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    status = models.CharField(
        max_length=10, choices=DispatchStatus.choices, default=DispatchStatus.WAITING
    )
    pieces = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "event"], name="telegram_dispatch_once"),
        ]
        indexes = [
            models.Index(
                fields=["group", "event"],
                condition=Q(status__in=["waiting", "going"]),
                name="telegram_dispatch_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.message_id}: {self.status}"


class TelegramAccount(models.Model):
    """Whose Telegram it is. `blocked_at`: the person has stopped the bot, so letters go instead."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="telegram")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="accounts")
    telegram_id = models.BigIntegerField()
    name = models.CharField(max_length=160)
    username = models.CharField(max_length=64, blank=True)
    linked_at = models.DateTimeField()
    blocked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "telegram_id"], name="telegram_account_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.name}"


class LinkTicket(models.Model):
    """The end of a link that ties a Telegram to a person, once and for a few minutes; kept as a digest."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="link_tickets")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person} ≤ {self.until}"


class TelegramNotice(models.Model):
    """A notice that goes to a person's Telegram, and what became of it."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="telegram")
    status = models.CharField(
        max_length=10, choices=DispatchStatus.choices, default=DispatchStatus.WAITING
    )
    moved_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.status}"


class JoinRequest(models.Model):
    """Somebody asked to be let into a tied group: open, granted, or put out again by the same rule."""

    group = models.ForeignKey(TelegramGroup, on_delete=models.CASCADE, related_name="requests")
    telegram_id = models.BigIntegerField()
    name = models.CharField(max_length=160)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="join_requests"
    )
    asked_at = models.DateTimeField()
    told = models.BooleanField(default=False)
    let_in_at = models.DateTimeField(null=True, blank=True)
    put_out_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "telegram_id"], name="telegram_join_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.group}"
