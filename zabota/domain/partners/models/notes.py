"""What staff keep about a partner."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models.partners import Partner


class Mood(models.TextChoices):
    """How a partner feels about us, as staff see it."""

    GOOD = "good", _("content")
    NEUTRAL = "neutral", _("even")
    BAD = "bad", _("displeased")


class PartnerNote(models.Model):
    """What staff wrote down about a partner; with a mood it is the reason for the mood.

    Notes are never changed: the notes with a mood are the mood's history, the last one holds.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField(max_length=2000)
    mood = models.CharField(max_length=10, choices=Mood.choices, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["partner", "-at"], name="partners_notes")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.words[:40]}"
