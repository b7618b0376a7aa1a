"""Cards: what a partner keeps about a client; each partner has a card of his own."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner


class Card(models.Model):
    """A partner's card of a client: his next step with its day, and tags.

    It stays with the partner when the client goes to another: that one begins a card of his own.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="cards")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="cards")
    step = models.CharField(max_length=200, blank=True)
    step_on = models.DateField(null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "client"], name="cards_one_each"),
            models.CheckConstraint(
                condition=Q(step="", step_on=None) | (~Q(step="") & Q(step_on__isnull=False)),
                name="cards_step_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["partner", "step_on"], name="cards_steps"),
            GinIndex(fields=["tags"], name="cards_tags"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.client}"


class CardNote(models.Model):
    """What a partner wrote down about a client; taken off it is kept for an undo, and not shown."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="notes")
    words = models.TextField(max_length=2000)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["card", "-at"], name="cards_notes")]

    def __str__(self) -> str:
        return self.words[:40]


class CardFile(models.Model):
    """A file of a card, as it was recognised."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
