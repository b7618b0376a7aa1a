"""Signing in: everybody comes by the join page or by an invitation, never by a form of allauth's."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from zabota.domain.people.models import Person
from zabota.domain.people.queries import list_roles


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up of its own; after sign-in everybody is led to where he works."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Joining is the programme's business, see the join page."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff to the back office, members to their cabinet."""
        person = request.user
        return "/office/" if isinstance(person, Person) and list_roles(person) else "/cabinet/"
