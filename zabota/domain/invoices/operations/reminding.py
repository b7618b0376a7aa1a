"""Clients are reminded of unpaid invoices: some days before the day to pay by and after it, once each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from zabota.domain.invoices.events import InvoiceReminded
from zabota.domain.invoices.models import OPEN, Invoice, Reminder
from zabota.domain.invoices.operations.issuing import InvoiceRefused
from zabota.domain.invoices.operations.settings import ask_letterhead
from zabota.kit.clock import local_date
from zabota.kit.events.announce import publish

LATE = timedelta(days=2)  # a worker that stood still catches up so far; older reminders are dropped


@transaction.atomic
def remind_of_invoices(*, at: datetime) -> list[Reminder]:
    """Announce every reminder whose day has come; none twice, none for what is paid or cancelled.

    The days are the vendor's. Without a day to pay by, the last day of validity is meant.
    """
    letterhead = ask_letterhead()
    offsets = [-days for days in letterhead.remind_before] + list(letterhead.remind_after)
    made: list[Reminder] = []
    for days in sorted(set(offsets), reverse=True):
        for invoice in _to_remind(days, at=at):
            reminder, new = Reminder.objects.get_or_create(
                invoice=invoice, days=days, defaults={"at": at}
            )
            if new:
                made.append(reminder)
                _announce(invoice, days=days, at=at)
    return made


@transaction.atomic
def remind_client(invoice: Invoice, *, at: datetime, by: str) -> None:
    """Remind the client today because somebody asked; once a day, and only of what he still owes."""
    invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if invoice.status not in OPEN:
        raise InvoiceRefused("This invoice is paid or cancelled: there is nothing to remind of.")
    if invoice.sent_at is None or not invoice.email:
        raise InvoiceRefused("Send the invoice first: the client is reminded of what he has seen.")
    if not invoice.reminders:
        raise InvoiceRefused("Reminders of this invoice are switched off: switch them on first.")
    ends_on = invoice.due_on or invoice.valid_until or local_date(at)
    days = (local_date(at) - ends_on).days
    today = Reminder.objects.filter(invoice=invoice, at__gt=at - timedelta(hours=20))
    if today.exists() or Reminder.objects.filter(invoice=invoice, days=days).exists():
        raise InvoiceRefused("The client was reminded today already.")
    Reminder.objects.create(invoice=invoice, days=days, at=at)
    _announce(invoice, days=days, at=at, by=by)


def _to_remind(days: int, *, at: datetime) -> QuerySet[Invoice]:
    """Open invoices that had left for the client before that day; locked, so that none is paid meanwhile.

    Whoever was reminded today already (two days were missed) is left in peace.
    """
    ends = local_date(at) - timedelta(days=days)
    rows = Invoice.objects.filter(status__in=OPEN, reminders=True).exclude(email="")
    rows = rows.annotate(ends_on=Coalesce("due_on", "valid_until"))
    rows = rows.filter(ends_on__gt=ends - LATE, ends_on__lte=ends)
    rows = rows.filter(sent_at__lt=at - timedelta(hours=20))
    return (
        rows.exclude(reminded__at__gt=at - timedelta(hours=20))
        .order_by("pk")
        .select_for_update(of=("self",))
    )


def _announce(invoice: Invoice, *, days: int, at: datetime, by: str = "") -> None:
    publish(
        InvoiceReminded(
            at=at,
            by=by,
            invoice_id=invoice.pk,
            client_id=invoice.client_id,
            partner_id=invoice.partner_id,
            email=invoice.email,
            days=days,
        )
    )
