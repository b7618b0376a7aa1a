"""One address of the search for whoever has signed in: it leads to the site where he works."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zabota.domain.people.models import Person
from zabota.ui.lists import word
from zabota.web.public.access import open_to_all
from zabota.web.public.accounts import address_of_work


@open_to_all
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """To the cabinet's or the office's search; a stranger signs in first."""
    query = urlencode({"q": word(request)})
    if not isinstance(request.user, Person):
        return redirect(f"{reverse('account_login')}?{urlencode({'next': f'/search/?{query}'})}")
    work = address_of_work(request.user)
    return redirect(work if work == reverse("public:landing") else f"{work}search/?{query}")
