"""Batches, payouts, and which rewards a payout is made of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.people.models import Person
from zabota.kit.states import Moves


class Rail(models.TextChoices):
    """How money leaves: each rail prepares, submits and tells the status of a payout."""

    ONE_C = "one_c", _("payment orders for the client bank")
    PAIN = "pain", _("ISO 20022 file")
    YOOKASSA = "yookassa", _("YooKassa")
    MANUAL = "manual", _("by hand")


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


BATCH_NOT_LEFT = (BatchStatus.FORMED, BatchStatus.APPROVED)


class Batch(models.Model):
    """The payouts that finance sends together: one rail, one currency.

    A proposed one was formed by Zabota itself and wants approval before `cut_off_at`.
    """

    rail = models.CharField(max_length=10, choices=Rail.choices, default=Rail.ONE_C)
    currency = models.CharField(max_length=3, default="RUB")
    proposed = models.BooleanField(default=False)
    cut_off_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    formed_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="formed_batches"
    )
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


class Approval(models.Model):
    """One person's yes to a batch; a batch over a limit needs two, of two persons."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="approvals")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="approvals"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="payouts_approval_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.by}"


class PayoutStatus(models.TextChoices):
    """The road of a payout; only the bank's own line, or the rail's last word, settles it."""

    FORMED = "formed", _("formed")
    APPROVED = "approved", _("approved")
    SENT = "sent", _("on the way")
    UNKNOWN = "unknown", _("outcome unknown")
    SETTLED = "settled", _("paid out")
    FAILED = "failed", _("returned by the bank")
    CANCELLED = "cancelled", _("cancelled")


NOT_LEFT = (PayoutStatus.FORMED, PayoutStatus.APPROVED)
PAYOUT_MOVES: Moves = {
    PayoutStatus.FORMED: frozenset({PayoutStatus.APPROVED, PayoutStatus.CANCELLED}),
    PayoutStatus.APPROVED: frozenset(
        {PayoutStatus.SENT, PayoutStatus.CANCELLED, PayoutStatus.SETTLED, PayoutStatus.FAILED}
    ),
    PayoutStatus.SENT: frozenset(
        {PayoutStatus.SETTLED, PayoutStatus.FAILED, PayoutStatus.UNKNOWN, PayoutStatus.APPROVED}
    ),
    PayoutStatus.UNKNOWN: frozenset(
        {PayoutStatus.SENT, PayoutStatus.SETTLED, PayoutStatus.FAILED, PayoutStatus.APPROVED}
    ),
    PayoutStatus.SETTLED: frozenset({PayoutStatus.FAILED}),
    PayoutStatus.FAILED: frozenset[str](),
    PayoutStatus.CANCELLED: frozenset[str](),
}

LIVE = (
    PayoutStatus.FORMED,
    PayoutStatus.APPROVED,
    PayoutStatus.SENT,
    PayoutStatus.UNKNOWN,
    PayoutStatus.SETTLED,
)


class NpdCheck(models.Model):
    """What the tax service said of a self-employed partner's ИНН on a day: kept as evidence."""

    inn = models.CharField(max_length=12)
    on = models.DateField()
    standing = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inn", "on"], name="payouts_npd_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.inn} {self.on}: {self.standing}"


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
    legal_form = models.CharField(max_length=10, choices=LegalForm.choices, blank=True)
    npd_check = models.ForeignKey(
        NpdCheck, null=True, blank=True, on_delete=models.PROTECT, related_name="payouts"
    )
    purpose = models.CharField(max_length=210)
    purpose_code = models.CharField(max_length=2, blank=True)
    holder = models.CharField(max_length=160)
    inn = models.CharField(max_length=12, blank=True)
    kpp = models.CharField(max_length=9, blank=True)
    details_kind = models.CharField(max_length=10, default="account")
    account = models.CharField(max_length=34)
    bic = models.CharField(max_length=12)
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


class ReceiptStatus(models.TextChoices):
    """A receipt is entered by the partner, looked at by staff, or given back with a reason."""

    ENTERED = "entered", _("entered")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("given back")


RECEIPT_MOVES: Moves = {
    ReceiptStatus.ENTERED: frozenset({ReceiptStatus.ACCEPTED, ReceiptStatus.RETURNED}),
    ReceiptStatus.ACCEPTED: frozenset({ReceiptStatus.RETURNED}),
    ReceiptStatus.RETURNED: frozenset[str](),
}


class Receipt(models.Model):
    """The чек of a self-employed partner for one payout, by its number in the tax service.

    One that was given back stays as history, and the payout waits for another one; so does one that
    he `annulled` in the tax service after it was entered.
    """

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=20)
    link = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=120)
    status = models.CharField(
        max_length=10, choices=ReceiptStatus.choices, default=ReceiptStatus.ENTERED
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)
    annulled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payout"],
                condition=~Q(status="returned"),
                name="payouts_one_live_receipt",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(status="returned"),
                name="payouts_receipt_for_one_payout",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderNumber(models.Model):
    """The last payment-order number given; numbers ending in 000 are skipped."""

    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)
