"""Who comes to Ivan's cabinet, and what happened before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor

from tests.make.money import NOON, payment
from tests.world import World, world
from zabota.domain.partners.models import MemberRole, Partner
from zabota.domain.partners.operations import add_member
from zabota.domain.payouts.models import Payout
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

__all__ = ["world"]


def enter(person: Person, language: str = "en") -> Visitor:
    """A visitor just signed in as this person, reading English: tests hold on to the code's words."""
    visitor = Visitor(headers={"accept-language": language})
    visitor.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = visitor.session  # signing in by a code proves who he is for a while
    session["proved"] = {"person": person.pk, "at": now().isoformat()}
    session.save()
    return visitor


@pytest.fixture
def ivan(world: World) -> Visitor:
    """Ivan, the owner of his cabinet."""
    return enter(world.ivan.members.get(role=MemberRole.OWNER).person)


@pytest.fixture
def clerk(world: World) -> Visitor:
    """Ivan's clerk: sees everything, works with clients, changes neither details nor codes."""
    person = add_person(email="clerk@example.com", name="Юля")
    add_member(world.ivan, person=person, at=NOON, role=MemberRole.MANAGER)
    return enter(person)


@pytest.fixture
def bookkeeper(world: World) -> Visitor:
    """Ivan's accountant: papers and bank details, no clients."""
    person = add_person(email="books@example.com", name="Вера")
    add_member(world.ivan, person=person, at=NOON, role=MemberRole.ACCOUNTANT)
    return enter(person)


@pytest.fixture
def viewer(world: World) -> Visitor:
    """Ivan's investor: looks, and changes nothing."""
    person = add_person(email="looks@example.com", name="Глеб")
    add_member(world.ivan, person=person, at=NOON, role=MemberRole.VIEWER)
    return enter(person)


@pytest.fixture
def rita(world: World) -> Visitor:
    """Rita, the rival."""
    return enter(world.rita.members.get().person)


@pytest.fixture
def staff(db: None) -> Visitor:
    """Olga of finance: staff, nobody's member."""
    person = add_person(email="olga@vendor.example", name="Ольга")
    give_role(person, role=Role.FINANCE)
    return enter(person)


@pytest.fixture
def earned(world: World) -> Partner:
    """Ivan has 400 roubles coming from Acme's payment."""
    payments_received([payment(world.acme)], at=NOON)
    return world.ivan


@pytest.fixture
def sent(earned: Partner) -> Payout:
    """The 400 roubles on their way."""
    batch = batch_formed(before=NOON + timedelta(days=9), at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Ольга")
    batch_sent(batch, at=NOON, by="Ольга")
    return batch.payouts.get()
