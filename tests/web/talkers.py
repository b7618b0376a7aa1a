"""People of the chat's tests."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor

from tests.world import World
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def olga(db: None) -> Person:
    person = add_person(email="olga@vendor.example", name="Ольга Ким")
    give_role(person, role=Role.MANAGER)
    return person


def ivan_of(world: World) -> Person:
    return world.ivan.members.get().person


def cookie_of(person: Person) -> str:
    visitor = Visitor()
    visitor.force_login(person, BACKEND)
    return visitor.cookies["sessionid"].value
