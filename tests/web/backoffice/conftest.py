"""Who comes to the back office, and what happened before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Visitor

from tests.make.money import NOON, payment
from tests.world import World, world
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Batch
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role
from zabota.flows.batch_formed import batch_formed
from zabota.flows.payments_received import payments_received

__all__ = ["world"]

NAMES = {
    Role.OWNER: "Виктор",
    Role.FINANCE: "Ольга",
    Role.MANAGER: "Марина",
    Role.SUPPORT: "Пётр",
}
EVERYTHING = NOON.replace(year=2036)


def sign_in(role: Role, language: str = "en") -> Visitor:
    """A visitor of this role, reading English: tests hold on to the words of the code."""
    person = add_person(email=f"{role}@example.com", name=NAMES[role], language=language)
    give_role(person, role=role)
    visitor = Visitor(headers={"accept-language": language})
    visitor.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return visitor


@pytest.fixture
def finance(db: None) -> Visitor:
    """Olga: statements, payments, payouts, the inbox."""
    return sign_in(Role.FINANCE)


@pytest.fixture
def keeper(db: None) -> Visitor:
    """Marina, the partner manager: partners, clients, corrections."""
    return sign_in(Role.MANAGER)


@pytest.fixture
def support(db: None) -> Visitor:
    """Pyotr: looks, and does nothing."""
    return sign_in(Role.SUPPORT)


@pytest.fixture
def member(world: World) -> Visitor:
    """Somebody of a partner's: no staff."""
    person = world.ivan.members.select_related("person").get().person
    visitor = Visitor()
    visitor.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return visitor


@pytest.fixture
def stranger() -> Visitor:
    """Nobody we know."""
    return Visitor()


@pytest.fixture
def earned(world: World) -> Partner:
    """Ivan has 400 roubles coming from Acme's payment."""
    payments_received([payment(world.acme)], at=NOON)
    return world.ivan


@pytest.fixture
def formed(earned: Partner) -> Batch:
    """A batch with Ivan's 400 roubles."""
    return batch_formed(before=EVERYTHING, at=NOON + timedelta(hours=1), by="Ольга").batch


@pytest.fixture
def toasts() -> Callable[..., list[str]]:
    """What the page that follows says."""

    def said(answer: object) -> list[str]:
        context = answer.context  # type: ignore[attr-defined]
        return [str(message) for message in context["messages"]] if context else []

    return said
