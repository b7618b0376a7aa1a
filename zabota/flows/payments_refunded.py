"""Payments refunded: record → reverse in proportion, rounded on the running total."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zabota.domain.invoices.operations import note_invoices_paid
from zabota.domain.payments.events import PaymentsRefunded
from zabota.domain.payments.facts import RefundFact
from zabota.domain.payments.operations import record_refunds
from zabota.domain.payments.queries.refunds import sum_by_invoice
from zabota.domain.rewards.operations import reverse_for_refunds
from zabota.kit.events.announce import publish
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def payments_refunded(facts: Sequence[RefundFact], *, at: datetime) -> list[int]:
    """Record refunds and take back their share of the rewards; returns ids of new reversals.

    A full refund, in however many pieces, reverses exactly the reward. Known refunds change
    nothing; a refund of an unknown payment is refused and may be tried again later.
    """
    hold(Lock.BOOKS)
    new = record_refunds(facts, at=at)
    if lowered := sum_by_invoice([(refund.payment_id, -refund.amount_minor) for refund in new]):
        note_invoices_paid(lowered)
    reversal_ids = reverse_for_refunds(sorted({r.payment_id for r in new}), at=at) if new else []
    if new:
        publish(
            PaymentsRefunded(
                at=at,
                refund_ids=tuple(refund.id for refund in new),
                reversal_ids=tuple(reversal_ids),
            )
        )
    return reversal_ids
