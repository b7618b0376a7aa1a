"""The paper of an invoice: typeset once from what was frozen, then only read."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import segno

from zabota.domain.invoices.models import Invoice, Paper
from zabota.domain.invoices.operations.issuing import InvoiceRefused
from zabota.domain.invoices.operations.settings import ask_letterhead
from zabota.domain.invoices.rules.lines import latin, quantity_words
from zabota.domain.invoices.rules.qr import QrText, epc_text, gost_text
from zabota.kit.clock import local_date
from zabota.kit.money import Money
from zabota.kit.typesetting import typeset
from zabota.kit.wording import amount_in_figures, amount_in_words, day_in_words


def keep_paper(invoice: Invoice, *, at: datetime) -> Paper:
    """The PDF with its digest: made at the first call, the same bytes ever after.

    Typesetting is not done under the lock of the number series; it needs nothing but what is frozen.
    """
    if kept := Paper.objects.filter(invoice=invoice).first():
        return kept
    if not invoice.frozen:
        raise InvoiceRefused("This invoice was made elsewhere: there is no paper of ours.")
    template = "invoice" if invoice.currency == "RUB" else "invoice_english"
    pdf = typeset(template, on_paper(invoice))
    paper, _new = Paper.objects.get_or_create(
        invoice=invoice,
        defaults={"pdf": pdf, "sha256": sha256(pdf).hexdigest(), "made_at": at},
    )
    return paper


def qr_text(invoice: Invoice, *, amount: Money | None = None) -> QrText:
    """What the QR code of an invoice says; of another amount when a part is paid already."""
    seller = invoice.frozen["seller"]
    amount = amount or Money(invoice.amount_minor, invoice.currency)
    if invoice.currency == "EUR":
        return epc_text(
            name=seller["name"],
            iban=seller["iban"],
            bic=seller["swift"],
            amount=amount,
            text=latin(invoice.number),
        )
    inn = invoice.frozen["buyer"]["inn"]
    return gost_text(seller=seller, amount=amount, purpose=invoice.purpose, payer_inn=inn)


def qr_payload(invoice: Invoice, *, amount: Money | None = None) -> str:
    """The text alone, as it is drawn."""
    return qr_text(invoice, amount=amount).payload


def draw_qr(payload: str) -> bytes:
    """An SVG of a QR code, medium correction, as readers of banks expect it."""
    drawn = BytesIO()
    qr = segno.make(payload, error="m", encoding="utf-8", micro=False)
    qr.save(drawn, kind="svg", border=2, scale=4, xmldecl=False, dark="#22201b", light="#fff")
    return drawn.getvalue()


def on_paper(invoice: Invoice) -> dict[str, Any]:
    """What the template is given, all of it frozen but stamp and signature."""
    frozen, letterhead = invoice.frozen, ask_letterhead()
    total = Money(invoice.amount_minor, invoice.currency)
    day, russian = local_date(invoice.issued_at), frozen["language"] == "ru"
    figures = amount_in_figures if russian else _english_figures
    return {
        "number": invoice.number if russian else latin(invoice.number),
        "day": day_in_words(day) if russian else f"{day:%-d %B %Y}",
        "seller": frozen["seller"],
        "buyer": frozen["buyer"],
        "purpose": invoice.purpose,
        "basis": frozen.get("basis", ""),
        "lines": [
            {
                "title": line["title"],
                "period": line["period"],
                "unit": line["unit"],
                "quantity": quantity_words(line["quantity"], language=frozen["language"]),
                "price": figures(Money(line["price_minor"], invoice.currency)),
                "amount": figures(Money(line["amount_minor"], invoice.currency)),
            }
            for line in frozen["lines"]
        ],
        "total": figures(total),
        "currency": invoice.currency,
        "words": amount_in_words(total, frozen["language"]),
        "vat": frozen["vat"]["words"],
        "vat_amount": figures(Money(frozen["vat"]["minor"], invoice.currency))
        if frozen["vat"]["kind"].isdecimal()
        else "",
        "due": _day(invoice.due_on, russian),
        "valid": _day(invoice.valid_until, russian),
        "qr": draw_qr(qr_payload(invoice)).decode(),
        "stamp": list(letterhead.stamp or b""),
        "signature": list(letterhead.signature or b""),
    }


def _day(day: Any, russian: bool) -> str:
    if day is None:
        return ""
    return day_in_words(day) if russian else f"{day:%-d %B %Y}"


def _english_figures(amount: Money) -> str:
    whole, _, cents = amount.plain().partition(".")
    return f"{int(whole):,}.{cents}" if cents else f"{int(whole):,}"
