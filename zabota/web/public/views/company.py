"""A client's company leaves itself with us, tied to the partner whose code it came with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import PromoCode, Source
from zabota.domain.attribution.operations.visits import note_sign_up
from zabota.domain.attribution.rules import domain_of_mail
from zabota.domain.clients.facts import ClientFact
from zabota.flows.client_registered import client_registered
from zabota.kit import clock
from zabota.web.public.access import open_to_all
from zabota.web.public.forms.company import CompanyForm
from zabota.web.public.patience import is_patient
from zabota.web.public.promo import Visit, find_remembered, read_visit, remember
from zabota.web.public.structured import absolute
from zabota.web.public.visitors import count_visit, note_client_device, visitor_of


@open_to_all
def company(request: HttpRequest) -> HttpResponse:
    """The company form, with or without a code."""
    return company_page(request, read_visit(request))


def company_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Shows whose code counts and the form; a filled one registers the client."""
    form = CompanyForm(
        request.POST if request.method == "POST" else None,
        initial={"promo": visit.unknown},
        asks_code=visit.code is None,
    )
    if form.is_bound and form.is_valid():
        if is_patient(request, "leave_company"):
            return _register(request, form, visit.code)
        form.add_error(None, _("Too many requests from here. Please try again in ten minutes."))
    response = render(
        request,
        "public/company.html",
        {"visit": visit, "form": form, "shared": _shared(visit)},
        status=422 if form.is_bound else 200,
    )
    if visit.is_new and visit.code is not None:
        remember(response, visit.code)
    if visit.code is not None and "promo" in request.GET and visit.later is None:
        count_visit(request, response, visit.code)
    return response


def _shared(visit: Visit) -> dict[str, str]:
    """The page under a code is a page of its own: a shared link must not lose the code."""
    if visit.code is None:
        return {"address": absolute("company")}
    return {"address": f"{absolute('landing')}?{urlencode({'promo': visit.code.code})}"}


def _register(
    request: HttpRequest, form: CompanyForm, remembered: PromoCode | None
) -> HttpResponse:
    """The remembered code counts whatever was sent; only without one the typed code does."""
    left = form.cleaned_data
    code = remembered or left.get("promo")
    client = client_registered(
        ClientFact(
            name=left["name"],
            at=clock.now(),
            inn=left["inn"],
            email=left["email"],
            phone=left["phone"],
            domain=left["domain"] or domain_of_mail(left["email"]),
            promo=code.code if code else "",
        ),
        source=Source.LINK if remembered else Source.PROMO_CODE,
        by=left["email"],
    )
    note_client_device(request, client)
    response = redirect("public:thanks")
    if code:
        note_sign_up(client, code=code, visitor=visitor_of(request), at=clock.now())
        remember(response, code)
    return response


@open_to_all
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens after a company has left itself with us."""
    return render(request, "public/thanks.html", {"code": find_remembered(request)})
