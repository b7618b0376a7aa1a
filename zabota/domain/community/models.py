"""Rooms of conversation, who was admitted, what was said, and what became of it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person


class RoomKind(models.TextChoices):
    """Who may enter a room."""

    GATED = "gated", _("opens with the first paying client")
    OPEN = "open", _("open to every partner")
    DIRECT = "direct", _("one partner and us")


class ChatRoom(models.Model):
    """A room; a direct line belongs to one partner. `welcome` greets who is admitted."""

    kind = models.CharField(max_length=10, choices=RoomKind.choices)
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=300, blank=True)
    welcome = models.TextField(blank=True)
    partner = models.OneToOneField(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="direct_line"
    )
    position = models.PositiveSmallIntegerField(default=10)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="direct", partner__isnull=False)
                | (~Q(kind="direct") & Q(partner__isnull=True)),
                name="community_direct_line_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Admission(models.Model):
    """A partner was admitted to a gated room, and why; his members follow him."""

    room = models.ForeignKey(ChatRoom, on_delete=models.PROTECT, related_name="admissions")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="admissions")
    at = models.DateTimeField()
    by = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "partner"], name="community_admitted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.room}"


class ChatMessage(models.Model):
    """What was said in a room, by a person or by us as a notice; deleting leaves a trace.

    `change` grows with every change of any message, so that an open page asks for what is newer.
    Without an author it was said by the house, or by somebody of an outside room (`origin`).
    """

    room = models.ForeignKey(ChatRoom, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="chat_messages"
    )
    author_name = models.CharField(max_length=160)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="chat_messages"
    )
    by_staff = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.CharField(max_length=120, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=20, blank=True)
    external_id = models.CharField(max_length=60, blank=True)
    change = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "origin", "external_id"],
                condition=~Q(external_id=""),
                name="community_message_once",
            ),
        ]
        indexes = [
            models.Index(fields=["room", "id"], name="community_room_message"),
            GinIndex(SearchVector("text", config="russian"), name="community_message_words"),
        ]

    def __str__(self) -> str:
        return f"{self.room} #{self.pk}"


class Revision(models.Model):
    """What a message said before it was changed or deleted; staff may look."""

    message = models.ForeignKey(ChatMessage, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    replaced_at = models.DateTimeField()
    replaced_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.message_id}: {self.replaced_at}"


class Mention(models.Model):
    """A person is named in a message."""

    message = models.ForeignKey(ChatMessage, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="community_named_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} @{self.person_id}"


class Reaction(models.Model):
    """A sign that a person put under a message."""

    message = models.ForeignKey(ChatMessage, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reactions")
    sign = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "person", "sign"], name="community_reacted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.sign}"


class Attachment(models.Model):
    """A file of a message, as it was recognised; pictures know their pixels."""

    message = models.ForeignKey(ChatMessage, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ReadMark(models.Model):
    """How far a person has read a room, and whether he wants to hear of it."""

    room = models.ForeignKey(ChatRoom, on_delete=models.CASCADE, related_name="read_marks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="read_marks")
    last_id = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    muted = models.BooleanField(default=False)
    digest_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="community_read_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room}: {self.person} ≤ {self.last_id}"


class Silence(models.Model):
    """A moderator asked a person to be silent in a room for a while, and why."""

    room = models.ForeignKey(ChatRoom, on_delete=models.PROTECT, related_name="silences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="silences")
    until = models.DateTimeField()
    why = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.room}: {self.person}"
