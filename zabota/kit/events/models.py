"""The event row: audit trail, timeline and the source of every reaction."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Event(models.Model):
    """Something that happened, in the past tense, with the subjects it is about."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=120, blank=True)
    about = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = [
            GinIndex(fields=["about"], name="events_about"),
            models.Index(fields=["name", "at"], name="events_name_at"),
            models.Index(fields=["by", "-at", "-id"], name="events_by_at"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
