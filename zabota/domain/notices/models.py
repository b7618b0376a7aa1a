"""Notices, and the choices of a person: what he is told of, by which way, at which hour."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.people.models import Person
from zabota.kit.events.models import Event


class Channel(models.TextChoices):
    """The ways a notice takes; each louder one includes the bell."""

    NOW = "now", _("e-mail at once")
    TELEGRAM = "telegram", _("Telegram")
    DIGEST = "digest", _("once a day")
    HERE = "here", _("only here")
    OFF = "off", _("not at all")


class Notice(models.Model):
    """One sentence to one person about one event, with the page it leads to; written once.

    It is kept in the language the person read then. `channel` is the way he had chosen; `gathered_at`
    is when it was taken into his daily letter, or to Telegram.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=30)
    sentence = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    gathered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="notices_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notices_newest"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_unread"),
            models.Index(
                fields=["person"],
                condition=Q(channel="digest", gathered_at=None),
                name="notices_to_gather",
            ),
            models.Index(
                fields=["id"],
                condition=Q(channel="telegram", gathered_at=None),
                name="notices_to_telegram",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.sentence}"


class Choice(models.Model):
    """By which way a person wants notices of a kind; where there is none, the usual way holds."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="choices")
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notices_one_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} — {self.channel}"


class DigestHour(models.Model):
    """At which local hour a person gets what he wants once a day; where there is none, at nine."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="digest_hour")
    hour = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="notices_hour_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.hour}"
