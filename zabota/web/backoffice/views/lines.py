"""Lines of statements that no story took: refunds, returns and movements that a person explains."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.bank.models import LineKind, StatementLine
from zabota.connectors.bank.operations.bundles import list_batches_on_the_way, total_on_the_way
from zabota.connectors.bank.operations.open_lines import (
    clear_line,
    fail_by_line,
    is_receivable,
    list_open_lines,
    may_be_batch,
    pay_by_line,
    receive_by_line,
    refund_line,
    reopen_line,
    top_up_by_line,
)
from zabota.connectors.bank.translate.returns import is_less_a_fee
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Batch, Payout, PayoutStatus
from zabota.domain.people.rules import Right
from zabota.kit.clock import end_of_day, now
from zabota.kit.money import Money
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.statements import says
from zabota.web.backoffice.words.statements import waits_because

CHOICES = 8
LOOKED_AT = 200


class OpenLine(NamedTuple):
    """A line with what it may be about: payments for a refund, payouts for a return, a batch paid."""

    line: StatementLine
    payments: list[Payment]
    payouts: list[Payout]
    batches: list[Batch]
    receivable: bool
    why: str


@staff_page(Right.READ)
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """Everything that waits, the oldest first, with likely answers beside it."""
    table = Table(request, columns(), order="day")
    waiting = table.sorted(_found(request))
    if wants_csv(request):
        header = [
            _("Date"), _("Number"), _("Amount"), _("Counterparty"), _("INN"), _("Purpose"),
            _("What it is"),
        ]  # fmt: skip
        return csv_of(
            "open-lines",
            header,
            waiting,
            lambda row: [
                row.on, row.number, _signed(row), row.counterparty, row.counterparty_inn,
                row.purpose, row.get_kind_display(),
            ],
        )  # fmt: skip
    shown = one_page(request, waiting, 20)
    return page(
        request,
        "statements/lines.html",
        section="lines",
        page=shown,
        table=table,
        kinds=LineKind.choices,
        rows=[
            OpenLine(
                line,
                _payments(line),
                _payouts(line),
                _batches(line),
                is_receivable(line),
                waits_because(line.reason),
            )
            for line in shown
        ],
    )


def _signed(line: StatementLine) -> Money:
    amount = Money(line.amount_minor, line.currency)
    return -amount if line.direction == "out" else amount


def _found(request: HttpRequest) -> QuerySet[StatementLine]:
    rows = list_open_lines()
    if (kind := word(request, "kind")) in LineKind.values:
        rows = rows.filter(kind=kind)
    if found := word(request):
        rows = rows.filter(says(found))
    return rows


def columns() -> list[Column]:
    """By what the queue may be arranged; what stands on a card is not chosen."""
    return [
        Column("day", _("Day"), by="on", fixed=True),
        Column("amount", _("Amount"), by="amount_minor", fixed=True),
        Column("counterparty", _("Counterparty"), by="counterparty", fixed=True),
        Column("kind", _("What it is"), by="kind", fixed=True),
    ]


def _payments(line: StatementLine) -> list[Payment]:
    """Payments that this refund may be of: of the payee, before that day, large enough."""
    if line.kind != LineKind.CLIENT_REFUND or not line.counterparty_inn:
        return []
    his = Payment.objects.filter(
        Q(payer_inn=line.counterparty_inn) | Q(client__inn=line.counterparty_inn),
        amount_minor__gte=line.amount_minor,
        paid_at__lte=end_of_day(line.on),
    )
    return list(his.select_related("client").order_by("-paid_at")[:CHOICES])


def _payouts(line: StatementLine) -> list[Payout]:
    """Payouts of the same sum that may have come back, or of a sum that a bank's fee is taken out of.

    Those whose number stands in the purpose come first.
    """
    if line.kind != LineKind.RETURNED_ORDER:
        return []
    gone = Payout.objects.filter(
        amount_minor__gte=line.amount_minor,
        currency=line.currency,
        status__in=[PayoutStatus.SENT, PayoutStatus.SETTLED],
    )
    named = [int(number) for number in re.findall(r"(?<!\d)\d{1,6}(?!\d)", line.purpose)]
    not_named = Case(When(order_number__in=named, then=0), default=1)
    near = gone.select_related("partner").order_by(not_named, "amount_minor", "-formed_at")
    fitting = (
        one for one in near[:LOOKED_AT] if is_less_a_fee(line.amount_minor, one.amount_minor)
    )
    return list(islice(fitting, CHOICES))


def _batches(line: StatementLine) -> list[Batch]:
    """Batches on their way that this outgoing sum may have paid as a whole."""
    if line.kind != LineKind.OUTGOING_ORDER:
        return []
    on_the_way = list_batches_on_the_way(line.currency)[:CHOICES]
    return [batch for batch in on_the_way if may_be_batch(line, total_on_the_way(batch))]


@staff_page(Right.STATEMENTS)
@require_POST
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """The line is a refund of this payment."""
    line = get_object_or_404(StatementLine, pk=pk)
    payment = get_object_or_404(Payment, pk=_whole(request, "payment"))
    with refusals_said(request):
        refund_line(line, payment=payment, at=now(), by=str(request.user))
        say(request, _("The refund is recorded; its share of the reward is taken back."))
    return back(request, "office:lines")


@staff_page(Right.STATEMENTS)
@require_POST
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """The line is this payout come back."""
    line = get_object_or_404(StatementLine, pk=pk)
    payout = get_object_or_404(Payout, pk=_whole(request, "payout"))
    with refusals_said(request):
        fail_by_line(line, payout=payout, at=now(), by=str(request.user))
        say(request, _("The payout is marked as returned; its rewards are due again."))
    return back(request, "office:lines")


@staff_page(Right.STATEMENTS)
@require_POST
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """The line is a client's payment."""
    line = get_object_or_404(StatementLine, pk=pk)
    with refusals_said(request):
        receive_by_line(line, at=now(), by=str(request.user))
        say(request, _("The payment is recorded: it is matched like any other."))
    return back(request, "office:lines")


@staff_page(Right.STATEMENTS)
@require_POST
def paid(request: HttpRequest, pk: int) -> HttpResponse:
    """The line paid this whole batch."""
    line = get_object_or_404(StatementLine, pk=pk)
    batch = get_object_or_404(Batch, pk=_whole(request, "batch"))
    with refusals_said(request):
        pay_by_line(line, batch=batch, at=now(), by=str(request.user))
        say(request, _("The payouts of the batch are settled by this line."))
    return back(request, "office:lines")


@staff_page(Right.STATEMENTS)
@require_POST
def top_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The line topped up the balance of payouts."""
    line = get_object_or_404(StatementLine, pk=pk)
    with refusals_said(request):
        top_up_by_line(line, at=now(), by=str(request.user))
        say(request, _("The top-up is booked."))
    return back(request, "office:lines")


@staff_page(Right.STATEMENTS)
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """The line means nothing to us; the reason stays."""
    line = get_object_or_404(StatementLine, pk=pk)
    with refusals_said(request):
        clear_line(line, note=reason_of(request), at=now(), by=str(request.user))
        say(
            request,
            _("The line is put aside."),
            undo_url=reverse("office:reopen_line", args=[line.pk]),
        )
    return back(request, "office:lines")


@staff_page(Right.STATEMENTS)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a line back into the queue."""
    reopen_line(get_object_or_404(StatementLine, pk=pk))
    say(request, _("The line waits again."), tone="info")
    return back(request, "office:lines")


def _whole(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
