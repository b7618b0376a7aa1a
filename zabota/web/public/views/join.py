"""A partner joins: one form, and his code and link work at once."""

from __future__ import annotations

from urllib.parse import unquote

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.conf import settings
from django.contrib.auth import login
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import PromoCode
from zabota.domain.attribution.operations import CodeRefused
from zabota.domain.people.models import Person
from zabota.domain.programme.queries import find_current_offer
from zabota.flows.partner_joined import Joined, partner_joined
from zabota.kit import clock
from zabota.kit.errors import Refusal
from zabota.ui.parts import Step
from zabota.web.public.access import open_to_all
from zabota.web.public.accounts import CABINET, address_of_work, send_sign_in_code
from zabota.web.public.forms.join import JoinForm, find_code_fault
from zabota.web.public.patience import address_of, is_patient
from zabota.web.public.visitors import know_device
from zabota.web.public.words import already_joined, code_fault, sentence

JOINED = "joined"  # the session remembers whose welcome this is


@open_to_all
def join(request: HttpRequest) -> HttpResponse:
    """The form, and what it brings: a partner with a working code."""
    if isinstance(request.user, Person):
        return redirect(address_of_work(request.user))
    offer = find_current_offer(clock.now())
    if offer is None:
        return render(request, "public/join_closed.html")
    form = JoinForm(request.POST if request.method == "POST" else None, offer=offer)
    if form.is_bound and form.is_valid() and (joined := _join(request, form)):
        return _welcome(request, joined)
    return render(
        request,
        "public/join.html",
        {"form": form, "offer": offer},
        status=422 if form.is_bound else 200,
    )


def _join(request: HttpRequest, form: JoinForm) -> Joined | None:
    """The new partner, or None with the reason on the form."""
    if not is_patient(request, "join"):
        form.add_error(None, _("Too many requests from here. Please try again in ten minutes."))
        return None
    wished = form.cleaned_data
    try:
        return partner_joined(
            name=wished["name"],
            email=wished["email"],
            legal_form=wished["legal_form"],
            wished_code=wished["code"],
            offer=form.offer,
            at=clock.now(),
            address=address_of(request),
            user_agent=request.headers.get("User-Agent", ""),
            language=(get_language() or "ru")[:2],
        )
    except CodeRefused as refusal:
        form.add_error("code", code_fault(refusal.params.get("fault", "taken")))
    except Refusal as refusal:
        form.add_error("email", sentence(refusal))
    except IntegrityError:  # the button was pressed twice, and the other press was quicker
        form.add_error("email", already_joined())
    return None


def _welcome(request: HttpRequest, joined: Joined) -> HttpResponse:
    """In the demo signed in at once; else a letter with a sign-in code proves the e-mail first."""
    if settings.DEMO:
        login(request, joined.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    else:
        send_sign_in_code(request, joined.person)
    request.session[JOINED] = joined.promo_code.pk
    response = redirect("public:welcome")
    know_device(request, response, joined.partner)
    return response


@open_to_all
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The code and the link that work already, and the one step that is left."""
    code = (
        PromoCode.objects.select_related("partner")
        .filter(pk=request.session.get(JOINED, 0))
        .first()
    )
    if code is None:
        return redirect("public:join")
    inside = request.user.is_authenticated
    steps = [
        Step(_("You have joined"), "done"),
        Step(_("E-mail proved"), "done" if inside else "now"),
        Step(_("Bank details"), "now" if inside else "later", _("before the first payout")),
        Step(_("First client"), "later", _("names your code")),
    ]
    # Read by people, so in their letters; browsers escape them by themselves.
    link = unquote(settings.PUBLIC_URL + reverse("public:short_link", args=[code.code]))
    return render(
        request,
        "public/welcome.html",
        {
            "code": code,
            "link": link,
            "steps": steps,
            "inside": inside,
            "letter_sent": LOGIN_SESSION_KEY in request.session,
            "cabinet": CABINET,
        },
    )


@open_to_all
@require_safe
def code_check(request: HttpRequest) -> HttpResponse:
    """Says while one is typing whether the code can be had."""
    typed = request.GET.get("code", "")[:40]
    return render(request, "public/code_check.html", {"fault": find_code_fault(typed)})
