"""Invoices: the number with its check digit is what ties a bank transfer to a client."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner


class InvoiceStatus(models.TextChoices):
    """Where an invoice stands."""

    ISSUED = "issued", _("issued")
    PART_PAID = "part_paid", _("part paid")
    PAID = "paid", _("paid")
    CANCELLED = "cancelled", _("cancelled")


class Invoice(models.Model):
    """A bill to a client: number with check digit, amount, purpose to copy."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    number_key = models.CharField(max_length=40, unique=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invoices")
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="RUB")
    paid_minor = models.BigIntegerField(default=0)
    purpose = models.CharField(max_length=210)
    product = models.CharField(max_length=60, blank=True)
    status = models.CharField(
        max_length=10, choices=InvoiceStatus.choices, default=InvoiceStatus.ISSUED
    )
    issued_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="invoices_amount"),
        ]
        indexes = [models.Index(fields=["client", "status"], name="invoices_client_status")]

    def __str__(self) -> str:
        return self.number


class NumberSeries(models.Model):
    """The last number given in a year, so that our numbers have no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
