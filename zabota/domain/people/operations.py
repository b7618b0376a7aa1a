"""Verbs about people."""

from __future__ import annotations

from django.db import transaction

from zabota.domain.people.models import Person, StaffRole


@transaction.atomic
def add_person(*, email: str, name: str, language: str = "ru") -> Person:
    """The person with this e-mail: found, or made able to sign in by code."""
    found = Person.objects.filter(email=email.strip().lower()).first()
    return found or Person.objects.create_user(email.strip(), name=name, language=language)


def give_role(person: Person, *, role: str) -> None:
    """Make the person staff in this role; twice is once."""
    StaffRole.objects.get_or_create(person=person, role=role)


def take_role(person: Person, *, role: str) -> None:
    """Take a staff role away; twice is once."""
    StaffRole.objects.filter(person=person, role=role).delete()
