"""An invoice by its unguessable link: how much, to whom, for what, and how to pay."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zabota.connectors.connections.operations.checkouts import list_ways_to_pay
from zabota.connectors.connections.operations.kinds import get_kind
from zabota.connectors.connections.operations.till import email_for_slips, sends_slips
from zabota.domain.invoices.models import OPEN, Invoice
from zabota.domain.invoices.operations import keep_paper, note_invoice_viewed
from zabota.domain.invoices.operations.papers import draw_qr, qr_payload
from zabota.domain.invoices.queries import find_by_token, is_payable, state_of
from zabota.domain.invoices.rules.lines import latin, read_quantity
from zabota.domain.partners.queries import find_membership
from zabota.domain.people.models import Person
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.web.public.access import open_to_all
from zabota.web.public.visitors import is_machine


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the invoice with its sum."""

    words: str
    quantity: str
    amount: Money


@open_to_all
@never_cache
@require_safe
def invoice(request: HttpRequest, token: str) -> HttpResponse:
    """The invoice as its client reads it, in its own language unless he chose another."""
    found = get_by_link(token)
    if is_client(request, found):
        note_invoice_viewed(found, at=now())
    with translation.override(language_of(request, found)):
        answer = render(request, "public/invoice.html", _shown(found))
    return _unlisted(answer)


@open_to_all
@require_safe
def invoice_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The kept paper, byte for byte; an invoice made elsewhere has none."""
    del request
    found = get_by_link(token)
    if not found.frozen:
        raise Http404
    paper = keep_paper(found, at=now())
    answer = HttpResponse(bytes(paper.pdf), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{latin(found.number)}.pdf"'
    answer["ETag"] = f'"{paper.sha256}"'
    return _unlisted(answer)


@open_to_all
@require_safe
def invoice_qr(request: HttpRequest, token: str) -> HttpResponse:
    """The QR code of what is left to pay; none when there is nothing to pay."""
    del request
    found = get_by_link(token)
    if not found.frozen or not is_payable(found, today=local_date(now())):
        raise Http404
    svg = draw_qr(qr_payload(found, amount=left_of(found)))
    return _unlisted(HttpResponse(svg, content_type="image/svg+xml"))


def is_client(request: HttpRequest, invoice: Invoice) -> bool:
    """Whether this may be the client: no machine, none of our staff, nobody of the partner."""
    if request.method != "GET" or is_machine(request) or "Sec-Purpose" in request.headers:
        return False
    person = request.user
    if not isinstance(person, Person):
        return True
    member = find_membership(person)
    ours = person.staff_roles.exists()
    return not ours and (member is None or member.partner_id != invoice.partner_id)


def get_by_link(token: str) -> Invoice:
    """The invoice of a public address; a wrong one leads nowhere."""
    found = find_by_token(token[:40])
    if found is None:
        raise Http404
    return found


def language_of(request: HttpRequest, invoice: Invoice) -> str:
    """The language its client reads it in: the one he chose, or the invoice's own."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return str(chosen or invoice.frozen.get("language") or translation.get_language())


def number_of(invoice: Invoice) -> str:
    """The number in the letters of its language."""
    return latin(invoice.number) if invoice.frozen.get("language") == "en" else invoice.number


def _unlisted(answer: HttpResponse) -> HttpResponse:
    """For nobody but who has the address: no search engine; no other site is told it (same-origin).

    A policy of `no-referrer` would hide it from ourselves as well: a browser then says that the form
    that begins to pay comes from nowhere, and it is refused.
    """
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@dataclass(frozen=True, slots=True)
class Way:
    """A processor to pay by; it may need the payer's e-mail, for the till slip."""

    pk: int
    title: str
    asks_email: bool


def ways_of(invoice: Invoice) -> list[Way]:
    """Where it can be paid by card."""
    unknown = not email_for_slips(invoice)
    return [
        Way(one.pk, str(get_kind(one.kind).title), unknown and sends_slips(one))
        for one in list_ways_to_pay(invoice, at=now())
    ]


def left_of(invoice: Invoice) -> Money:
    """What is still to pay."""
    return Money(max(invoice.amount_minor - invoice.paid_minor, 0), invoice.currency)


def _shown(invoice: Invoice) -> dict[str, object]:
    frozen = invoice.frozen
    today = local_date(now())
    state, payable = state_of(invoice, today=today), is_payable(invoice, today=today)
    issuer = invoice.partner.name if invoice.partner else ""
    return {
        "invoice": invoice,
        "number": number_of(invoice),
        "state": state,
        "issuer": issuer or (frozen["seller"]["name"] if frozen else settings.VENDOR["name"]),
        "seller": frozen.get("seller"),
        "buyer": frozen["buyer"]["name"] if frozen else invoice.client.name,
        "vat": frozen["vat"]["words"] if frozen else "",
        "basis": frozen.get("basis", ""),
        "lines": [
            ShownLine(
                f"{line['title']}, {line['period']}" if line["period"] else line["title"],
                f"{localize(read_quantity(line['quantity']))} {line['unit']}",
                Money(line["amount_minor"], invoice.currency),
            )
            for line in frozen.get("lines", [])
        ],
        "total": Money(invoice.amount_minor, invoice.currency),
        "paid": Money(max(invoice.paid_minor, 0), invoice.currency),
        "left": left_of(invoice),
        "is_open": invoice.status in OPEN and not invoice.is_returned,
        "returned": Money(invoice.returned_minor, invoice.currency),
        "payable": payable,
        "requisites": _requisites(invoice) if frozen and payable else [],
        "ways": ways_of(invoice),
        "replacement": getattr(invoice, "replaced_by", None),
    }


def _requisites(invoice: Invoice) -> list[tuple[str, str]]:
    """What is typed into a transfer, in the order of a bank's form."""
    seller = invoice.frozen["seller"]
    if invoice.currency == "EUR":
        rows = [
            (_("Recipient"), seller["name"]),
            ("IBAN", seller["iban"]),
            ("BIC (SWIFT)", seller["swift"]),
            (_("Recipient’s address"), seller["address"]),
        ]
    else:
        rows = [
            (_("Recipient"), seller["name"]),
            (_("INN"), seller["inn"]),
            (_("KPP"), seller["kpp"]),
            (_("Current account"), seller["account"]),
            (_("Bank"), seller["bank_name"]),
            (_("BIC"), seller["bic"]),
            (_("Correspondent account"), seller["correspondent_account"]),
        ]
    rows += [(_("Purpose of payment"), invoice.purpose), (_("Sum"), left_of(invoice).plain())]
    return [(label, value) for label, value in rows if value]
