"""Batches, payouts, and which rewards a payout is made of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner
from zabota.domain.rewards.models import Reversal, Reward
from zabota.kit.states import Moves


class BatchStatus(models.TextChoices):
    """A batch is formed, approved by a person, and its orders go to the bank."""

    FORMED = "formed", _("formed")
    APPROVED = "approved", _("approved")
    SENT = "sent", _("orders downloaded")
    CANCELLED = "cancelled", _("cancelled")


BATCH_MOVES: Moves = {
    BatchStatus.FORMED: frozenset({BatchStatus.APPROVED, BatchStatus.CANCELLED}),
    BatchStatus.APPROVED: frozenset({BatchStatus.SENT, BatchStatus.CANCELLED}),
    BatchStatus.SENT: frozenset[str](),
    BatchStatus.CANCELLED: frozenset[str](),
}


class Batch(models.Model):
    """The payouts that finance sends together."""

    status = models.CharField(
        max_length=10, choices=BatchStatus.choices, default=BatchStatus.FORMED
    )
    formed_at = models.DateTimeField()
    formed_by = models.CharField(max_length=120)
    due_before = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"№ {self.pk}"


class PayoutStatus(models.TextChoices):
    """The road of a payout; only the bank's own line settles it."""

    FORMED = "formed", _("formed")
    APPROVED = "approved", _("approved")
    SENT = "sent", _("on the way")
    SETTLED = "settled", _("paid out")
    FAILED = "failed", _("returned by the bank")
    CANCELLED = "cancelled", _("cancelled")


PAYOUT_MOVES: Moves = {
    PayoutStatus.FORMED: frozenset({PayoutStatus.APPROVED, PayoutStatus.CANCELLED}),
    PayoutStatus.APPROVED: frozenset({PayoutStatus.SENT, PayoutStatus.CANCELLED}),
    PayoutStatus.SENT: frozenset({PayoutStatus.SETTLED, PayoutStatus.FAILED}),
    PayoutStatus.SETTLED: frozenset({PayoutStatus.FAILED}),
    PayoutStatus.FAILED: frozenset[str](),
    PayoutStatus.CANCELLED: frozenset[str](),
}

LIVE = (
    PayoutStatus.FORMED,
    PayoutStatus.APPROVED,
    PayoutStatus.SENT,
    PayoutStatus.SETTLED,
)


class Payout(models.Model):
    """Money to one partner in one batch, with the bank details as they were when it was formed."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="payouts")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="payouts")
    order_number = models.PositiveIntegerField(unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(
        max_length=10, choices=PayoutStatus.choices, default=PayoutStatus.FORMED
    )
    due_at = models.DateTimeField()
    formed_at = models.DateTimeField()
    purpose = models.CharField(max_length=210)
    purpose_code = models.CharField(max_length=2, blank=True)
    holder = models.CharField(max_length=160)
    inn = models.CharField(max_length=12, blank=True)
    kpp = models.CharField(max_length=9, blank=True)
    account = models.CharField(max_length=34)
    bic = models.CharField(max_length=11)
    bank_name = models.CharField(max_length=160)
    corr_account = models.CharField(max_length=20, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    proof = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payouts_amount"),
            models.UniqueConstraint(fields=["batch", "partner"], name="payouts_one_per_batch"),
            models.UniqueConstraint(
                fields=["proof"], condition=~Q(proof=""), name="payouts_proof_once"
            ),
        ]
        indexes = [models.Index(fields=["status", "due_at"], name="payouts_status_due")]

    def __str__(self) -> str:
        return f"№ {self.order_number}"


class PayoutItem(models.Model):
    """A reward, or a reversal netted from it, inside a payout. At most one live item for each."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="items")
    reward = models.ForeignKey(
        Reward, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_items"
    )
    reversal = models.ForeignKey(
        Reversal, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_items"
    )
    amount_minor = models.BigIntegerField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reward"],
                condition=Q(live=True, reward__isnull=False),
                name="payouts_reward_in_one_live_payout",
            ),
            models.UniqueConstraint(
                fields=["reversal"],
                condition=Q(live=True, reversal__isnull=False),
                name="payouts_reversal_in_one_live_payout",
            ),
            models.CheckConstraint(
                condition=Q(reward__isnull=False, reversal__isnull=True, amount_minor__gt=0)
                | Q(reward__isnull=True, reversal__isnull=False) & ~Q(amount_minor=0),
                name="payouts_item_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout}: {self.amount_minor}"


class OrderNumber(models.Model):
    """The last payment-order number given; numbers ending in 000 are skipped."""

    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)
