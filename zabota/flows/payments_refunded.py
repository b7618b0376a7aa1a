"""Payments refunded: record → reverse in proportion, rounded on the running total."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zabota.domain.invoices.operations import note_invoices_paid
from zabota.domain.payments.events import PaymentsRefunded, RefundUndone
from zabota.domain.payments.facts import RefundFact
from zabota.domain.payments.models import Refund
from zabota.domain.payments.operations import record_refunds, undo_refund
from zabota.domain.payments.queries.refunds import sum_by_invoice
from zabota.domain.rewards.operations import put_back_for, reverse_for_refunds
from zabota.domain.rewards.queries.floor import list_touched
from zabota.kit.events.announce import publish
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def payments_refunded(facts: Sequence[RefundFact], *, at: datetime, by: str = "") -> list[int]:
    """Record refunds and take back their share of the rewards; returns ids of new reversals.

    A full refund, in however many pieces, reverses exactly the reward. Known refunds change
    nothing; a refund of an unknown payment is refused and may be tried again later.
    """
    hold(Lock.BOOKS)
    new = record_refunds(facts, at=at)
    if lowered := sum_by_invoice([(refund.payment_id, -refund.amount_minor) for refund in new]):
        note_invoices_paid(lowered, back=True)
    payment_ids = sorted({refund.payment_id for refund in new})
    reversal_ids = reverse_for_refunds(payment_ids, at=at) if new else []
    if new:
        touched = list_touched(reversal_ids)
        publish(
            PaymentsRefunded(
                at=at,
                by=by,
                refund_ids=tuple(refund.id for refund in new),
                reversal_ids=tuple(reversal_ids),
                payment_ids=tuple(payment_ids),
                reward_ids=tuple(sorted({reward for reward, _ in touched})),
                partner_ids=tuple(sorted({partner for _, partner in touched})),
            )
        )
    return reversal_ids


@flow
def refund_undone(refund: Refund, *, reason: str, at: datetime, by: str) -> list[int]:
    """A chargeback was won, or a refund was a mistake: what it took back is the partner's again.

    The refund and its reversal stay, with a row that puts it back. Refused when done already.
    Returns ids of the new rows.
    """
    hold(Lock.BOOKS)
    undo_refund(refund, reason=reason, at=at, by=by)
    if raised := sum_by_invoice([(refund.payment_id, refund.amount_minor)]):
        note_invoices_paid(raised, back=True)
    reversal_ids = put_back_for(refund, at=at)
    touched = list_touched(reversal_ids)
    publish(
        RefundUndone(
            at=at,
            by=by,
            refund_id=refund.pk,
            payment_id=refund.payment_id,
            kind=refund.kind,
            reason=reason,
            reward_ids=tuple(sorted({reward for reward, _ in touched})),
            partner_ids=tuple(sorted({partner for _, partner in touched})),
        )
    )
    return reversal_ids
