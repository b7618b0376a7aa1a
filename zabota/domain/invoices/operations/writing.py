"""Verbs of invoices on their way to be issued: drafts, and one wish that makes one invoice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Draft, Invoice
from zabota.domain.invoices.operations.issuing import (
    InvoiceRefused,
    bill_client,
    issue_invoice_again,
)
from zabota.domain.invoices.rules.lines import MOST_LINES, Line
from zabota.domain.partners.models import Partner


def keep_draft(
    client: Client,
    *,
    lines: Sequence[Line],
    at: datetime,
    by: str,
    draft: Draft | None = None,
    partner: Partner | None = None,
    due_on: date | None = None,
    email: str = "",
    currency: str = "RUB",
    basis: str = "",
) -> Draft:
    """Put it aside as it is, or write over what was put aside; nobody but the issuer sees it."""
    if len(lines) > MOST_LINES:
        raise InvoiceRefused("An invoice has at most %(most)s lines.", most=MOST_LINES)
    draft = draft or Draft()
    draft.client, draft.partner = client, partner
    draft.lines = [line.frozen() for line in lines]
    draft.currency, draft.email, draft.due_on = currency, email, due_on
    draft.basis = basis.strip()[:200]
    draft.written_by, draft.written_at = by[:120], at
    draft.save()
    return draft


def drop_draft(draft: Draft) -> None:
    """Throw it away; it had no number."""
    draft.delete()


def issue_once(
    client: Client,
    *,
    key: str,
    draft: Draft | None = None,
    instead: Invoice | None = None,
    **told: Any,
) -> tuple[Invoice, bool]:
    """Issue what was written, once for a key; whether this was the time that issued it.

    The draft it began as goes, and the invoice it stands `instead` of is cancelled.
    """
    if known := Invoice.objects.filter(key=key).first():
        return known, False
    try:
        with transaction.atomic():
            if instead is not None:
                made = issue_invoice_again(instead, key=key, **told)
            else:
                made = bill_client(client, key=key, **told)
            if draft is not None:
                draft.delete()
            return made, True
    except IntegrityError:  # the other click was quicker; our number went back with the rollback
        return Invoice.objects.get(key=key), False
