"""Invoices a partner issues to his clients: list, a new one, its page, PDF, send, cancel."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.attribution.models import Attribution
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice, VatRegime
from zabota.domain.invoices.operations import (
    bill_client,
    cancel_invoice,
    issue_invoice_again,
    keep_paper,
    send_invoice,
)
from zabota.domain.invoices.queries import STATES, list_in_state, state_of
from zabota.domain.invoices.rules.lines import MOST_LINES
from zabota.domain.partners.models import Partner
from zabota.kit.clock import local_date, now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.forms.invoice import InvoiceForm, LineForms
from zabota.web.cabinet.frame import page
from zabota.web.wording.files import attachment
from zabota.web.wording.invoices import STATE_WORDS, look_of


def _clients(partner: Partner) -> QuerySet[Client]:
    """Whom he may bill: clients that are his now."""
    live = Attribution.objects.filter(partner=partner, withdrawn_at=None, during__contains=now())
    return Client.objects.filter(pk__in=live.values("client")).order_by("name")


def _mine(request: HttpRequest) -> QuerySet[Invoice]:
    return Invoice.objects.filter(partner=partner_of(request)).select_related("client")


@members_page
@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """All invoices of the partner, the newest first."""
    today = local_date(now())
    rows = _mine(request).order_by("-issued_at", "-pk")
    if found := word(request):
        rows = rows.filter(Q(number__icontains=found) | Q(client__name__icontains=found))
    rows = list_in_state(rows, word(request, "state"), today=today)
    if wants_csv(request):
        header = [_("Number"), _("Client"), _("Issued"), _("To be paid by"), _("Amount"),
                  _("Paid"), _("State")]  # fmt: skip
        return csv_of("invoices", header, rows, _line)
    shown = one_page(request, rows)
    return page(
        request,
        "invoices/list.html",
        section="invoices",
        page=shown,
        rows=[
            (one, Money(one.amount_minor, one.currency), *look_of(one, today=today))
            for one in shown
        ],
        states=[(state, STATE_WORDS[state]) for state in STATES],
    )


def _line(one: Invoice) -> list[Any]:
    return [
        one.number, one.client.name, one.issued_at, one.due_on,
        Money(one.amount_minor, one.currency), Money(one.paid_minor, one.currency),
        STATE_WORDS[state_of(one, today=local_date(now()))],
    ]  # fmt: skip


@members_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_invoice(request: HttpRequest) -> HttpResponse:
    """Write an invoice; «another line» brings the form back with one more, without scripts."""
    clients = _clients(partner_of(request))
    said = request.POST.copy() if request.method == "POST" else None
    adding = said is not None and "add" in said
    if said is not None and adding:
        count = str(said.get("lines-TOTAL_FORMS", ""))
        if count.isdecimal():
            said["lines-TOTAL_FORMS"] = str(min(int(count) + 1, MOST_LINES))
    form = InvoiceForm(said, clients=clients)
    lines = LineForms(said, prefix="lines")
    if said is not None and not adding and form.is_valid() and lines.is_valid():
        made = _issue(request, form, lines)
        if made:
            return redirect("cabinet:invoice", made.pk)
    return page(
        request,
        "invoices/new.html",
        section="invoices",
        form=form,
        lines=lines,
        ready=VatRegime.objects.filter(valid_from__lte=local_date(now())).exists(),
        anyone=clients.exists(),
        status=422 if said is not None and not adding else 200,
    )


def _issue(request: HttpRequest, form: InvoiceForm, lines: Any) -> Invoice | None:
    try:
        return bill_client(
            lines=[one.line() for one in lines if one.has_changed()],
            at=now(),
            by=str(request.user),
            partner=partner_of(request),
            **form.cleaned_data,
        )
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return None


@members_page
@require_safe
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """One invoice as it was frozen, and what became of it."""
    shown = get_object_or_404(_mine(request).select_related("replaces", "replaced_by"), pk=pk)
    label, tone, shape = look_of(shown, today=local_date(now()))
    return page(
        request,
        "invoices/invoice.html",
        section="invoices",
        invoice=shown,
        label=label,
        tone=tone,
        shape=shape,
        lines=[
            (line, Money(line["amount_minor"], shown.currency))
            for line in shown.frozen.get("lines", [])
        ],
        amount=Money(shown.amount_minor, shown.currency),
        paid=Money(shown.paid_minor, shown.currency),
        link=f"{settings.PUBLIC_URL.rstrip('/')}/i/{shown.token}/",
        untouched=shown.status == "issued" and shown.paid_minor <= 0,
    )


@members_page
@require_safe
def invoice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of the invoice; typeset now if the worker has not come to it yet."""
    shown = get_object_or_404(_mine(request).exclude(frozen={}), pk=pk)
    paper = keep_paper(shown, at=now())
    return attachment(f"{shown.number}.pdf", bytes(paper.pdf), "application/pdf")


@members_page
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to the client by e-mail."""
    shown = get_object_or_404(_mine(request), pk=pk)
    with refusals_said(request):
        send_invoice(shown, email=shown.email, at=now(), by=str(request.user))
        say(request, _("The invoice is on its way to %(email)s.") % {"email": shown.email})
    return redirect("cabinet:invoice", pk)


@members_page
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody is to pay it any more."""
    shown = get_object_or_404(_mine(request), pk=pk)
    with refusals_said(request):
        cancel_invoice(shown, at=now(), by=str(request.user))
        say(request, _("The invoice is cancelled."), tone="info")
    return redirect("cabinet:invoice", pk)


@members_page
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new number and today's requisites instead of this one; only for a client still his."""
    shown = get_object_or_404(_mine(request), pk=pk, client__in=_clients(partner_of(request)))
    with refusals_said(request):
        fresh = issue_invoice_again(shown, at=now(), by=str(request.user))
        say(request, _("The invoice is issued again under a new number."))
        return redirect("cabinet:invoice", fresh.pk)
    return redirect("cabinet:invoice", pk)
