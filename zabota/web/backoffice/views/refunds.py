"""Refunds and chargebacks by hand: the consequence in roubles first, then the deed, and the way back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.payments.facts import RefundFact
from zabota.domain.payments.models import Payment, Refund, RefundKind
from zabota.domain.people.rules import Right
from zabota.domain.rewards.queries.floor import foresee_refund
from zabota.flows.payments_refunded import payments_refunded, refund_undone
from zabota.kit.clock import local_date, noon_of, now
from zabota.kit.errors import Refusal
from zabota.kit.money import SYMBOLS, Money
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.amounts import money_text
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.refunds import RefundDeedForm, RefundForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.refunds import consequence_of, done_sentence

BY_HAND = "hand"


def left_of(payment: Payment) -> Money:
    """What of the payment has not gone back yet."""
    gone = payment.refunds.filter(undone_at=None).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return Money(payment.amount_minor - gone, payment.currency)


@staff_page(Right.PAYMENTS)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a refund or a chargeback: fill in, look at what it means, do it with a reason."""
    payment = get_object_or_404(Payment.objects.select_related("client"), pk=pk)
    given: dict[str, Any] = {"left": left_of(payment), "paid_on": local_date(payment.paid_at)}
    if request.method == "POST":
        deed = RefundDeedForm(request.POST, **given)
        if deed.is_valid():
            _record(request, payment, deed)
            return redirect("office:payment", pk)
        return _shown(request, payment, deed, deed, status=422)
    start = {"kind": RefundKind.REFUND, "day": local_date(now())}
    form = RefundForm(request.GET, **given) if request.GET else RefundForm(initial=start, **given)
    return _shown(request, payment, form, RefundDeedForm(**given))


def _shown(
    request: HttpRequest, payment: Payment, form: RefundForm, deed: RefundForm, status: int = 200
) -> HttpResponse:
    ready = form.is_bound and not {"kind", "amount", "day"} & set(form.errors)
    consequence = ""
    if ready:
        change = foresee_refund(
            payment,
            amount_minor=form.cleaned_data["amount"].minor,
            refunded_at=noon_of(form.cleaned_data["day"]),
        )
        consequence = consequence_of(change)
    return page(
        request,
        "payments/refund.html",
        section="payments",
        status=status,
        payment=payment,
        left=left_of(payment),
        sign=SYMBOLS.get(payment.currency, payment.currency),
        form=form,
        deed=deed,
        ready=ready,
        consequence=consequence,
        key=request.POST.get("key") or uuid4(),
    )


def _record(request: HttpRequest, payment: Payment, deed: RefundDeedForm) -> None:
    wanted, by = deed.cleaned_data, str(request.user)
    with refusals_said(request):
        payments_refunded(
            [
                RefundFact(
                    source=BY_HAND,
                    external_id=_key(request),
                    payment_source=payment.source,
                    payment_external_id=payment.external_id,
                    amount_minor=wanted["amount"].minor,
                    refunded_at=noon_of(wanted["day"]),
                    reason=wanted["reason"],
                    kind=wanted["kind"],
                )
            ],
            at=now(),
            by=by,
        )
        say(request, done_sentence(wanted["kind"], wanted["amount"]))


def _key(request: HttpRequest) -> str:
    """The key that the page was given: a form sent twice is one refund."""
    try:
        return str(UUID(request.POST.get("key", "")))
    except ValueError as error:
        raise Refusal("Please open the page anew and try again.", code="no_key") from error


@staff_page(Right.PAYMENTS)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """A chargeback was won, or what a person recorded was a mistake: what was taken is put back."""
    refund = get_object_or_404(Refund.objects.select_related("payment"), pk=pk)
    with refusals_said(request):
        if not undoable(refund):
            raise Refusal("Only a chargeback, or what was recorded by hand, can be taken back.")
        refund_undone(refund, reason=reason_of(request), at=now(), by=str(request.user))
        amount = Money(refund.amount_minor, refund.payment.currency)
        say(
            request,
            _("%(sum)s are ours again: what was taken of the reward is put back.")
            % {"sum": money_text(amount)},
        )
    return back(request, "office:payment", refund.payment_id)


def undoable(refund: Refund) -> bool:
    """A chargeback may be won, a person may be mistaken; what a bank says stands."""
    return refund.kind == RefundKind.CHARGEBACK or refund.source == BY_HAND
