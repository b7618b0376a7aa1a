"""Verbs about invoices."""

from zabota.domain.invoices.operations.issuing import (
    InvoiceRefused,
    bill_client,
    cancel_invoice,
    issue_invoice,
    issue_invoice_again,
    note_invoice_viewed,
    note_invoices_paid,
    send_invoice,
    set_reminders,
)
from zabota.domain.invoices.operations.papers import keep_paper
from zabota.domain.invoices.operations.products import offer_product, put_product
from zabota.domain.invoices.operations.reminding import remind_client, remind_of_invoices
from zabota.domain.invoices.operations.schedules import (
    hand_schedules,
    issue_scheduled,
    repeat_invoice,
    schedule_invoices,
    stop_schedule,
)
from zabota.domain.invoices.operations.settings import (
    ask_letterhead,
    change_letterhead,
    forget_vat_regime,
    set_vat_regime,
)
from zabota.domain.invoices.operations.writing import drop_draft, issue_once, keep_draft

__all__ = [
    "InvoiceRefused",
    "ask_letterhead",
    "bill_client",
    "cancel_invoice",
    "change_letterhead",
    "drop_draft",
    "forget_vat_regime",
    "hand_schedules",
    "issue_invoice",
    "issue_invoice_again",
    "issue_once",
    "issue_scheduled",
    "keep_draft",
    "keep_paper",
    "note_invoice_viewed",
    "note_invoices_paid",
    "offer_product",
    "put_product",
    "remind_client",
    "remind_of_invoices",
    "repeat_invoice",
    "schedule_invoices",
    "send_invoice",
    "set_reminders",
    "set_vat_regime",
    "stop_schedule",
]
