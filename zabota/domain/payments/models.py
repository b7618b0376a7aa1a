"""Payments and refunds as facts, and how a payment was tied to its client."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice


class MatchedBy(models.TextChoices):
    """What tied a payment to its client, strongest first."""

    CLIENT = "client", _("named by the source")
    REFERENCE = "reference", _("our invoice number in the purpose")
    NUMBER = "number", _("invoice number, INN and amount")
    INN = "inn", _("the payer's INN")
    PERSON = "person", _("by hand")
    NONE = "", _("not tied yet")


class Payment(models.Model):
    """Money received, as a fact. Without a client it waits for a person, and is never lost.

    The table is on the hot road: foreign keys carry no row-by-row check.
    """

    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=120)
    client = models.ForeignKey(
        Client, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="payments"
    )
    invoice = models.ForeignKey(
        Invoice,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="payments",
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    fee_minor = models.BigIntegerField(default=0)
    vat_minor = models.BigIntegerField(default=0)
    paid_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    payer_inn = models.CharField(max_length=12, blank=True)
    payer_account = models.CharField(max_length=34, blank=True)
    payer_name = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(max_length=500, blank=True)
    product = models.CharField(max_length=60, blank=True)
    matched_by = models.CharField(max_length=10, choices=MatchedBy.choices, blank=True)
    doubtful = models.CharField(max_length=40, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="payments_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_amount"),
        ]
        indexes = [
            models.Index(fields=["paid_at"], name="payments_paid_at"),
            models.Index(
                fields=["paid_at"],
                condition=Q(client__isnull=True, set_aside_at__isnull=True),
                name="payments_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"


class RefundKind(models.TextChoices):
    """Who took the money back: we returned it, or the client's bank did."""

    REFUND = "refund", _("refund")
    CHARGEBACK = "chargeback", _("chargeback")


class Refund(models.Model):
    """Money returned to a client, of one payment. One that is undone no longer counts, and stays."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    refunded_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=RefundKind.choices, default=RefundKind.REFUND)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=120, blank=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="payments_refund_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_refund_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"
