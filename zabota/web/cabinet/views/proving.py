"""The page that asks for a code before bank details or people are changed, or all data is taken out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zabota.connectors.mail.operations.codes import send_code
from zabota.domain.people.models import Person
from zabota.kit.access import View
from zabota.kit.clock import now
from zabota.ui.toasts import say
from zabota.web.cabinet.access import own_page
from zabota.web.cabinet.frame import page
from zabota.web.proving import PATIENT, awaits_code, has_proved, make_code, take_code
from zabota.web.visiting import HARMLESS

logger = logging.getLogger(__name__)


def proved_to_change(then: str) -> Callable[[View], View]:
    """What the view changes, it changes only for who has proved lately who he is; then back to `then`."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in HARMLESS or has_proved(request, within=PATIENT, at=now()):
                return view(request, *args, **kwargs)
            say(request, _("Confirm with a code first, then do it again."), tone="wait")
            return redirect(address_of_proof(reverse(then)))

        return guarded

    return mark


def address_of_proof(then: str) -> str:
    """The page that asks for a code and leads on."""
    return f"{reverse('cabinet:prove')}?{urlencode({'next': then})}"


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Send a code, take it, and lead back to what was asked for."""
    then, fault = _then(request), ""
    if request.method == "POST" and "code" in request.POST:
        digits = "".join(request.POST["code"].split())[:12]
        if take_code(request, code=digits, at=now()):
            return redirect(then)
        fault = _("This is not the code, or it works no longer. Look at the newest letter.")
    elif request.method == "POST":
        fault = _send(request)
    return page(
        request,
        "us/prove.html",
        section="details",
        then=then,
        fault=fault,
        sent=awaits_code(request, at=now()),
        email=request.user.email,  # type: ignore[union-attr]
        status=422 if fault else 200,
    )


def _then(request: HttpRequest) -> str:
    wish = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wish if safe else reverse("cabinet:bank_details")


def _send(request: HttpRequest) -> str:
    """Send a code; the sentence that says why it could not be."""
    code = make_code(request, at=now())
    if code is None:
        return _("Too many codes for now. Try again in ten minutes.")
    try:
        assert isinstance(request.user, Person)
        send_code(request.user, code=code)
    except OSError:
        logger.exception("The letter with a code was not sent")
        return _("The letter did not leave. Try again in a minute.")
    if settings.DEMO:  # nobody reads letters there
        say(
            request, _("In the demo the code is shown here: %(code)s") % {"code": code}, tone="info"
        )
    return ""
