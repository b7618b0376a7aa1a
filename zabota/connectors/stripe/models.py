"""Which invoice a charge has paid: since the «basil» versions Stripe's charge does not say it.

A payment without an invoice is its own: then `invoice` is the payment intent, or the charge.
"""

from __future__ import annotations

from django.db import models

from zabota.connectors.connections.models import Connection


class InvoiceCharge(models.Model):
    """A payment intent or a charge, and what its money is counted as: an invoice, or itself."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    charge = models.CharField(max_length=120)
    invoice = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "charge"], name="stripe_charge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.charge} → {self.invoice}"
