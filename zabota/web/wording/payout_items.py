"""What a payout is made of, as a list of either site: rewards, what was taken back, what was paid ahead."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from zabota.domain.payouts.models import Payout, PayoutItem
from zabota.kit.money import Money
from zabota.ui.columns import Column


def items_of(payout: Payout) -> QuerySet[PayoutItem]:
    """The items with the client whom each goes back to and the moment of his payment."""
    return payout.items.select_related(
        "reward__payment__client", "reversal__reward__payment__client", "advance__payout"
    ).annotate(
        client_name=Coalesce(
            "reward__payment__client__name", "reversal__reward__payment__client__name"
        ),
        paid_at=Coalesce(
            "reward__payment__paid_at", "reversal__reward__payment__paid_at", "advance__paid_at"
        ),
    )


def item_columns() -> list[Column]:
    """What the list may show; the total stands under the last column."""
    return [
        Column("client", _("Client"), by="client_name", sparse=True, fixed=True),
        Column("what", _("What")),
        Column("paid", _("Client paid"), by="paid_at", sparse=True),
        Column("amount", _("Amount"), by="amount_minor", numeric=True, fixed=True),
    ]


def item_header() -> list[str]:
    """The columns of the file."""
    return [_("Client"), _("What"), _("Client paid"), _("Amount")]


def item_line(item: Any) -> list[Any]:
    """One item as a line of the file."""
    what = (
        _("paid ahead") if item.advance_id else _("reward") if item.reward_id else _("taken back")
    )
    amount = Money(item.amount_minor, item.payout.currency)
    return [item.client_name, what, item.paid_at, amount]
