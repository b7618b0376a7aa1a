"""An invoice is paid by card: choose where, pay there, come back and see that it is paid."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.connections.operations.checkouts import (
    begin_checkout,
    find_last_checkout,
    list_ways_to_pay,
)
from zabota.domain.invoices.models import OPEN, Invoice
from zabota.domain.invoices.queries import state_of
from zabota.kit import clock
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.kit.policy import HEADER, policy
from zabota.web.public.access import open_to_all
from zabota.web.public.patience import is_patient
from zabota.web.public.views.invoice import (
    get_by_link,
    language_of,
    left_of,
    number_of,
    ways_of,
)
from zabota.web.public.words import sentence


@open_to_all
@never_cache
@require_safe
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """What is left to pay and where; whoever comes back from paying waits here for the good news."""
    return _page(request, get_by_link(token))


@open_to_all
@require_POST
def begin(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Open the payment at the chosen processor and send the client there.

    A form of ours may not end at another site (form-action of our policy): a page of ours leads on,
    and only where the processor wants a form may that one form end there.
    """
    invoice = get_by_link(token)
    chosen = next((one for one in list_ways_to_pay(invoice, at=clock.now()) if one.pk == pk), None)
    if chosen is None:
        return redirect("public:pay", token)
    if not is_patient(request, "pay"):
        with translation.override(language_of(request, invoice)):
            refusal = _("Too many requests from here. Please try again in ten minutes.")
        return _page(request, invoice, refusal=refusal, status=429)
    back = request.build_absolute_uri(f"{reverse('public:pay', args=[token])}?back=1")
    try:
        checkout = begin_checkout(
            chosen,
            invoice,
            return_url=back,
            email=request.POST.get("email", ""),
            at=clock.now(),
        )
    except Refusal as refused:
        with translation.override(language_of(request, invoice)):
            refusal = sentence(refused)
        return _page(request, invoice, refusal=refusal, status=422)
    answer = render(request, "public/pay_leave.html", {"checkout": checkout})
    if checkout.pay_form:
        answer.headers[HEADER] = policy(form_action="https:")
    return answer


def _page(
    request: HttpRequest, invoice: Invoice, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    ways = ways_of(invoice)
    checkout = find_last_checkout(invoice)
    shown = {
        "invoice": invoice,
        "number": number_of(invoice),
        "left": left_of(invoice),
        "ways": ways,
        "email": request.POST.get("email", "")[:100],
        "refusal": refusal,
        "checkout": checkout,
        "expired": state_of(invoice, today=clock.local_date(clock.now())) == "expired",
        "returned": Money(invoice.returned_minor, invoice.currency)
        if invoice.is_returned
        else None,
        "issuer": invoice.partner.name if invoice.partner else settings.VENDOR["name"],
        "waiting": bool(
            invoice.status in OPEN and "back" in request.GET and checkout and checkout.is_under_way
        ),
    }
    with translation.override(language_of(request, invoice)):
        answer = render(request, "public/pay.html", shown, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer
