"""Attempts to send a payout by its rail, and the proof of one that staff made by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.payouts.models.payouts import Payout, Rail
from zabota.domain.people.models import Person
from zabota.kit.states import Moves


class AttemptStatus(models.TextChoices):
    """What a rail has said of an attempt; after `unknown` it is asked, never repeated."""

    PREPARED = "prepared", _("prepared")
    SENT = "sent", _("on the way")
    UNKNOWN = "unknown", _("outcome unknown")
    SETTLED = "settled", _("paid out")
    FAILED = "failed", _("did not go through")
    REFUSED = "refused", _("refused, nothing was sent")
    GIVEN_UP = "given_up", _("given up by a person, still asked about")


ATTEMPT_MOVES: Moves = {
    AttemptStatus.PREPARED: frozenset(
        {AttemptStatus.SENT, AttemptStatus.UNKNOWN, AttemptStatus.SETTLED, AttemptStatus.FAILED,
         AttemptStatus.REFUSED}
    ),
    AttemptStatus.UNKNOWN: frozenset(
        {AttemptStatus.SENT, AttemptStatus.UNKNOWN, AttemptStatus.SETTLED, AttemptStatus.FAILED,
         AttemptStatus.REFUSED}
    ),
    AttemptStatus.SENT: frozenset(
        {AttemptStatus.SENT, AttemptStatus.SETTLED, AttemptStatus.FAILED, AttemptStatus.REFUSED}
    ),
    AttemptStatus.SETTLED: frozenset({AttemptStatus.FAILED}),
    AttemptStatus.FAILED: frozenset[str](),
    AttemptStatus.REFUSED: frozenset[str](),
    AttemptStatus.GIVEN_UP: frozenset({AttemptStatus.FAILED, AttemptStatus.REFUSED}),
}  # fmt: skip

OPEN_ATTEMPTS = (AttemptStatus.PREPARED, AttemptStatus.SENT, AttemptStatus.UNKNOWN)
ASKED_ABOUT = (*OPEN_ATTEMPTS, AttemptStatus.GIVEN_UP)


class PayoutAttempt(models.Model):
    """One try to send a payout by its rail; its key makes a repeated call harmless there.

    `sent_at` is written before the rail is first called: from then on it may have been made there.
    `late_at` is when the rail paid after all what was given up here; it waits to be booked.
    """

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    rail = models.CharField(max_length=10, choices=Rail.choices)
    status = models.CharField(
        max_length=10, choices=AttemptStatus.choices, default=AttemptStatus.PREPARED
    )
    key = models.CharField(max_length=64, unique=True)
    external_id = models.CharField(max_length=80, blank=True, db_index=True)
    reason = models.CharField(max_length=300, blank=True)
    prepared_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    next_ask_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    late_booked_at = models.DateTimeField(null=True, blank=True)
    late_booked_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "number"], name="payouts_attempt_once"),
            models.UniqueConstraint(
                fields=["payout"],
                condition=Q(status__in=["prepared", "sent", "unknown"]),
                name="payouts_one_open_attempt",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_ask_at"],
                condition=Q(next_ask_at__isnull=False),
                name="payouts_attempt_next",
            ),
            models.Index(
                fields=["late_at"],
                condition=Q(late_at__isnull=False, late_booked_at=None),
                name="payouts_attempt_late",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout}, {self.number}: {self.status}"


class HandProof(models.Model):
    """Staff say that they paid a payout by hand: when, under which reference, and the paper of it.

    With four eyes another person confirms it before it counts. `from_balance`: its own rail paid it, out
    of the balance kept there, as that rail's cabinet shows; otherwise it left our bank account.
    """

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="hand_proofs")
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    reference = models.CharField(max_length=80)
    from_balance = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=120)
    entered_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="entered_proofs"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payout"],
                condition=Q(withdrawn_at__isnull=True),
                name="payouts_one_live_hand_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout}: {self.reference}"
