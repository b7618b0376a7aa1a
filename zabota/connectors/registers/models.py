"""Registers as they were read, and their rows, each known once."""

from __future__ import annotations

from django.db import models

from zabota.connectors.inbox.models import InboundEvent


class Register(models.Model):
    """One register file of a processor: its days, and how much of it could be read."""

    event = models.OneToOneField(InboundEvent, on_delete=models.PROTECT, related_name="register")
    processor = models.CharField(max_length=20)
    period_from = models.DateField()
    period_to = models.DateField()
    payments = models.PositiveIntegerField(default=0)
    refunds = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    totals = models.JSONField(
        default=list
    )  # where it says another sum than its rows: line, its, theirs, currency
    unreadable = models.JSONField(default=list)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.processor} {self.period_from}"


class RegisterRow(models.Model):
    """A payment or a refund as the processor's register tells it, in however many files."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="rows")
    source = models.CharField(max_length=20)
    what = models.CharField(max_length=8)
    external_id = models.CharField(max_length=120)
    payment_external_id = models.CharField(max_length=120, blank=True)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    order = models.CharField(max_length=120, blank=True)
    line = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "what", "external_id"], name="registers_row_once"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="registers_row_at")]

    def __str__(self) -> str:
        return f"{self.source}: {self.what} {self.external_id}"

    @property
    def is_nameless(self) -> bool:
        """A refund to which the processor gives no number of its own."""
        return self.what == "refund" and self.external_id.startswith(f"{self.payment_external_id}:")
