"""Everything of a partner as one file to take away."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models.partners import Partner


class TakeoutStatus(models.TextChoices):
    """How far an export of a partner's data has come."""

    WAITING = "waiting", _("waits for its turn")
    RUNNING = "running", _("is being put together")
    DONE = "done", _("ready")
    FAILED = "failed", _("broke off")
    EXPIRED = "expired", _("expired")


class Takeout(models.Model):
    """Everything we keep about a partner as tables in a ZIP; put together in the background.

    It can be downloaded until `expires_at`, then its pieces are thrown away.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="takeouts")
    status = models.CharField(
        max_length=10, choices=TakeoutStatus.choices, default=TakeoutStatus.WAITING
    )
    counted = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    file_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(status__in=["waiting", "running"]),
                name="partners_one_takeout",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.asked_at:%d.%m.%Y}"


class TakeoutPiece(models.Model):
    """A piece of the ZIP; together, in order, they are the file."""

    takeout = models.ForeignKey(Takeout, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["takeout", "position"], name="partners_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.takeout_id}: {self.position}"
