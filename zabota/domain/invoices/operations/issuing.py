"""Verbs of an invoice's life: issued, viewed, sent, paid, cancelled, issued again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from zabota.domain.clients.models import Client
from zabota.domain.invoices.events import (
    InvoiceCancelled,
    InvoiceIssued,
    InvoiceSent,
    InvoiceViewed,
)
from zabota.domain.invoices.models import OPEN, Invoice, InvoiceStatus, NumberSeries
from zabota.domain.invoices.operations.settings import ask_letterhead, freeze_seller
from zabota.domain.invoices.queries import find_basis, get_vat
from zabota.domain.invoices.rules import make_reference, number_key
from zabota.domain.invoices.rules.lines import Line, line_of, purpose_of, subject_of, total_of
from zabota.domain.partners.models import Partner
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.money import Money
from zabota.kit.sql import run

LONGEST_CREDIT = timedelta(days=731)  # beyond, somebody mistyped the year
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
    END,
    -- Whom we gave money back is not pressed for it by letters that nobody has ordered.
    reminders = i.reminders AND paid.amount >= 0,
    returned_minor = CASE WHEN %s THEN greatest(i.returned_minor - paid.amount, 0)
        ELSE i.returned_minor END
FROM paid WHERE paid.id = i.id
"""


class InvoiceRefused(Refusal):
    """This cannot be done with the invoice now, with the reason."""

    code = "invoice_refused"


@transaction.atomic
def bill_client(
    client: Client,
    *,
    lines: Sequence[Line],
    at: datetime,
    by: str = "",
    partner: Partner | None = None,
    due_on: date | None = None,
    email: str = "",
    currency: str = "RUB",
    basis: str | None = None,
    **more: Any,
) -> Invoice:
    """Issue an invoice: number, requisites, VAT and purpose are decided here and frozen.

    `basis` is the contract or offer it is billed by; None is the usual one of this client.
    Refused without lines, without a VAT regime in force, and in euros when the vendor has no IBAN.
    """
    today = local_date(at)
    if due_on is not None and due_on < today:
        raise InvoiceRefused("The day to pay by has passed already.")
    if due_on is not None and due_on > today + LONGEST_CREDIT:
        raise InvoiceRefused("The day to pay by is more than two years ahead. Is the year right?")
    language = "ru" if currency == "RUB" else "en"
    total, vat = total_of(lines, currency), get_vat(today)
    frozen = {
        "seller": freeze_seller(currency),
        "buyer": {"name": client.name, "inn": client.inn, "kpp": client.kpp},
        "basis": find_basis(client, currency=currency) if basis is None else basis.strip()[:200],
        "lines": [line.frozen() for line in lines],
        "vat": {
            "kind": vat.kind.value,
            "basis": vat.basis,
            "words": vat.words(language=language),
            "minor": vat.inside(total).minor,
        },
        "language": language,
    }
    valid_until = today + timedelta(days=ask_letterhead().valid_days)
    products = {line.product for line in lines}
    return issue_invoice(
        client,
        amount=total,
        subject=subject_of(lines, language=language),
        at=at,
        by=by,
        partner=partner,
        due_on=due_on,
        product=products.pop() if len(products) == 1 else "",
        vat=vat.sentence(total, language=language),
        frozen=frozen,
        email=email or client.email,
        valid_until=max(valid_until, due_on or valid_until),
        **more,
    )


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
    vat: str = "",
    **more: Any,
) -> Invoice:
    """A new invoice with the next number of the year and the purpose to copy into the transfer.

    `bill_client` makes the whole paper; this is the bare number, as an invoice made elsewhere has it.
    """
    day = local_date(at)
    number = make_reference(year=day.year % 100, seq=_next_number(day.year))
    language = "ru" if amount.currency == "RUB" else "en"
    invoice = Invoice.objects.create(
        number=number,
        number_key=number_key(number),
        client=client,
        partner=partner,
        amount_minor=amount.minor,
        currency=amount.currency,
        purpose=purpose_of(number=number, day=day, subject=subject, vat=vat, language=language),
        product=product,
        issued_at=at,
        issued_by=by[:120],
        due_on=due_on,
        **more,
    )
    publish(InvoiceIssued(at=at, by=by, **_about(invoice)))
    return invoice


