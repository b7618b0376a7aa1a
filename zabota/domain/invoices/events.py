"""What the invoices' room announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceIssued(Announcement):
    """An invoice was issued to a client."""

    subjects = ("client", "partner")

    invoice_id: int
    client_id: int
    partner_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceCancelled(Announcement):
    """An invoice is not to be paid any more; `replaced_by_id` is the one issued instead."""

    subjects = ("client", "partner")

    invoice_id: int
    client_id: int
    partner_id: int | None
    replaced_by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceViewed(Announcement):
    """The client opened his invoice for the first time."""

    subjects = ("client", "partner")

    invoice_id: int
    client_id: int
    partner_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceReminded(Announcement):
    """The day to pay by comes (`days` below zero) or has passed: the client is to be reminded."""

    subjects = ("client", "partner")

    invoice_id: int
    client_id: int
    partner_id: int | None
    email: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSent(Announcement):
    """Somebody asked to send the invoice to the client by e-mail, with the PDF."""

    subjects = ("client", "partner")

    invoice_id: int
    client_id: int
    partner_id: int | None
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceNotRepeated(Announcement):
    """A monthly invoice could not be issued on its day; it is tried again every morning."""

    subjects = ("client", "partner")

    schedule_id: int
    client_id: int
    partner_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicesPaid(Announcement):
    """Invoices that a partner issued are paid in full, as he is told."""

    subjects = ("partner",)

    partner_id: int
    invoice_ids: tuple[int, ...]
