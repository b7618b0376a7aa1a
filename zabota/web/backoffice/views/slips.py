"""Till slips after the first: money returned through the processor, advances closed, what went wrong."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.connectors.connections.models import (
    UNDER_WAY,
    Checkout,
    LaterSlip,
    SlipKind,
    SlipStatus,
)
from zabota.connectors.connections.operations.kinds import get_kind
from zabota.connectors.connections.operations.later_slips import (
    can_give_back,
    close_advance,
    find_checkout,
    give_back,
    left_of,
    list_open_advances,
)
from zabota.connectors.connections.operations.slip_outcomes import (
    needs_somebody,
    see_slip,
    settle_slip,
)
from zabota.domain.payments.models import Payment
from zabota.domain.people.rules import Right
from zabota.domain.rewards.queries.floor import foresee_refund
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.money import SYMBOLS, Money
from zabota.ui.acting import back, reason_of, refusals_said, sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, picked, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.refunds import AmountBackForm
from zabota.web.backoffice.forms.slips import ReturnDeedForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.payments import tabs_of
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.refunds import consequence_of
from zabota.web.backoffice.words.slips import (
    asked_sentence,
    next_step,
    settled_sentence,
    slip_state,
    slip_states,
)

ADVANCES = 50  # shown at once, the oldest first
STATES: dict[str, Q] = {
    "trouble": needs_somebody(),
    "under_way": Q(status__in=UNDER_WAY),
    "done": Q(status=SlipStatus.DONE),
    SlipKind.PAYMENT: Q(kind=SlipKind.PAYMENT),
    SlipKind.REFUND: Q(kind=SlipKind.REFUND),
    SlipKind.CLOSING: Q(kind=SlipKind.CLOSING),
}


@staff_page(Right.READ)
@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """Advances that are not closed, and every slip after the first with where it stands."""
    table = Table(request, columns(), order="-asked")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        header = [_("Invoice"), _("Client"), _("What for"), _("Amount"), _("State"), _("What they said"),
                  _("Reason"), _("Asked"), _("By whom"), _("Processor"), _("Identifier")]  # fmt: skip
        return csv_of("till-slips", header, rows, _line)
    shown = one_page(request, rows)
    advances = list_open_advances()
    return page(
        request,
        "payments/slips.html",
        section="payments",
        page=shown,
        rows=[(one, slip_state(one), next_step(one)) for one in shown],
        states=slip_states(),
        table=table,
        shelf=views.of(request, "slips", table),
        advances=[(one, _not_gone(one)) for one in advances[:ADVANCES]],
        more=max(advances.count() - ADVANCES, 0),
        **tabs_of("slips"),
    )


def _not_gone(advance: Any) -> Money:
    return Money(advance.payment.amount_minor - (advance.gone or 0), advance.currency)


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("invoice", _("Invoice"), by="checkout__invoice__number", fixed=True),
        Column("client", _("Client"), by="checkout__invoice__client__name"),
        Column("what", _("What for"), by="kind"),
        Column("state", _("State"), by="status"),
        Column("asked", _("Asked"), by="asked_at"),
        Column("by", _("By whom"), first=False, by="asked_by"),
        Column("processor", _("Processor"), first=False, by="checkout__connection__name"),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
    ]


def _found(request: HttpRequest) -> QuerySet[LaterSlip]:
    rows = LaterSlip.objects.select_related("checkout__invoice__client", "checkout__connection")
    if (state := word(request, "state")) in STATES:
        rows = rows.filter(STATES[state])
    if found := word(request):
        rows = rows.filter(
            Q(checkout__invoice__number__icontains=found)
            | Q(checkout__invoice__client__name__icontains=found)
            | Q(external_id=found)
        )
    return during(request, rows, "asked_at")


def _line(slip: LaterSlip) -> list[Any]:
    invoice = slip.checkout.invoice
    return [
        invoice.number, invoice.client, slip.get_kind_display(), slip.amount, slip_state(slip)[0],
        slip.refusal, slip.reason, slip.asked_at, slip.asked_by, slip.checkout.connection,
        slip.external_id,
    ]  # fmt: skip


@staff_page(Right.PAYMENTS)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """What was paid for in advance is given: the second slip of each that was chosen."""
    chosen = list_open_advances().filter(pk__in=picked(request.POST.getlist("advance")))
    sent, refused = 0, ""
    for checkout in chosen[:ADVANCES]:
        try:
            close_advance(checkout, at=now(), by=str(request.user))
            sent += 1
        except Refusal as refusal:
            refused = refused or f"{checkout.invoice.number}: {sentence_of(refusal)}"
    if sent:
        words = ngettext("%(n)s advance is closed.", "%(n)s advances are closed.", sent)
        say(request, words % {"n": sent})
    if refused:
        say(request, refused, tone="late")
    elif not sent:
        say(request, _("Choose advances whose service is given."), tone="wait")
    return back(request, "office:slips")


@staff_page(Right.PAYMENTS)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Return money through the processor: how much, what it means, then the deed with a reason."""
    payment = get_object_or_404(Payment.objects.select_related("client"), pk=pk)
    checkout = find_checkout(payment)
    if checkout is None or not can_give_back(checkout):
        return redirect("office:record_refund", pk)
    left = Money(left_of(checkout), payment.currency)
    if request.method == "POST":
        deed = ReturnDeedForm(request.POST, left=left)
        if not deed.is_valid():
            return _asked(request, payment, checkout, deed, deed, status=422)
        with refusals_said(request):
            slip = give_back(
                checkout,
                amount_minor=deed.cleaned_data["amount"].minor,
                key=_key(request),
                reason=deed.cleaned_data["reason"],
                at=now(),
                by=str(request.user),
            )
            say(request, asked_sentence(slip))
        return redirect("office:payment", pk)
    form = AmountBackForm(request.GET, left=left) if request.GET else AmountBackForm(left=left)
    return _asked(request, payment, checkout, form, ReturnDeedForm(left=left))


def _asked(
    request: HttpRequest,
    payment: Payment,
    checkout: Checkout,
    form: AmountBackForm,
    deed: AmountBackForm,
    status: int = 200,
) -> HttpResponse:
    ready = form.is_bound and "amount" not in form.errors
    minor = form.cleaned_data["amount"].minor if ready else 0
    change = foresee_refund(payment, amount_minor=minor, refunded_at=now()) if ready else None
    return page(
        request,
        "payments/return.html",
        section="payments",
        status=status,
        payment=payment,
        left=Money(left_of(checkout), payment.currency),
        sign=SYMBOLS.get(payment.currency, payment.currency),
        processor=get_kind(checkout.connection.kind).title,
        email=checkout.slip.get("email", ""),
        form=form,
        deed=deed,
        ready=ready,
        consequence=consequence_of(change) if ready else "",
        key=request.POST.get("key") or uuid4().hex,
    )


def _key(request: HttpRequest) -> str:
    """The key that the page was given: a form sent twice is one refund."""
    try:
        return UUID(request.POST.get("key", "")).hex
    except ValueError as error:
        raise Refusal("Please open the page anew and try again.", code="no_key") from error


@staff_page(Right.PAYMENTS)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A person has looked into the processor's cabinet and says what he found."""
    slip = get_object_or_404(LaterSlip.objects.select_related("checkout"), pk=pk)
    taken = request.POST.get("taken") == "yes"
    with refusals_said(request):
        settle_slip(slip, taken=taken, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, settled_sentence(slip, taken=taken))
    return back(request, "office:slips")


@staff_page(Right.PAYMENTS)
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """What went wrong is known now and needs nobody any more."""
    see_slip(get_object_or_404(LaterSlip, pk=pk), at=now())
    return back(request, "office:slips")
