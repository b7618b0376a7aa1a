"""Invoices that other systems of the vendor issue, and what became of any invoice."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice, InvoiceStatus, Product
from zabota.domain.invoices.operations import cancel_invoice, issue_once, send_invoice
from zabota.domain.invoices.queries import STATES, list_in_state, list_products, state_of
from zabota.domain.invoices.rules.lines import Line
from zabota.domain.people.rules import KeyRight
from zabota.kit.clock import local_date, now
from zabota.web.api.access import needs
from zabota.web.api.problems import Problem, ProblemOut
from zabota.web.api.schemas import InvoiceIn, InvoiceLineIn, InvoiceOut, InvoicesAsked, InvoicesOut
from zabota.web.billing.desk import Desk
from zabota.web.billing.forms import PIECE

router = Router(tags=["invoices"])
FAULTS = frozenset({400, 401, 403, 409, 422, 429})
LARGEST_ID = 2**63 - 1
A_PAGE = 100


@router.post(
    "/invoices",
    response={200: InvoiceOut, FAULTS: ProblemOut},
    auth=needs(KeyRight.INVOICES_ADD),
    summary="Issue an invoice",
)
def add(request: HttpRequest, body: InvoiceIn) -> InvoiceOut:
    """Issue an invoice to a known client, once per external id; with `send` a letter leaves to him.

    A line names a product by its code, or says title and price itself; prices are for one, VAT
    inside. `basis` names the contract or offer; without it the usual one of this client is written,
    and "" writes none. Number, requisites, VAT and purpose are decided here. The same external id with other
    lines or another client is refused.
    """
    client, lines, at = _client_of(body), _lines_of(body), now()
    desk = Desk(by=f"API: {request.auth}")  # type: ignore[attr-defined]
    with transaction.atomic():
        made, new = issue_once(
            client,
            key=f"api:{body.external_id}",
            lines=lines,
            at=at,
            by=desk.by,
            partner=desk.issuer_for(client),
            due_on=body.due_on,
            email=body.email,
            currency=body.currency,
            basis=body.basis,
        )
        if not new and not _is_same(made, body, client=client, lines=lines):
            raise Problem(409, _("Another invoice has this external id already."))
        if new and body.send:
            send_invoice(made, email=made.email, at=at, by=desk.by)
    return _shown(made)


@router.get(
    "/invoices/{id}",
    response={200: InvoiceOut, FAULTS | {404}: ProblemOut},
    auth=needs(KeyRight.INVOICES_READ),
    summary="One invoice",
)
def get(request: HttpRequest, id: str) -> InvoiceOut:
    """An invoice by our id, whoever issued it."""
    return _shown(_find(id))


@router.post(
    "/invoices/{id}/cancel",
    response={200: InvoiceOut, FAULTS | {404}: ProblemOut},
    auth=needs(KeyRight.INVOICES_ADD),
    summary="Cancel an invoice",
)
def cancel(request: HttpRequest, id: str) -> InvoiceOut:
    """Nobody is to pay it any more; its page says so. Cancelled twice is once.

    Refused when money has come for it: a refund is told as a refund.
    """
    found = _find(id)
    if found.status != InvoiceStatus.CANCELLED:
        cancel_invoice(found, at=now(), by=f"API: {request.auth}")  # type: ignore[attr-defined]
    return _shown(found)


@router.get(
    "/invoices",
    response={200: InvoicesOut, FAULTS: ProblemOut},
    auth=needs(KeyRight.INVOICES_READ),
    summary="Invoices, the newest first",
)
def several(request: HttpRequest, asked: Query[InvoicesAsked]) -> InvoicesOut:
    """Up to a hundred invoices; `next_before` of the answer asks for the older ones."""
    rows = _rows().order_by("-pk")
    if asked.external_id:
        rows = rows.filter(key=f"api:{asked.external_id}")
    if asked.client_id:
        rows = rows.filter(client=asked.client_id)
    if asked.state:
        if asked.state not in STATES:
            raise Problem(422, f"state: {', '.join(STATES)}")
        rows = list_in_state(rows, asked.state, today=local_date(now()))
    if asked.before:
        rows = rows.filter(pk__lt=asked.before)
    found = list(rows[: A_PAGE + 1])
    shown = found[:A_PAGE]
    return InvoicesOut(
        invoices=[_shown(one) for one in shown],
        next_before=shown[-1].pk if len(found) > A_PAGE else None,
    )


def _find(id: str) -> Invoice:
    known = id.isascii() and id.isdigit() and int(id) <= LARGEST_ID
    found = _rows().filter(pk=int(id)).first() if known else None
    if found is None:
        raise Problem(404, _("There is no such invoice."))
    return found


def _rows() -> QuerySet[Invoice]:
    return Invoice.objects.select_related("client", "partner")


def _client_of(body: InvoiceIn) -> Client:
    rows = Client.objects.all()
    if body.client_id:
        rows = rows.filter(pk=body.client_id)
    elif body.client_external_id:
        rows = rows.filter(external_id=body.client_external_id)
    elif body.client_inn:
        rows = rows.filter(inn=body.client_inn)
    else:
        raise Problem(422, _("Say whose invoice: client_id, client_external_id or client_inn."))
    client = rows.first()
    if client is None:
        raise Problem(422, _("There is no such client."))
    return client


def _lines_of(body: InvoiceIn) -> list[Line]:
    offered = list_products().filter(currency=body.currency)
    known = {one.code: one for one in offered if one.code}
    return [
        _line(one, known.get(one.product), currency=body.currency, n=n)
        for n, one in enumerate(body.lines, start=1)
    ]


def _line(said: InvoiceLineIn, product: Product | None, *, currency: str, n: int) -> Line:
    title = said.title or (product.name if product else "")
    price = product.price_minor if said.price_minor is None and product else said.price_minor
    if not title or price is None:
        raise Problem(422, _("Line %(n)s: say title and price, or a known product.") % {"n": n})
    unit = said.unit or (product.unit if product else PIECE[currency])
    return Line(
        title=title, price_minor=price, quantity=said.quantity, unit=unit, period=said.period,
        product=said.product,
    )  # fmt: skip


def _is_same(known: Invoice, body: InvoiceIn, *, client: Client, lines: list[Line]) -> bool:
    kept: list[dict[str, Any]] = known.frozen.get("lines", [])
    asked = [line.frozen() for line in lines]
    same = (known.client_id, known.currency, known.due_on) == (
        client.pk, body.currency, body.due_on,
    )  # fmt: skip
    told = body.basis is None or body.basis == known.frozen.get("basis", "")
    return same and kept == asked and told


def _shown(invoice: Invoice) -> InvoiceOut:
    page = f"{settings.PUBLIC_URL}/i/{invoice.token}/"
    key = invoice.key or ""
    return InvoiceOut(
        id=invoice.pk,
        external_id=key.removeprefix("api:") if key.startswith("api:") else "",
        number=invoice.number,
        client_id=invoice.client_id,
        partner=invoice.partner.name if invoice.partner else None,
        state=state_of(invoice, today=local_date(now())),
        amount_minor=invoice.amount_minor,
        paid_minor=invoice.paid_minor,
        returned_minor=invoice.returned_minor,
        currency=invoice.currency,
        vat=invoice.frozen.get("vat", {}).get("words", ""),
        basis=invoice.frozen.get("basis", ""),
        purpose=invoice.purpose,
        issued_at=invoice.issued_at,
        due_on=invoice.due_on,
        valid_until=invoice.valid_until,
        sent_at=invoice.sent_at,
        viewed_at=invoice.viewed_at,
        cancelled_at=invoice.cancelled_at,
        url=page,
        pdf_url=f"{page}pdf/" if invoice.frozen else None,
    )
