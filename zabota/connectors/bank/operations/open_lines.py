"""Lines that no story took and that a person has to look at: refunds, returns, no direction."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from zabota.connectors.bank.models import LineKind, StatementLine
from zabota.connectors.bank.operations.bundles import (
    WHOLE_BATCH,
    settle_by_line,
    total_on_the_way,
)
from zabota.connectors.bank.operations.stories import SOURCE
from zabota.connectors.bank.translate.returns import is_less_a_fee
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Batch, MoveKind, Payout
from zabota.domain.payouts.operations.balances import MoveFact
from zabota.flows.balance_moved import balance_moved
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payout_failed
from zabota.kit.clock import noon_of
from zabota.kit.errors import Refusal

# Outgoing lines that must lead to payouts: a bundle whose payments do not add up, a batch or an order
# of ours in another sum, or told twice.
OURS_OUT = ("details_differ", "our_batch", "our_key")

OPEN = (
    Q(kind=LineKind.CLIENT_REFUND, payment=None)
    | Q(kind=LineKind.RETURNED_ORDER, payout=None, payment=None)
    | Q(kind=LineKind.OTHER_IN, reason="direction_unknown", payment=None)
    | Q(kind=LineKind.TOP_UP, reason="to_gateway")
    | Q(kind=LineKind.OUTGOING_ORDER, reason__in=OURS_OUT, payout=None)
)

# A crash between the decision and its story leaves the line in the queue: it is decided again.
BEGUN = ("refund", "return", "payment", "paying")


class LineDecided(Refusal):
    """Somebody has decided this line already."""

    code = "line_decided"


def list_open_lines() -> QuerySet[StatementLine]:
    """Lines that wait for a person, the oldest first."""
    waiting = StatementLine.objects.filter(OPEN, Q(cleared_at=None) | Q(cleared_note__in=BEGUN))
    return waiting.select_related("statement").order_by("on", "pk")


def refund_line(line: StatementLine, *, payment: Payment, at: datetime, by: str) -> None:
    """This returned sum is of this payment: its share of the reward goes back."""
    _claim(line, at=at, by=by, note="refund")
    payments_refunded(
        [
            RefundFact(
                source=SOURCE,
                external_id=line.key,
                payment_source=payment.source,
                payment_external_id=payment.external_id,
                amount_minor=line.amount_minor,
                refunded_at=noon_of(line.on),
                reason=line.purpose,
            )
        ],
        at=at,
    )
    StatementLine.objects.filter(pk=line.pk).update(payment=payment)


def is_receivable(line: StatementLine) -> bool:
    """Whether it may be a client's money after all: words like "Refund" begin a purpose of theirs too."""
    unknown = line.kind == LineKind.OTHER_IN and line.reason == "direction_unknown"
    return unknown or (line.kind == LineKind.RETURNED_ORDER and line.direction == "in")


def receive_by_line(line: StatementLine, *, at: datetime, by: str) -> None:
    """This money is a client's payment: matched and rewarded like any other."""
    if not is_receivable(line):
        raise Refusal("This line is no money that came from a client.", code="other_kind")
    _claim(line, at=at, by=by, note="payment")
    fact = PaymentFact(
        source=SOURCE,
        external_id=line.key,
        amount_minor=line.amount_minor,
        currency=line.currency,
        paid_at=noon_of(line.on),
        payer_inn=line.counterparty_inn,
        payer_account=line.counterparty_account,
        payer_name=line.counterparty,
        purpose=line.purpose,
    )
    payments_received([fact], at=at)
    payment = Payment.objects.get(source=SOURCE, external_id=line.key)
    rows = StatementLine.objects.filter(pk=line.pk)
    rows.update(payment=payment, kind=LineKind.CLIENT_PAYMENT)


def fail_by_line(line: StatementLine, *, payout: Payout, at: datetime, by: str) -> None:
    """This money is the payout that came back: its rewards are available again."""
    same_money = payout.currency == line.currency
    if not same_money or not is_less_a_fee(line.amount_minor, payout.amount_minor):
        raise Refusal("The sum of the line is not the sum of this payout.", code="other_sum")
    _claim(line, at=at, by=by, note="return")
    payout_failed(payout, reason=line.purpose, at=at, by=by)
    StatementLine.objects.filter(pk=line.pk).update(payout=payout)


def pay_by_line(line: StatementLine, *, batch: Batch, at: datetime, by: str) -> None:
    """This sum is the whole batch, less or more what the bank charges: its payouts are settled."""
    if not may_be_batch(line, total_on_the_way(batch)) or batch.currency != line.currency:
        raise Refusal("The sum of the line is not the sum of this batch.", code="other_sum")
    _claim(line, at=at, by=by, note="paying")
    settle_by_line(line, batch, at=at)
    StatementLine.objects.filter(pk=line.pk).update(cleared_note=WHOLE_BATCH)


def may_be_batch(line: StatementLine, total: int) -> bool:
    """Whether an outgoing sum may be a batch of this total: the same, or with a fee on top."""
    out = line.kind == LineKind.OUTGOING_ORDER and total > 0
    return out and is_less_a_fee(total, line.amount_minor)


def top_up_by_line(line: StatementLine, *, at: datetime, by: str) -> None:
    """This money is on the gateway's balance of payouts now. Booked first: the line's proof is once."""
    if line.kind != LineKind.TOP_UP:
        raise Refusal("This line did not go to a gateway that pays out.", code="other_kind")
    if line.cleared_at is not None:
        raise LineDecided("Somebody has decided this line already.")
    fact = MoveFact(
        rail=line.processor,
        kind=MoveKind.TOP_UP,
        amount_minor=line.amount_minor,
        currency=line.currency,
        on=line.on,
        proof=f"{SOURCE}:{line.key}",
        note=line.purpose,
    )
    balance_moved([fact], at=at, by=by)
    _claim(line, at=at, by=by, note="top-up")


def clear_line(line: StatementLine, *, note: str, at: datetime, by: str) -> None:
    """The line is none of ours; it stays in its statement with the reason."""
    _claim(line, at=at, by=by, note=note)


def reopen_line(line: StatementLine) -> None:
    """Put a line that was cleared by hand, and did nothing, back into the queue."""
    StatementLine.objects.filter(pk=line.pk, payment=None, payout=None).update(
        cleared_at=None, cleared_by="", cleared_note=""
    )


def _claim(line: StatementLine, *, at: datetime, by: str, note: str) -> None:
    """Of two people who press at once one succeeds; the story behind it is harmless when repeated."""
    free = StatementLine.objects.filter(OPEN, pk=line.pk).filter(
        Q(cleared_at=None) | Q(cleared_note=note, cleared_by=by)
    )
    if not free.update(cleared_at=at, cleared_by=by, cleared_note=note[:200]):
        raise LineDecided("Somebody has decided this line already.")
