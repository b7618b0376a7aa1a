"""What letters say to a client of his invoice: here it is; the day to pay by comes, or has passed.

A client signs in nowhere: the letter goes to the address that the invoice was sent to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Attachment, Message
from zabota.connectors.mail.operations.wording import link, sum_of
from zabota.domain.invoices.models import OPEN, Invoice
from zabota.domain.invoices.operations import keep_paper
from zabota.domain.invoices.queries import state_of
from zabota.domain.invoices.rules.lines import latin
from zabota.kit.clock import local_date
from zabota.kit.events.models import Event


def invoice_sent(event: Event) -> list[Message]:
    """To the client: how much, till when, and where to pay; the PDF is attached."""
    invoice = _invoice_of(event)

    def compose() -> tuple[str, str]:
        words = _words(invoice)
        return (
            _("Invoice %(number)s for %(amount)s") % words,
            _(
                "%(seller)s has issued you the invoice %(number)s for %(amount)s.\n"
                "It is attached. To pay: scan the QR code, copy the requisites, or see whether it "
                "is paid here: %(link)s"
            )
            % words
            + _pay_by(words),
        )

    return [_to_client(event, invoice, compose)]


def invoice_reminded(event: Event) -> list[Message]:
    """To the client, if he still owes: what is left, till when; an expired invoice is asked anew."""
    invoice = _invoice_of(event)
    if invoice.status not in OPEN or not invoice.reminders:
        return []
    expired = state_of(invoice, today=local_date(event.at)) == "expired"

    def compose() -> tuple[str, str]:
        words = _words(invoice)
        if expired:
            return (
                _("The invoice %(number)s is no longer valid") % words,
                _(
                    "It was valid till %(till)s and is not paid. If you still need it, ask "
                    "%(issuer)s for a fresh one. The old one: %(link)s"
                )
                % words,
            )
        if event.payload["days"] <= 0:
            subject = _("To pay by %(till)s: %(left)s, invoice %(number)s")
        else:
            subject = _("The invoice %(number)s waits: %(left)s were to be paid by %(till)s")
        body = _(
            "%(left)s of the invoice %(number)s are not paid yet.\nHow to pay: %(link)s\n"
            "If you have paid in the last days, the money is on its way: you need do nothing."
        )
        return subject % words, body % words

    return [_to_client(event, invoice, compose)]


def invoice_attached_to(event: Event, *, at: datetime) -> list[Attachment]:
    """The PDF that goes with a letter about the invoice; the kept one, always the same."""
    if event.name not in ("invoice.sent", "invoice.reminded"):
        return []
    invoice = _invoice_of(event)
    if not invoice.frozen:
        return []
    paper = keep_paper(invoice, at=at)
    return [Attachment(f"{invoice.number}.pdf", bytes(paper.pdf), "application/pdf")]


def _invoice_of(event: Event) -> Invoice:
    rows = Invoice.objects.select_related("client", "partner")
    return rows.get(pk=event.payload["invoice_id"])


def _to_client(event: Event, invoice: Invoice, compose: Callable[[], tuple[str, str]]) -> Message:
    language = invoice.frozen.get("language", "ru")
    return Message(compose, addresses=(event.payload["email"],), language=language)


def _words(invoice: Invoice) -> dict[str, str]:
    """What all these letters name, in the language of the invoice."""
    frozen = invoice.frozen
    foreign = frozen.get("language") == "en"
    ends_on = invoice.due_on or invoice.valid_until
    seller = str(frozen["seller"]["name"] if frozen else settings.VENDOR["name"])
    return {
        "number": latin(invoice.number) if foreign else invoice.number,
        "amount": sum_of(invoice.amount_minor, invoice.currency),
        "left": sum_of(invoice.amount_minor - invoice.paid_minor, invoice.currency),
        "till": date_format(ends_on, "j E Y") if ends_on else "",
        "seller": seller,
        "issuer": invoice.partner.name if invoice.partner else seller,
        "link": link(f"/i/{invoice.token}/"),
    }


def _pay_by(words: dict[str, str]) -> str:
    return "\n" + _("Please pay by %(till)s.") % words if words["till"] else ""
