"""The link of an invitation into a partner's cabinet: who asks whom in, and the way in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zabota.domain.partners.models import Invitation
from zabota.domain.partners.operations import accept_invitation
from zabota.domain.people.models import Person
from zabota.kit.access import open_to_all
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import sentence_of
from zabota.web.public.accounts import CABINET, send_sign_in_code
from zabota.web.public.patience import is_patient


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who asks in and to do what; by the button one becomes a member and signs in by a code."""
    found = Invitation.objects.select_related("partner").filter(token=token).first()
    fault, name = "", request.POST.get("name", "").replace("\x00", "").strip()[:120]
    if request.method == "POST" and found is not None:
        known = Person.objects.filter(email=found.email).exclude(name="").first()
        if not is_patient(request, "accept"):
            fault = _("Too many requests from here. Please try again in ten minutes.")
        elif not name and known is None:
            fault = _("Write your name: colleagues and we shall see it.")
        else:
            try:
                language = (get_language() or "ru")[:2]
                member = accept_invitation(found, name=name, at=now(), language=language)
                return _inside(request, member.person)
            except Refusal as refusal:
                fault = sentence_of(refusal)
    return render(
        request,
        "public/invitation.html",
        {
            "invitation": found,
            "open": found is not None and found.is_open(at=now()),
            "known": found is not None
            and Person.objects.filter(email=found.email).exclude(name="").exists(),
            "fault": fault,
            "name": name,
        },
        status=422 if fault else 200 if found else 404,
    )


def _inside(request: HttpRequest, person: Person) -> HttpResponse:
    """In the demo at once; else a sign-in code proves that the letter is his."""
    if request.user == person:
        return redirect(CABINET)
    if settings.DEMO:
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect(CABINET)
    sent = send_sign_in_code(request, person)
    return redirect("account_confirm_login_code" if sent else "account_login")
