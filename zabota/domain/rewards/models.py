"""Rewards: what we owe a partner for a payment, and why; reversals."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.attribution.models import Attribution, Correction
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.programme.models import Clause, Servicing, SpecialTerms, TermsVersion
from zabota.kit.clock import local_date


class Hold(models.TextChoices):
    """Why a reward waits for a person to look at it; empty when it does not."""

    NONE = "", _("not held")
    THIRD_PARTY = "third_party", _("paid by somebody else than the client")
    SELF_PAYMENT = "self_payment", _("paid by the partner himself")
    BY_HAND = "by_hand", _("held by staff")
    CHECK = "check", _("a rule asks for a look")


class Bound(models.TextChoices):
    """What changed the plain amount of a reward; empty when nothing did."""

    NONE = "", _("as counted")
    LEAST = "least", _("raised to the least")
    MOST = "most", _("lowered to the most")
    CAP = "cap", _("lowered to what is left of the cap")


class Reward(models.Model):
    """What we owe one partner for one payment. Its amount is posted once and never edited.

    The explanation stands in the row: clause, base, rate, servicing, what bound it; rounding is
    always the one of the house. `counts_from` is the payment's moment, or the correction's.
    """

    payment = models.ForeignKey(
        Payment, on_delete=models.DO_NOTHING, db_constraint=False, related_name="rewards"
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="rewards",
    )
    attribution = models.ForeignKey(
        Attribution,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="rewards",
    )
    clause = models.ForeignKey(
        Clause,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="rewards",
    )
    origin = models.CharField(max_length=40, blank=True)
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()
    rate_bp = models.PositiveIntegerField(null=True)
    currency = models.CharField(max_length=3)
    servicing = models.CharField(max_length=10, choices=Servicing.choices)
    counts_from = models.DateTimeField()
    due_at = models.DateTimeField()
    earned_at = models.DateTimeField()
    hold = models.CharField(max_length=12, choices=Hold.choices, blank=True)
    hold_note = models.CharField(max_length=200, blank=True)
    released_by = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Correction, null=True, on_delete=models.PROTECT, related_name="cancelled_rewards"
    )
    bound_by = models.CharField(max_length=8, choices=Bound.choices, blank=True)
    borne_by_vendor = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "origin"], name="rewards_once"),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(cancelled_at__isnull=True),
                name="rewards_one_live_per_payment",
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="rewards_amount"),
        ]
        indexes = [
            models.Index(fields=["partner", "due_at"], name="rewards_partner_due"),
            models.Index(fields=["partner"], condition=~Q(hold=""), name="rewards_held"),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"


class Reversal(models.Model):
    """A part of a reward taken back, for a refund or a correction; together never more than it.

    Below zero it is put back: the refund was undone.
    """

    reward = models.ForeignKey(Reward, on_delete=models.PROTECT, related_name="reversals")
    refund = models.ForeignKey(
        Refund, null=True, blank=True, on_delete=models.PROTECT, related_name="reversals"
    )
    correction = models.ForeignKey(
        Correction, null=True, blank=True, on_delete=models.PROTECT, related_name="reversals"
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    cause = models.CharField(max_length=80, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="rewards_reversal_amount"),
            models.CheckConstraint(
                condition=Q(refund__isnull=False) | Q(correction__isnull=False),
                name="rewards_reversal_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(amount_minor__lt=0), name="rewards_reversal_back"
            ),
        ]
        ordering = [F("id").asc()]

    def __str__(self) -> str:
        return self.cause


class TrialStatus(models.TextChoices):
    """How far a trial on history has come."""

    WAITING = "waiting", _("waits for its turn")
    RUNNING = "running", _("being counted")
    DONE = "done", _("counted")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("not counted")


class Trial(models.Model):
    """Terms tried on past payments, [since, until): what would have been earned. Books untouched.

    A version is tried as if in force all the time, special terms as if added to the terms of then.
    Sums in roubles, minor units, less refunds.
    """

    version = models.ForeignKey(
        TermsVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="trials"
    )
    special = models.ForeignKey(
        SpecialTerms, null=True, blank=True, on_delete=models.CASCADE, related_name="trials"
    )
    since = models.DateTimeField()
    until = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=TrialStatus.choices, default=TrialStatus.WAITING
    )
    payments = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    before_minor = models.BigIntegerField(default=0)
    after_minor = models.BigIntegerField(default=0)
    levels = models.JSONField(default=dict, blank=True)  # partner id → level when it was begun
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, special__isnull=True)
                | Q(version__isnull=True, special__isnull=False),
                name="rewards_trial_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version or self.special} #{self.pk}"

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return local_date(self.until - timedelta(microseconds=1))


class TrialLine(models.Model):
    """What a trial found for one client of one partner. Minor units, less refunds."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="lines")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    payments = models.PositiveIntegerField()
    before_minor = models.BigIntegerField()
    after_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "partner", "client"], name="rewards_trial_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id}: {self.client_id}"
