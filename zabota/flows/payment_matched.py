"""Payment matched: a person ties waiting money to a client; it is priced from its own date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import learn_payer, note_first_payments
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import note_invoices_paid
from zabota.domain.payments.events import PaymentMatched
from zabota.domain.payments.models import MatchedBy, Payment
from zabota.domain.payments.operations import tie_payment
from zabota.domain.rewards.operations import earn_rewards, reverse_for_refunds
from zabota.domain.rewards.queries import PaymentToPrice
from zabota.domain.scrutiny.queries import get_payer_watch
from zabota.kit.events.announce import publish
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def payment_matched(
    payment: Payment,
    *,
    client: Client,
    remember_payer: bool,
    at: datetime,
    by: str,
    invoice: Invoice | None = None,
    matched_by: str = MatchedBy.PERSON,
) -> Sequence[int]:
    """Tie the payment, to an invoice too if it settles one, and reward its partner: new reward ids.

    `matched_by` tells who or what tied it: a person, or what a later source told of it.
    With `remember_payer` the next payments of the same payer are tied by themselves. Refused when
    somebody else has decided the payment meanwhile.
    """
    hold(Lock.BOOKS)
    tie_payment(payment, client=client, invoice=invoice, matched_by=matched_by)
    if invoice is not None:
        note_invoices_paid({invoice.pk: payment.amount_minor})
    if remember_payer:
        learn_payer(client, inn=payment.payer_inn, name=payment.payer_name, at=at, by=by)
    note_first_payments({client.pk: payment.paid_at}, at=at)
    watch = get_payer_watch({payment.payer_inn})
    reward_ids = earn_rewards([to_price(payment, client)], at=at, watch=watch)
    reverse_for_refunds([payment.pk], at=at)
    publish(PaymentMatched(at=at, by=by, payment_id=payment.pk, client_id=client.pk))
    return reward_ids


def to_price(payment: Payment, client: Client) -> PaymentToPrice:
    """A payment row as pricing needs it."""
    return PaymentToPrice(
        id=payment.pk,
        client_id=client.pk,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        fee_minor=payment.fee_minor,
        vat_minor=payment.vat_minor,
        paid_at=payment.paid_at,
        product=payment.product,
        payer_inn=payment.payer_inn,
    )
