"""A balance kept at a gateway: what we put there and took back, and what the gateway says of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.payouts.models.payouts import Rail


class MoveKind(models.TextChoices):
    """Why a balance changed otherwise than by a payout."""

    TOP_UP = "top_up", _("topped up from the bank account")
    TAKEN_BACK = "taken_back", _("taken back to the bank account")
    FEE = "fee", _("the gateway's fee")


class BalanceMove(models.Model):
    """Money put on a gateway's balance of payouts, taken back from it, or kept by the gateway.

    Known by the line of the bank's statement, or written down by a person.
    """

    rail = models.CharField(max_length=10, choices=Rail.choices)
    kind = models.CharField(max_length=10, choices=MoveKind.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="RUB")
    on = models.DateField()
    proof = models.CharField(max_length=120, unique=True)
    note = models.CharField(max_length=200, blank=True)
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=120, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payouts_move_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.kind}"


class BalanceWord(models.Model):
    """What a gateway last said of its balance, beside what our books said at that moment.

    `under_way_minor` are payouts that the gateway may or may not have taken from it already.
    """

    rail = models.CharField(max_length=10, choices=Rail.choices, unique=True)
    said_minor = models.BigIntegerField()
    books_minor = models.BigIntegerField()
    under_way_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="RUB")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rail}: {self.said_minor}"

    @property
    def differs_minor(self) -> int:
        """How much more the gateway has than the books can explain; below zero it has less."""
        least = self.books_minor - self.under_way_minor
        if self.said_minor < least:
            return self.said_minor - least
        return max(self.said_minor - self.books_minor, 0)
