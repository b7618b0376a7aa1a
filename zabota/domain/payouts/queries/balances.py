"""Questions about balances kept at gateways."""

from __future__ import annotations

from django.db.models import Sum

from zabota.domain.ledger.queries import get_account_balance
from zabota.domain.payouts.models import BalanceWord, Payout, PayoutStatus
from zabota.domain.payouts.postings import GATEWAYS


def get_books_balance(rail: str, *, currency: str = "RUB") -> int:
    """What the books say is on the balance, minor units; below zero a top-up is missing."""
    return get_account_balance(GATEWAYS[rail], currency=currency)


def get_under_way(rail: str, *, currency: str = "RUB") -> int:
    """Payouts that have been sent and are not settled, minor units."""
    rows = Payout.objects.filter(
        batch__rail=rail,
        currency=currency,
        status__in=[PayoutStatus.SENT, PayoutStatus.UNKNOWN],
    )
    return rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def list_differing_balances() -> list[BalanceWord]:
    """Gateways whose last word does not agree with the books."""
    return [word for word in BalanceWord.objects.order_by("rail") if word.differs_minor]
