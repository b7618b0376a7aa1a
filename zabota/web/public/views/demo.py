"""One-click sign-ins of the demo."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zabota.domain.people.models import Person
from zabota.kit.clock import now
from zabota.ui.acting import back
from zabota.ui.toasts import say
from zabota.web.proving import mark_proved
from zabota.web.public.access import demo_only
from zabota.web.public.accounts import address_of_work
from zabota.web.public.templatetags.public import DOMAIN, ROLES


@demo_only
@require_POST
def sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the demo's person of this role."""
    if role not in ROLES:
        raise Http404
    person = Person.objects.filter(email=f"{role}@{DOMAIN}", is_active=True).first()
    if person is None:
        say(request, _("The demo year is not loaded yet: nobody to sign in as."), tone="wait")
        return redirect("account_login")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    mark_proved(request, at=now())
    work = address_of_work(person)
    return back(request, work) if request.POST.get("next", "").startswith(work) else redirect(work)
