"""What payouts are made of: rewards, and what is netted from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zabota.domain.payouts.models.payouts import Payout
from zabota.domain.rewards.models import Reversal, Reward


class Advance(models.Model):
    """Money that reached a partner by a payout which had been given up, and is owed to nobody.

    Its rewards had entered another payout meanwhile, so it is netted from what he is paid next.
    """

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="advances")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_at = models.DateTimeField()
    proof = models.CharField(max_length=120, unique=True)
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payouts_advance_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.payout}: {self.proof}"


class PayoutItem(models.Model):
    """A reward, a reversal or an advance netted from it, in a payout. At most one live item for each."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="items")
    reward = models.ForeignKey(
        Reward, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_items"
    )
    reversal = models.ForeignKey(
        Reversal, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_items"
    )
    advance = models.ForeignKey(
        Advance, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_items"
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
            models.UniqueConstraint(
                fields=["advance"],
                condition=Q(live=True, advance__isnull=False),
                name="payouts_advance_in_one_live_payout",
            ),
            models.CheckConstraint(
                condition=Q(reward__isnull=False, reversal=None, advance=None, amount_minor__gt=0)
                | Q(reward=None, reversal__isnull=False, advance=None) & ~Q(amount_minor=0)
                | Q(reward=None, reversal=None, advance__isnull=False, amount_minor__lt=0),
                name="payouts_item_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout}: {self.amount_minor}"
