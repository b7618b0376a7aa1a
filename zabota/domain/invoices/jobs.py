"""Entrances of the worker for invoices."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import issue_scheduled, keep_paper, remind_of_invoices
from zabota.kit.clock import now
from zabota.kit.events.models import Event


@app.task(name="invoices.make_paper")
def make_paper(*, event_id: int, **_: Any) -> None:
    """Typeset the paper of an invoice just issued, so that nobody waits for it."""
    event = Event.objects.get(pk=event_id)
    invoice = Invoice.objects.get(pk=event.payload["invoice_id"])
    if invoice.frozen:
        keep_paper(invoice, at=now())


@app.periodic(cron="15 5 * * *")
@app.task(name="invoices.issue_scheduled")
def issue_scheduled_daily(timestamp: int = 0, **_: Any) -> None:
    """Every morning: the monthly invoices whose day has come."""
    issue_scheduled(at=now())


@app.periodic(cron="0 7 * * *")
@app.task(name="invoices.remind")
def remind_daily(timestamp: int = 0, **_: Any) -> None:
    """Every morning at ten: clients whose day to pay by is near or has passed."""
    remind_of_invoices(at=now())
