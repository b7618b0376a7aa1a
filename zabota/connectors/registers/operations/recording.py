"""A row of a register that we did not know: recorded through the inbox, under the processor's key.

The webhook that was lost, should it come after all, finds the payment known by the same key.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.db.models import Q

from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.connectors.inbox.operations import mark_failed, mark_handled, receive
from zabota.connectors.registers.models import RegisterRow
from zabota.connectors.registers.operations.comparing import missing_refund_of
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.payments.operations import PaymentUnknown
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.errors import Refusal

SOURCE = "registers"
JOB = "registers.record"


def record_row(row: RegisterRow, *, at: datetime, by: str) -> None:
    """Record what the register tells; a refund of a payment that is missing as well is refused."""
    if row.what == "returned":
        raise Refusal(
            "This is no payment: put the refund back on the page of its payment.", code="put_back"
        )
    if _is_bare_charge(row):
        raise Refusal(
            "This register names Stripe's charges alone, and we count payments by their intents: it "
            "might be counted twice. Export it with the columns PaymentIntent ID and Invoice ID.",
            code="bare_charge",
        )
    amount = row.amount_minor
    if row.is_nameless:
        amount = min(amount, missing_refund_of(row))
        if amount <= 0:
            raise Refusal("This refund is known already.", code="known")
    said = {
        "row": row.pk,
        "source": row.source,
        "what": row.what,
        "id": row.external_id,
        "of": row.payment_external_id,
        "amount_minor": amount,
        "fee_minor": row.fee_minor,
        "currency": row.currency,
        "at": row.at.isoformat(),
        "order": row.order,
    }
    event, _new = receive(
        source=SOURCE,
        raw=json.dumps(said, ensure_ascii=False).encode(),
        job=JOB,
        at=at,
        external_id=f"row:{row.pk}",
        name=f"{row.source} {row.what} {row.external_id}",
        by=by,
    )
    record_event(event.pk, at=at)


def _is_bare_charge(row: RegisterRow) -> bool:
    """Whether a charge of Stripe's may have an intent that its register does not tell.

    Only beside rows that name theirs is a charge without one what it says.
    """
    number = row.payment_external_id or row.external_id
    if row.source != "stripe" or not number.startswith(("ch_", "py_")):
        return False
    tells = Q(external_id__startswith="pi_") | Q(external_id__startswith="in_")
    return not RegisterRow.objects.filter(tells, register=row.register_id).exists()


def record_event(event_id: int, *, at: datetime) -> None:
    """Tell the story of a stored row; harmless when done again."""
    event = InboundEvent.objects.get(pk=event_id)
    if event.status == InboundStatus.HANDLED:
        return
    said = json.loads(bytes(event.raw))
    try:
        _tell(said, at=at)
    except PaymentUnknown:
        refusal = Refusal(
            "Record the payment first: this refund is of a payment that is missing as well.",
            code="payment_first",
        )
        mark_failed(event_id, error="payment_first")
        raise refusal from None
    except Refusal as refusal:
        mark_failed(event_id, error=f"{refusal.code}: {refusal}")
        raise
    mark_handled(event_id, at=at)


def _tell(said: dict[str, str], *, at: datetime) -> None:
    moment = datetime.fromisoformat(said["at"])
    if said["what"] == "refund":
        payments_refunded(
            [
                RefundFact(
                    source=said["source"],
                    external_id=said["id"],
                    payment_source=said["source"],
                    payment_external_id=said["of"],
                    amount_minor=int(said["amount_minor"]),
                    refunded_at=moment,
                    reason="register",
                )
            ],
            at=at,
        )
        return
    payments_received(
        [
            PaymentFact(
                source=said["source"],
                external_id=said["id"],
                amount_minor=int(said["amount_minor"]),
                fee_minor=int(said["fee_minor"]),
                currency=said["currency"],
                paid_at=moment,
                purpose=said["order"],
            )
        ],
        at=at,
    )
