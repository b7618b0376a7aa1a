"""How allauth behaves here: nobody signs up by himself, and everybody lands where he works."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zabota.domain.partners.queries import find_membership
from zabota.domain.people.models import Person
from zabota.domain.people.queries import list_roles
from zabota.web.public.visitors import know_device

logger = logging.getLogger(__name__)

# As config/urls.py mounts the two sites; they are strangers, so their pages are not named here.
OFFICE = "/office/"
CABINET = "/cabinet/"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed: staff are added by staff, partners join on the join page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account is made by joining or by the vendor's staff."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff to the desk, members to the cabinet."""
        return address_of_work(request.user) if isinstance(request.user, Person) else "/"

    def post_login(self, request: HttpRequest, user: Person, **told: Any) -> HttpResponse:
        """Remembers the browser of a partner's person, as a digest: checks compare it with clients'."""
        response: HttpResponse = super().post_login(request, user, **told)
        if member := find_membership(user):
            know_device(request, response, member.partner)
        return response


def address_of_work(person: Person) -> str:
    """The first page of a person who has just signed in."""
    if list_roles(person):
        return OFFICE
    return CABINET if find_membership(person) else reverse("public:landing")


def send_sign_in_code(request: HttpRequest, person: Person) -> bool:
    """Starts signing in; a silent mail server must not undo what was done before."""
    try:
        LoginCodeVerificationProcess.initiate(request=request, user=person, email=person.email)
    except OSError:
        logger.exception("The sign-in letter was not sent")
        return False
    return True
