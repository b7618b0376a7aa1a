"""Rewards as the pages show them: each with its standing, its payout and its explanation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Payout, PayoutItem
from zabota.domain.rewards.models import Reversal, Reward
from zabota.ui.columns import Column
from zabota.ui.parts import Line
from zabota.web.cabinet.words.rewards import Standing, lines_of, sentence_of, standing_of


class RewardRow(NamedTuple):
    """A reward with everything a line of a list needs."""

    reward: Reward
    payout: Payout | None
    standing: Standing
    left_minor: int
    sentence: str
    lines: list[Line]

    @property
    def done(self) -> datetime | None:
        """When its countdown ended: paid, taken back or moved; None while it waits."""
        if self.payout is not None and self.payout.settled_at:
            return self.payout.settled_at
        if self.left_minor == 0 or self.reward.cancelled_at:
            return self.reward.cancelled_at or self.reward.due_at
        return None


def rewards_of(partner: Partner) -> QuerySet[Any]:
    """The partner's rewards, ready to be made rows of."""
    taken = (
        Reversal.objects.filter(reward=OuterRef("pk"))
        .order_by()
        .values("reward")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    )
    live = PayoutItem.objects.filter(live=True).select_related("payout")
    return (
        Reward.objects.filter(partner=partner)
        .select_related("payment__client", "clause__version", "clause__special")
        .annotate(reversed_minor=Coalesce(Subquery(taken, output_field=BigIntegerField()), 0))
        .prefetch_related(Prefetch("payout_items", live, to_attr="live_items"))
    )


def reward_columns() -> list[Column]:
    """What a list of rewards may show."""
    return [
        Column("client", _("Client"), by="payment__client__name", fixed=True),
        Column("paid", _("When"), by="payment__paid_at"),
        Column("payment", _("Client paid"), by="payment__amount_minor", numeric=True),
        Column("status", _("Status")),
        Column("due", _("Deadline"), by="due_at"),
        Column("order", _("Payment order"), first=False),
        Column("amount", _("Reward"), by="amount_minor", numeric=True),
        Column("why", _("Why"), fixed=True),
    ]


def rows_of(rewards: Iterable[Reward]) -> list[RewardRow]:
    """Rows of rewards from `rewards_of`."""
    return [_row(reward) for reward in rewards]


def _row(reward: Reward) -> RewardRow:
    items: list[PayoutItem] = reward.live_items  # type: ignore[attr-defined]
    taken: int = reward.reversed_minor  # type: ignore[attr-defined]
    payout = items[0].payout if items else None
    return RewardRow(
        reward,
        payout,
        standing_of(reward, payout, taken),
        reward.amount_minor - taken,
        sentence_of(reward),
        lines_of(reward, taken),
    )
