"""What the lines of a statement mean to the stories: payments, refunds, settled and returned orders."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from zabota.connectors.bank.facts import StatementLineFact
from zabota.connectors.bank.models import LineKind
from zabota.connectors.bank.translate import LineReading
from zabota.connectors.bank.translate.returns import is_less_a_fee
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.payments.queries.refunds import find_refunded_payment
from zabota.domain.payouts.models import MoveKind, Payout, PayoutStatus
from zabota.domain.payouts.operations import KeyedSettlement, Settlement
from zabota.domain.payouts.operations.balances import MoveFact
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payout_failed
from zabota.kit.clock import end_of_day, noon_of

SOURCE = "bank"
BATCH = 1000
GONE = (PayoutStatus.SENT, PayoutStatus.SETTLED, PayoutStatus.FAILED)
LONGEST_INN = 12  # a longer one is nobody's: cut short it might be somebody's
ORDER_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Line:
    fact: StatementLineFact
    reading: LineReading

    @property
    def kind(self) -> str:
        return str(self.reading.kind)

    @property
    def proof(self) -> str:
        return f"{SOURCE}:{self.fact.external_key}"


def settlements_of(lines: Sequence[Line]) -> list[Settlement]:
    return [
        Settlement(
            order_number=int(line.fact.number),
            amount_minor=line.fact.sent,
            account=line.fact.counterparty.account,
            settled_at=noon_of(line.fact.on),
            proof=line.proof,
        )
        for line in lines
        if line.kind == LineKind.OUTGOING_ORDER
        and line.fact.confirmed
        and ORDER_NUMBER.fullmatch(line.fact.number)
    ]


def keyed_settlements_of(lines: Sequence[Line]) -> list[KeyedSettlement]:
    """Outgoing lines that bring back the key under which a file was written (EndToEndId)."""
    return [
        KeyedSettlement(
            key=line.reading.order_key,
            amount_minor=line.fact.sent,
            currency=line.fact.currency,
            settled_at=noon_of(line.fact.on),
            proof=line.proof,
        )
        for line in lines
        if line.kind == LineKind.OUTGOING_ORDER and line.fact.confirmed and line.reading.order_key
    ]


@dataclass(frozen=True, slots=True)
class Payments:
    ids: Mapping[str, int]
    recorded: int
    waiting: int


def receive_payments(lines: Sequence[Line], *, at: datetime) -> Payments:
    facts = [fact_of(line) for line in lines if line.kind == LineKind.CLIENT_PAYMENT]
    recorded = waiting = 0
    for start in range(0, len(facts), BATCH):
        received = payments_received(facts[start : start + BATCH], at=at)
        recorded += len(received.payment_ids)
        waiting += received.waiting
    keys = [fact.external_id for fact in facts]
    known = Payment.objects.filter(source=SOURCE, external_id__in=keys)
    return Payments(dict(known.values_list("external_id", "pk")), recorded, waiting)


def fact_of(line: Line) -> PaymentFact:
    other = line.fact.counterparty
    return PaymentFact(
        source=SOURCE,
        external_id=line.fact.external_key,
        amount_minor=line.fact.sent,
        fee_minor=line.fact.charges,
        currency=line.fact.currency,
        paid_at=noon_of(line.fact.on),
        payer_inn=inn_of(line),
        payer_account=other.account[:34],
        payer_name=other.name,
        purpose=line.fact.purpose,
        doubtful=line.reading.reason if line.reading.doubtful else "",
    )


def inn_of(line: Line) -> str:
    """The other side's ИНН, or none when it is longer than any."""
    inn = line.fact.counterparty.inn
    return inn if len(inn) <= LONGEST_INN else ""


def top_ups_of(lines: Sequence[Line]) -> list[MoveFact]:
    """Money that went to a gateway's balance of payouts for certain; the others wait for a person."""
    return [
        MoveFact(
            rail=line.reading.processor,
            kind=MoveKind.TOP_UP,
            amount_minor=line.fact.amount,
            currency=line.fact.currency,
            on=line.fact.on,
            proof=line.proof,
            note=line.fact.purpose,
        )
        for line in lines
        if line.kind == LineKind.TOP_UP and line.fact.confirmed and not line.reading.doubtful
    ]


def refund_payments(lines: Sequence[Line], *, at: datetime) -> dict[str, int]:
    """Refunds to clients whose payment is certain: line key → payment id; the others wait."""
    refunded: dict[str, int] = {}
    for line in lines:
        if line.kind != LineKind.CLIENT_REFUND or not line.fact.confirmed:
            continue
        key = line.fact.external_key
        known = Refund.objects.filter(source=SOURCE, external_id=key).first()
        if known is not None:
            refunded[key] = known.payment_id
            continue
        payment = find_refunded_payment(
            inn=line.fact.counterparty.inn,
            amount_minor=line.fact.sent,
            currency=line.fact.currency,
            purpose=line.fact.purpose,
            before=end_of_day(line.fact.on),
        )
        if payment is not None:
            payments_refunded([refund_fact(key, line.fact, payment)], at=at)
            refunded[key] = payment.pk
    return refunded


def refund_fact(key: str, line: StatementLineFact, payment: Payment) -> RefundFact:
    """A line of the statement as a refund of this payment."""
    return RefundFact(
        source=SOURCE,
        external_id=key,
        payment_source=payment.source,
        payment_external_id=payment.external_id,
        amount_minor=line.sent,
        refunded_at=noon_of(line.on),
        reason=line.purpose,
    )


def _named_by(line: Line) -> Q | None:
    """By what a returned order is ours: its key, or its number in the words of the return."""
    if line.reading.order_key:
        return Q(attempts__key=line.reading.order_key)
    number = line.reading.order_number
    return Q(order_number=int(number)) if number else None


def _returned_by(line: Line, named: Q) -> Payout | None:
    """The payout whose sum came back; by its key also one that a bank's fee was taken out of."""
    gone = Payout.objects.filter(named, currency=line.fact.currency, status__in=GONE)
    sums = {line.fact.amount, line.fact.sent}
    for payout in gone.order_by("pk").distinct():
        less_a_fee = line.reading.order_key and is_less_a_fee(line.fact.sent, payout.amount_minor)
        if payout.amount_minor in sums or less_a_fee:
            return payout
    return None


def fail_returned(lines: Sequence[Line], *, at: datetime) -> dict[str, int]:
    """Payouts that came back: our key, or the order number in the words of the return; the same amount.

    What a bank kept for bringing it back does not make it another payout, where our key names it.
    """
    failed: dict[str, int] = {}
    for line in lines:
        named = _named_by(line) if line.kind == LineKind.RETURNED_ORDER else None
        if named is None:
            continue
        payout = _returned_by(line, named)
        if payout is not None:
            payout_failed(payout, reason=line.fact.return_reason or line.fact.purpose, at=at)
            failed[line.proof] = payout.pk
    return failed
