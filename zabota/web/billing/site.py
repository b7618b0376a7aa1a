"""Pages of invoices, the same at every site that has them: its frame, its rules, its desk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.invoices.models import OPEN, Invoice
from zabota.domain.invoices.operations import (
    cancel_invoice,
    drop_draft,
    issue_once,
    keep_draft,
    keep_paper,
    remind_client,
    send_invoice,
    set_reminders,
)
from zabota.domain.invoices.operations.papers import qr_text
from zabota.domain.invoices.queries import STATES, find_vat_trouble
from zabota.domain.invoices.rules.lines import line_of
from zabota.kit.access import View
from zabota.kit.clock import local_date, now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import back, refusals_said, sentence_of
from zabota.ui.columns import Table
from zabota.ui.lists import csv_of, one_page, wants_csv, whole, word
from zabota.ui.toasts import say
from zabota.web.billing.composing import Composition, beginning_of, find_made, find_orphan, key_of
from zabota.web.billing.desk import Desk
from zabota.web.billing.forms import RepeatForm, SendForm
from zabota.web.billing.frame import SitePages
from zabota.web.billing.listing import columns, csv_header, csv_line, found_by, row_of, sums_of
from zabota.web.billing.repeats import RepeatPages
from zabota.web.wording.files import attachment
from zabota.web.wording.invoices import STATE_WORDS, look_of

SHOWN_CLIENTS = 20


class InvoicePages(SitePages):
    """Views of invoices for one site."""

    def addresses(self) -> list[URLPattern]:
        """The addresses of invoices, named `invoices`, `new_invoice`, `invoice` …"""
        shown: tuple[tuple[str, str, View], ...] = (
            ("", "invoices", self.invoices),
            ("<int:pk>/", "invoice", self.invoice),
            ("<int:pk>/pdf/", "invoice_pdf", self.pdf),
        )
        deeds: tuple[tuple[str, str, View], ...] = (
            ("<int:pk>/send/", "send_invoice", self.send),
            ("<int:pk>/cancel/", "cancel_invoice", self.cancel),
            ("<int:pk>/remind/", "remind_invoice", self.remind),
            ("<int:pk>/reminders/", "invoice_reminders", self.reminders),
            ("drafts/<int:pk>/drop/", "drop_draft", self.drop),
        )
        writing = require_http_methods(["GET", "HEAD", "POST"])(self.new)
        routes = [(route, name, self.looks(require_safe(view))) for route, name, view in shown]
        routes += [(route, name, self.writes(require_POST(view))) for route, name, view in deeds]
        routes.append(("new/", "new_invoice", self.writes(writing)))
        own = [path(f"invoices/{route}", view, name=name) for route, name, view in routes]
        return [*RepeatPages(**self.settings()).addresses(), *own]

    def invoices(self, request: HttpRequest) -> HttpResponse:
        """All invoices of the desk, the newest first; drafts above them."""
        desk = self.desk_of(request)
        table = Table(request, columns(of_one=desk.partner is not None), order="-issued")
        rows = table.sorted(found_by(request, desk.invoices()))
        if wants_csv(request):
            return csv_of("invoices", csv_header(), rows, csv_line)
        drafts = desk.drafts().order_by("-written_at", "-pk") if self._draws(request) else ()
        shown = one_page(request, rows)
        return self._page(
            request,
            "list.html",
            page=shown,
            table=table,
            shelf=self.shelf_of(request, "invoices", table),
            rows=[(*row_of(one), self._address(one)) for one in shown],
            drafts=[
                (one, f"{reverse(f'{self.site}:new_invoice')}?draft={one.pk}", Money(
                    sum(line["amount_minor"] for line in one.lines), one.currency
                ))
                for one in drafts
            ],
            kept=[
                (name, pk)
                for name in ("client", "partner", "schedule")
                if (pk := whole(request, name))
            ],
            sums=sums_of(rows) if shown.object_list else [],
            states=[("draft", _("draft")), *((state, STATE_WORDS[state]) for state in STATES)],
        )  # fmt: skip

    def _draws(self, request: HttpRequest) -> bool:
        """Whether the list shows drafts: on its first page as it is, or when asked for them."""
        asked = {name for name, told in request.GET.items() if told}
        return word(request, "state") == "draft" or not asked - {"sort", "columns"}

    def _address(self, invoice: Invoice) -> str:
        return reverse(f"{self.site}:invoice", args=[invoice.pk])

    def new(self, request: HttpRequest) -> HttpResponse:
        """Write an invoice; lines come and go and the total is counted without leaving the page."""
        desk = self.desk_of(request)
        if (made := find_made(request, desk)) is not None:
            told = _("This form has issued %(number)s already. Copy it to issue another one.")
            say(request, told % {"number": made.number}, tone="info")
            return self._to(made.pk)
        if (gone := find_orphan(request, desk)) is not None:
            told = _("%(client)s is no longer your client: this draft can only be thrown away.")
            say(request, told % {"client": gone.client.name}, tone="wait")
            return redirect(f"{self.site}:invoices")
        begins = beginning_of(request, desk)
        if begins is None:
            return self._choose(request, desk)
        composing = Composition(request, begins)
        wish = request.POST
        only_counting = "HX-Request" in request.headers or any(
            deed in wish for deed in ("add", "remove", "recount")
        )
        status = 200
        if request.method == "POST" and not only_counting:
            if (done := self._act(request, desk, composing)) is not None:
                return done
            status = 422
        return self._page(
            request,
            "new.html",
            **_readiness(),
            url_form=f"{request.path}?{begins.query()}",
            status=status,
            **composing.shown(),
        )

    def _choose(self, request: HttpRequest, desk: Desk) -> HttpResponse:
        """First of all: whose invoice."""
        rows = desk.clients()
        anyone = rows.exists()
        if found := word(request):
            rows = rows.filter(Q(name__icontains=found) | Q(inn__startswith=found))
        shown = one_page(request, rows, SHOWN_CLIENTS)
        return self._page(
            request, "choose.html", page=shown, anyone=anyone, **_readiness(),
            rows=[(one, f"{request.path}?{urlencode({'client': one.pk})}") for one in shown],
        )  # fmt: skip

    def _act(self, request: HttpRequest, desk: Desk, composing: Composition) -> HttpResponse | None:
        """Put it aside, or issue it; None when it cannot be, and the form says why."""
        if not composing.is_valid():
            return None
        begins, at = composing.begins, now()
        told: dict[str, Any] = {
            **composing.form.cleaned_data,
            "lines": composing.written(),
            "at": at,
            "by": desk.by,
        }
        try:
            if "draft" in request.POST:
                keep_draft(begins.client, draft=begins.draft, partner=desk.partner, **told)
                say(request, _("It is kept as a draft."))
                return redirect(f"{self.site}:invoices")
            made, new = issue_once(
                begins.client,
                key=key_of(composing.key),
                draft=begins.draft,
                instead=begins.instead,
                partner=desk.issuer_for(begins.client),
                **told,
            )
        except Refusal as refusal:
            composing.form.add_error(None, sentence_of(refusal))
            return None
        if new:
            say(request, _("The invoice %(number)s is issued.") % {"number": made.number})
        return self._to(made.pk)

    def invoice(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One invoice as it was frozen, and what became of it."""
        desk = self.desk_of(request)
        rows = desk.invoices().select_related("client", "partner", "replaces", "replaced_by",
                                              "schedule")  # fmt: skip
        shown = get_object_or_404(rows, pk=pk)
        today = local_date(now())
        label, tone, shape = look_of(shown, today=today)
        repeated = shown.schedule if shown.schedule and not shown.schedule.stopped_at else None
        mine = desk.may_write and desk.clients().filter(pk=shown.client_id).exists()
        return self._page(
            request,
            "invoice.html",
            invoice=shown,
            label=label,
            tone=tone,
            shape=shape,
            lines=[
                (line_of(line), Money(line["price_minor"], shown.currency),
                 Money(line["amount_minor"], shown.currency))
                for line in shown.frozen.get("lines", [])
            ],
            basis=shown.frozen.get("basis", ""),
            amount=Money(shown.amount_minor, shown.currency),
            paid=Money(shown.paid_minor, shown.currency),
            left=Money(max(shown.amount_minor - shown.paid_minor, 0), shown.currency),
            returned=Money(shown.returned_minor, shown.currency),
            link=f"{settings.PUBLIC_URL.rstrip('/')}/i/{shown.token}/",
            is_open=shown.status in OPEN,
            untouched=shown.status == "issued" and shown.paid_minor <= 0,
            qr_cut=qr_text(shown).cut if shown.frozen and shown.status in OPEN else {},
            repeated=repeated,
            mine=mine,
            reminded=shown.reminded.order_by("-at"),
            send_form=SendForm(initial={"email": shown.email or shown.client.email}),
            repeat_form=RepeatForm(initial={"day": local_date(shown.issued_at).day}),
        )  # fmt: skip

    def pdf(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The paper of the invoice; typeset now if the worker has not come to it yet."""
        rows = self.desk_of(request).invoices().exclude(frozen={})
        shown = get_object_or_404(rows, pk=pk)
        paper = keep_paper(shown, at=now())
        return attachment(f"{shown.number}.pdf", bytes(paper.pdf), "application/pdf")

    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send it to the client by e-mail, to the address of the dialog."""
        shown, form = self._one(request, pk), SendForm(request.POST)
        with refusals_said(request):
            if "email" in request.POST and not form.is_valid():
                raise Refusal("This is no e-mail address. Correct it and send again.")
            email = form.cleaned_data["email"] if form.is_valid() else shown.email
            send_invoice(shown, email=email, at=now(), by=self.desk_of(request).by)
            say(request, _("The invoice is on its way to %(email)s.") % {"email": email})
        return self._to(pk)

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Nobody is to pay it any more."""
        shown = self._one(request, pk)
        with refusals_said(request):
            cancel_invoice(shown, at=now(), by=self.desk_of(request).by)
            say(request, _("The invoice is cancelled."), tone="info")
        return self._to(pk)

    def remind(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remind the client today."""
        shown = self._one(request, pk)
        with refusals_said(request):
            remind_client(shown, at=now(), by=self.desk_of(request).by)
            say(request, _("The reminder is on its way to %(email)s.") % {"email": shown.email})
        return self._to(pk)

    def reminders(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whether the client is reminded by e-mail; `on` in the form says so."""
        shown, on = self._one(request, pk), request.POST.get("on") == "yes"
        set_reminders(shown, on=on)
        said = _("The client will be reminded.") if on else _("The client will not be reminded.")
        say(request, said, tone="info")
        return self._to(pk)

    def drop(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Throw a draft away."""
        drop_draft(get_object_or_404(self.desk_of(request).drafts(), pk=pk))
        say(request, _("The draft is thrown away."), tone="info")
        return back(request, f"{self.site}:invoices")


def _readiness() -> dict[str, Any]:
    """Whether the vendor's VAT lets an invoice be issued today, and why not."""
    trouble = find_vat_trouble(local_date(now()))
    return {"ready": trouble is None, "vat_trouble": sentence_of(trouble) if trouble else ""}
