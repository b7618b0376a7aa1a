"""Money without a client: the queue with suggestions, tying in one click, setting aside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice
from zabota.domain.payments.models import Payment
from zabota.domain.payments.operations import set_payment_aside, take_payment_back
from zabota.domain.payments.queries import list_set_aside, list_waiting
from zabota.domain.people.rules import Right
from zabota.domain.rewards.models import Reward
from zabota.flows.payment_matched import payment_matched
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.amounts import money_text
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.offers import Offer, offers_for
from zabota.web.backoffice.views.payments import sought, tabs_of
from zabota.web.backoffice.words.reasons import doubt_sentence

A_QUEUE = 20


@staff_page(Right.READ)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Payments without a client, the oldest first, each with who it may be."""
    rows = during(request, list_waiting(), "paid_at")
    if found := word(request):
        rows = rows.filter(sought(found))
    at = now()
    if wants_csv(request):
        return csv_of("waiting", _header(), offers_for(list(rows[:1000]), at), _line)
    shown = one_page(request, rows, A_QUEUE)
    return page(
        request,
        "payments/waiting.html",
        section="payments",
        page=shown,
        offers=offers_for(list(shown), at),
        **tabs_of("waiting"),
    )


def _header() -> list[str]:
    return [
        _("Paid by the client"), _("Payer"), _("INN"), _("Purpose"), _("Amount"), _("Why it waits"),
        _("Suggestion"),
    ]  # fmt: skip


def _line(offer: Offer) -> list[Any]:
    one, first = offer.payment, next(iter(offer.choices), None)
    return [
        one.paid_at, one.payer_name, one.payer_inn, one.purpose,
        Money(one.amount_minor, one.currency), doubt_sentence(one.doubtful) if one.doubtful else "",
        first and first.client,
    ]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def aside(request: HttpRequest) -> HttpResponse:
    """Money of which a person said that it is no client's payment."""
    rows = during(request, list_set_aside(), "paid_at")
    if found := word(request):
        rows = rows.filter(sought(found))
    table = Table(request, aside_columns(), order="-aside")
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Paid by the client"), _("Payer"), _("INN"), _("Purpose"), _("Amount"), _("When set aside"),
                  _("Why")]  # fmt: skip
        return csv_of("set-aside", header, rows, _aside_line)
    return page(
        request,
        "payments/aside.html",
        section="payments",
        page=one_page(request, rows),
        table=table,
        **tabs_of("aside"),
    )


def aside_columns() -> list[Column]:
    """What the list of money set aside may show."""
    return [
        Column("payer", _("Payer"), by="payer_name", fixed=True),
        Column("why", _("Why"), by="set_aside_reason"),
        Column("purpose", _("Purpose"), first=False),
        Column("paid", _("Paid by the client"), by="paid_at"),
        Column("aside", _("When set aside"), first=False, by="set_aside_at"),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
        Column("deed", _("Put back"), fixed=True, head=False),
    ]


def _aside_line(payment: Payment) -> list[Any]:
    return [
        payment.paid_at, payment.payer_name, payment.payer_inn, payment.purpose,
        Money(payment.amount_minor, payment.currency), payment.set_aside_at,
        payment.set_aside_reason,
    ]  # fmt: skip


@staff_page(Right.PAYMENTS)
@require_POST
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie a waiting payment to a client, and to an invoice of his where one was suggested."""
    payment = get_object_or_404(Payment, pk=pk)
    with refusals_said(request):
        client = _chosen(Client, request.POST.get("client", ""))
        if client is None:
            raise Refusal("Choose a client first.", code="no_client")
        rewards = payment_matched(
            payment,
            client=client,
            invoice=_chosen(Invoice, request.POST.get("invoice", "")),
            remember_payer=bool(request.POST.get("remember")),
            at=now(),
            by=str(request.user),
        )
        say(request, _tied(client, Reward.objects.filter(pk__in=rewards).first()))
    return back(request, "office:payment", pk)


def _chosen(kind: Any, text: str) -> Any:
    known = text.isascii() and text.isdigit() and len(text) < 16
    return kind.objects.filter(pk=int(text)).first() if known else None


def _tied(client: Client, reward: Reward | None) -> str:
    if reward is None:
        return _("The payment is %(client)s's now. Nobody is rewarded for it.") % {"client": client}
    return _("The payment is %(client)s's now: %(sum)s to %(partner)s.") % {
        "client": client,
        "sum": money_text(Money(reward.amount_minor, reward.currency)),
        "partner": reward.partner,
    }


@staff_page(Right.PAYMENTS)
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Say with a reason that this money is no client's payment; can be taken back."""
    payment = get_object_or_404(Payment, pk=pk)
    with refusals_said(request):
        set_payment_aside(payment, reason=reason_of(request), at=now(), by=str(request.user))
        say(
            request,
            _("%(sum)s is set aside: it waits for no client any more.")
            % {"sum": money_text(Money(payment.amount_minor, payment.currency))},
            undo_url=reverse("office:take_back", args=[pk]),
        )
    return back(request, "office:payment", pk)


@staff_page(Right.PAYMENTS)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a payment set aside back into the queue."""
    payment = get_object_or_404(Payment, pk=pk)
    take_payment_back(payment, at=now(), by=str(request.user))
    left = list_waiting().count()
    say(
        request,
        ngettext(
            "The payment waits for its client again; %(n)d is in the queue.",
            "The payment waits for its client again; %(n)d are in the queue.",
            left,
        )
        % {"n": left},
    )
    return back(request, "office:payment", pk)
