"""What a later source tells of a payment that waits: a report of noon had no payer, the statement has.

The payment then finds its client as it would have found it at once; nobody has to look for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zabota.connectors.bank.models import LineKind
from zabota.connectors.bank.operations.stories import Line, fact_of
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice
from zabota.domain.payments.facts import PaymentFact
from zabota.domain.payments.models import Payment
from zabota.domain.payments.operations import complete_payment
from zabota.flows.payment_matched import payment_matched
from zabota.kit.errors import Refusal


def complete_waiting(lines: Sequence[Line], *, at: datetime, by: str) -> None:
    """Fill in waiting payments from lines told again, and tie those that can be tied now."""
    for line in lines:
        if line.kind == LineKind.CLIENT_PAYMENT:
            _complete(fact_of(line), at=at, by=by)


def _complete(fact: PaymentFact, *, at: datetime, by: str) -> None:
    match = complete_payment(fact)
    if match is None or match.client_id is None:
        return
    try:
        payment_matched(
            Payment.objects.get(source=fact.source, external_id=fact.external_id),
            client=Client.objects.get(pk=match.client_id),
            invoice=Invoice.objects.get(pk=match.invoice_id) if match.invoice_id else None,
            remember_payer=False,
            matched_by=match.by,
            at=at,
            by=by,
        )
    except Refusal:
        return  # a person was faster
