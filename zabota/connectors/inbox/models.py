"""What came from outside, in its own bytes, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InboundStatus(models.TextChoices):
    """What became of an outside event."""

    NEW = "new", _("waiting")
    HANDLED = "handled", _("understood")
    FAILED = "failed", _("failed, waits for a person")
    IGNORED = "ignored", _("not for us")


class InboundEvent(models.Model):
    """An outside event: kept once, before it is understood; failures stay visible."""

    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=120)
    name = models.CharField(max_length=200, blank=True)
    raw = models.BinaryField()
    headers = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120, blank=True)
    status = models.CharField(
        max_length=10, choices=InboundStatus.choices, default=InboundStatus.NEW
    )
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="inbox_once"),
        ]
        indexes = [models.Index(fields=["status", "received_at"], name="inbox_status")]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"
