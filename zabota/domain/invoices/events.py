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
