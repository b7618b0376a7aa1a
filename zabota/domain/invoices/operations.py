"""Verbs about invoices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from zabota.domain.clients.models import Client
from zabota.domain.invoices.events import InvoiceIssued
from zabota.domain.invoices.models import Invoice, NumberSeries
from zabota.domain.invoices.rules import make_reference, number_key
from zabota.domain.partners.models import Partner
from zabota.kit.clock import local_date
from zabota.kit.events.announce import publish
from zabota.kit.money import Money
from zabota.kit.sql import run

_PAID = """
WITH paid AS (
    SELECT i.id, p.amount FROM invoices_invoice AS i
    JOIN unnest(%s::bigint[], %s::bigint[]) AS p(invoice_id, amount) ON p.invoice_id = i.id
    ORDER BY i.id FOR NO KEY UPDATE OF i
)
UPDATE invoices_invoice AS i SET
    paid_minor = i.paid_minor + paid.amount,
    status = CASE
        WHEN i.status = 'cancelled' THEN i.status
        WHEN i.paid_minor + paid.amount >= i.amount_minor THEN 'paid'
        WHEN i.paid_minor + paid.amount > 0 THEN 'part_paid'
        ELSE 'issued'
    END
FROM paid WHERE paid.id = i.id
"""


@transaction.atomic
def issue_invoice(
    client: Client,
    *,
    amount: Money,
    subject: str,
    at: datetime,
    by: str = "",
    partner: Partner | None = None,
    due_on: date | None = None,
    product: str = "",
) -> Invoice:
    """A new invoice with the next number of the year and the purpose to copy into the transfer."""
    year = local_date(at).year
    number = make_reference(year=year % 100, seq=_next_number(year))
    invoice = Invoice.objects.create(
        number=number,
        number_key=number_key(number),
        client=client,
        partner=partner,
        amount_minor=amount.minor,
        currency=amount.currency,
        purpose=f"Оплата по счёту {number} от {local_date(at):%d.%m.%Y}. {subject}"[:210],
        product=product,
        issued_at=at,
        due_on=due_on,
    )
    publish(
        InvoiceIssued(
            at=at,
            by=by,
            invoice_id=invoice.pk,
            client_id=client.pk,
            partner_id=partner.pk if partner else None,
        )
    )
    return invoice


def _next_number(year: int) -> int:
    """The next number of a year without gaps: the row lock is kept to the end of the transaction."""
    NumberSeries.objects.get_or_create(year=year)
    series = NumberSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def note_invoices_paid(amounts: Mapping[int, int]) -> None:
    """Add to what invoices were paid: invoice id → minor units (below zero for a refund)."""
    ids = sorted(amounts)
    run(_PAID, [ids, [amounts[pk] for pk in ids]])
