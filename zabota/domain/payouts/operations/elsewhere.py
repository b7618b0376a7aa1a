"""What the former system paid already: recorded here, so that it is not paid again."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import connection

from zabota.domain.ledger.operations import post_transfers
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.events import RewardsPaidElsewhere
from zabota.domain.payouts.models import (
    Batch,
    BatchStatus,
    OrderNumber,
    Payout,
    PayoutItem,
    PayoutStatus,
)
from zabota.domain.payouts.operations.posting import step_of
from zabota.domain.payouts.queries import PAYABLE
from zabota.domain.payouts.rules import next_order_number
from zabota.kit.events.announce import publish

_PAID_THERE = f"""
SELECT item.* FROM ({PAYABLE}) AS item
LEFT JOIN rewards_reversal AS v ON v.id = item.reversal_id
JOIN rewards_reward AS w ON w.id = coalesce(item.reward_id, v.reward_id)
JOIN payments_payment AS p ON p.id = w.payment_id
WHERE p.source = %s AND p.paid_at < %s
ORDER BY item.partner_id, item.reward_id, item.reversal_id
"""
Paid = tuple[int, str, int | None, int | None, int]


def record_paid_elsewhere(
    *, source: str, paid_before: datetime, proof: str, at: datetime, by: str
) -> list[Payout]:
    """One settled payout a partner and currency for rewards of this source's older payments.

    The caller holds the books alone. Doing it again finds nothing left.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAID_THERE, [source, paid_before])
        items: dict[tuple[int, str], list[Paid]] = defaultdict(list)
        for *item, _due, _advance in cursor.fetchall():
            items[item[0], item[1]].append(tuple(item))
    totals = {key: sum(item[4] for item in rows) for key, rows in items.items()}
    chosen = [key for key, total in totals.items() if total > 0]
    if not chosen:
        return []
    payouts = _create(chosen, totals, paid_before=paid_before, proof=proof, at=at, by=by)
    PayoutItem.objects.bulk_create(
        PayoutItem(payout=payout, reward_id=reward, reversal_id=reversal, amount_minor=minor)
        for payout, key in zip(payouts, chosen, strict=True)
        for _, _, reward, reversal, minor in items[key]
    )
    post_transfers(
        [step_of(payout, step, at=at) for payout in payouts for step in ("formed", "elsewhere")],
        at=at,
    )
    publish(RewardsPaidElsewhere(at=at, by=by, payout_ids=tuple(payout.pk for payout in payouts)))
    return payouts


def _create(
    chosen: list[tuple[int, str]],
    totals: dict[tuple[int, str], int],
    *,
    paid_before: datetime,
    proof: str,
    at: datetime,
    by: str,
) -> list[Payout]:
    OrderNumber.objects.get_or_create(pk=1)
    counter = OrderNumber.objects.select_for_update().get(pk=1)
    partners = Partner.objects.in_bulk({partner for partner, _ in chosen})
    batches = {
        currency: Batch.objects.create(
            status=BatchStatus.SENT, formed_at=at, formed_by=by, due_before=paid_before,
            approved_at=at, approved_by=by, sent_at=at, sent_by=by,
        )
        for currency in sorted({currency for _, currency in chosen})
    }  # fmt: skip
    payouts = []
    for partner_id, currency in chosen:
        counter.last = next_order_number(counter.last)
        partner = partners[partner_id]
        payouts.append(
            Payout(
                batch=batches[currency],
                partner=partner,
                order_number=counter.last,
                amount_minor=totals[partner_id, currency],
                currency=currency,
                status=PayoutStatus.SETTLED,
                due_at=paid_before,
                formed_at=at,
                settled_at=at,
                purpose="Выплачено до переезда",
                holder=partner.name,
                inn=partner.inn,
                proof=f"{proof}:{partner_id}:{currency}"[:120],
            )
        )
    counter.save(update_fields=["last"])
    return Payout.objects.bulk_create(payouts)