def _next_number(year: int) -> int:
    """The next number of a year without gaps: the row lock is kept to the end of the transaction."""
    NumberSeries.objects.get_or_create(year=year)
    series = NumberSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _about(invoice: Invoice) -> dict[str, Any]:
    return {
        "invoice_id": invoice.pk,
        "client_id": invoice.client_id,
        "partner_id": invoice.partner_id,
    }


def note_invoices_paid(amounts: Mapping[int, int], *, back: bool = False) -> None:
    """Add to what invoices were paid: invoice id → minor units.

    With `back` it is a refund (below zero), or one that is undone. After a refund the client is neither
    reminded nor asked to pay, until somebody sends the invoice or switches reminders on again.
    """
    ids = sorted(amounts)
    run(_PAID, [ids, [amounts[pk] for pk in ids], back])


@transaction.atomic
def cancel_invoice(
    invoice: Invoice, *, at: datetime, by: str, replaced_by: Invoice | None = None
) -> None:
    """Nobody is to pay it any more; refused once any money came for it."""
    rows = Invoice.objects.filter(pk=invoice.pk, status=InvoiceStatus.ISSUED, paid_minor__lte=0)
    changed = rows.update(status=InvoiceStatus.CANCELLED, cancelled_at=at, cancelled_by=by[:120])
    if not changed:
        raise InvoiceRefused(
            "Only an unpaid invoice can be cancelled. If money came for it, refund it instead."
        )
    invoice.refresh_from_db()
    replaced_by_id = replaced_by.pk if replaced_by else None
    publish(InvoiceCancelled(at=at, by=by, replaced_by_id=replaced_by_id, **_about(invoice)))


@transaction.atomic
def issue_invoice_again(
    invoice: Invoice, *, lines: Sequence[Line] | None = None, at: datetime, by: str, **more: Any
) -> Invoice:
    """A new invoice with a new number instead of this one, which is cancelled; both know each other."""
    invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if lines is None:
        lines = lines_of(invoice)
    given = {"partner": invoice.partner, "email": invoice.email, "currency": invoice.currency,
             "basis": invoice.frozen.get("basis")}  # fmt: skip
    if invoice.status != InvoiceStatus.ISSUED or Invoice.objects.filter(replaces=invoice).exists():
        raise InvoiceRefused("This invoice was paid, cancelled or replaced already.")
    fresh = bill_client(
        invoice.client, lines=lines, at=at, by=by, replaces=invoice, **{**given, **more}
    )
    cancel_invoice(invoice, at=at, by=by, replaced_by=fresh)
    return fresh


def lines_of(invoice: Invoice) -> list[Line]:
    """The lines of an invoice; one made elsewhere has a single line, its purpose."""
    if kept := invoice.frozen.get("lines"):
        return [line_of(line) for line in kept]
    return [Line(title=invoice.purpose, price_minor=invoice.amount_minor, product=invoice.product)]


@transaction.atomic
def note_invoice_viewed(invoice: Invoice, *, at: datetime) -> bool:
    """Remember the first time that the client opened it; whether this was it."""
    if invoice.viewed_at is not None:
        return False
    first = Invoice.objects.filter(pk=invoice.pk, viewed_at=None).update(viewed_at=at) == 1
    if first:
        publish(InvoiceViewed(at=at, **_about(invoice)))
    return first


@transaction.atomic
def send_invoice(invoice: Invoice, *, email: str, at: datetime, by: str) -> None:
    """Send it to the client by e-mail, the PDF attached; the letter leaves after the commit."""
    if not email:
        raise InvoiceRefused("Give the client's e-mail: where should the invoice go?")
    if invoice.status not in OPEN:
        raise InvoiceRefused("A paid or cancelled invoice is not sent any more.")
    asked_again = invoice.reminders or invoice.is_returned
    invoice.email, invoice.sent_at, invoice.reminders = email, at, asked_again
    invoice.save(update_fields=["email", "sent_at", "reminders"])
    publish(InvoiceSent(at=at, by=by, email=email, **_about(invoice)))


def set_reminders(invoice: Invoice, *, on: bool) -> None:
    """Whether the client is reminded of this invoice by e-mail."""
    Invoice.objects.filter(pk=invoice.pk).update(reminders=on)
