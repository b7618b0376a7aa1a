"""Verbs about the vendor's staff: who is one of them, and in which roles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.people.events import RoleGiven, RoleTaken, StaffInvited
from zabota.domain.people.models import Person, Role, StaffRole
from zabota.domain.people.operations import add_person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


@transaction.atomic
def invite_staff(*, email: str, name: str, role: Role, at: datetime, by: str) -> Person:
    """Somebody new among the staff; refused when he is one of them already."""
    person = add_person(email=email, name=name)
    if person.staff_roles.exists():
        raise Refusal("This person is among the staff already.", code="staff_already")
    StaffRole.objects.create(person=person, role=role)
    publish(StaffInvited(at=at, by=by, person_id=person.pk, name=str(person), role=role))
    return person


@transaction.atomic
def grant_role(person: Person, *, role: Role, at: datetime, by: str) -> None:
    """One role more for a person of the staff; twice is once."""
    if not person.staff_roles.exists():
        raise Refusal("This person is not among the staff. Invite first.", code="no_staff")
    _, given = StaffRole.objects.get_or_create(person=person, role=role)
    if given:
        publish(RoleGiven(at=at, by=by, person_id=person.pk, name=str(person), role=role))


@transaction.atomic
def withdraw_role(person: Person, *, role: Role, at: datetime, by: str) -> None:
    """Take a role away; refused for the last owner, whoever asks. Twice is once."""
    # All owners are locked: two who take each other's role at once would leave nobody.
    owners = list(StaffRole.objects.select_for_update().filter(role=Role.OWNER))
    if role == Role.OWNER and {one.person_id for one in owners} == {person.pk}:
        raise Refusal(
            "This is the last owner: make somebody else an owner first.", code="last_owner"
        )
    taken, _ = StaffRole.objects.filter(person=person, role=role).delete()
    if taken:
        publish(RoleTaken(at=at, by=by, person_id=person.pk, name=str(person), role=role))
