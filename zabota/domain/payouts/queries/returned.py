"""Where money came back from the last time."""

from __future__ import annotations

from collections.abc import Iterable

from zabota.domain.payouts.models import Payout, PayoutStatus, Rail

_BY_BANK = (Rail.ONE_C, Rail.PAIN)

Place = tuple[int, str, str]  # partner, account, БИК


def find_returned(partner_ids: Iterable[int]) -> dict[Place, Payout]:
    """(partner, account, БИК) → the payout that the bank returned from there, if it was the last to go there."""
    ended = Payout.objects.filter(
        partner__in=list(partner_ids),
        batch__rail__in=_BY_BANK,
        status__in=[PayoutStatus.SETTLED, PayoutStatus.FAILED],
    )
    last = ended.order_by("partner", "account", "bic", "-formed_at", "-pk")
    return {
        (one.partner_id, one.account, one.bic): one
        for one in last.distinct("partner", "account", "bic")
        if one.status == PayoutStatus.FAILED
    }
