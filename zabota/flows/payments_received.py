"""Payments received: record → attribute → price → post → publish, a batch at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.clients.operations import note_first_payments
from zabota.domain.invoices.operations import note_invoices_paid
from zabota.domain.payments.events import PaymentsReceived
from zabota.domain.payments.facts import PaymentFact
from zabota.domain.payments.operations import NewPayment, record_payments
from zabota.domain.rewards.operations import earn_rewards
from zabota.domain.rewards.queries import PaymentToPrice
from zabota.domain.scrutiny.queries import get_payer_watch
from zabota.kit.events.announce import publish
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, share


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a batch of payments."""

    payment_ids: dict[tuple[str, str], int]
    reward_ids: list[int]
    waiting: int
    known: int
    contradicting: list[PaymentFact]


@flow
def payments_received(facts: Sequence[PaymentFact], *, at: datetime) -> Received:
    """Record payments and reward the partners to whom their clients belong.

    Facts that are known already change nothing; those without a client wait for a person. The
    number of statements does not depend on the number of facts.
    """
    share(Lock.BOOKS)
    recorded = record_payments(facts, at=at)
    tied = [new for new in recorded.new if new.match.client_id is not None]
    reward_ids = _thank(tied, at=at) if tied else []
    if recorded.new:
        publish(
            PaymentsReceived(
                at=at,
                payment_ids=tuple(new.id for new in recorded.new),
                reward_ids=tuple(reward_ids),
            )
        )
    return Received(
        payment_ids={(n.fact.source, n.fact.external_id): n.id for n in recorded.new},
        reward_ids=reward_ids,
        waiting=len(recorded.new) - len(tied),
        known=recorded.known,
        contradicting=recorded.contradicting,
    )


def _thank(tied: Sequence[NewPayment], *, at: datetime) -> list[int]:
    first: dict[int, datetime] = {}
    invoices: Counter[int] = Counter()
    for new in tied:
        client_id = new.match.client_id or 0
        first[client_id] = min(first.get(client_id, new.fact.paid_at), new.fact.paid_at)
        if new.match.invoice_id is not None:
            invoices[new.match.invoice_id] += new.fact.amount_minor
    note_first_payments(first, at=at)
    if invoices:
        note_invoices_paid(invoices)
    return earn_rewards(
        [_to_price(new) for new in tied],
        at=at,
        watch=get_payer_watch({new.fact.payer_inn for new in tied}),
    )


def _to_price(new: NewPayment) -> PaymentToPrice:
    return PaymentToPrice(
        id=new.id,
        client_id=new.match.client_id or 0,
        amount_minor=new.fact.amount_minor,
        currency=new.fact.currency,
        fee_minor=new.fact.fee_minor,
        vat_minor=new.fact.vat_minor,
        paid_at=new.fact.paid_at,
        product=new.fact.product,
        payer_inn=new.fact.payer_inn,
    )
