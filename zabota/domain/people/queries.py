"""Questions about people."""

from __future__ import annotations

from zabota.domain.people.models import Person, StaffRole
from zabota.domain.people.rules import Right, rights_of


def list_roles(person: Person) -> tuple[str, ...]:
    """Staff roles of a person, empty for a partner's member."""
    rows = StaffRole.objects.filter(person=person).order_by("role")
    return tuple(rows.values_list("role", flat=True))


def get_rights(person: Person) -> frozenset[Right]:
    """What this person may do in the back office; empty for everybody who is not staff."""
    return rights_of(list_roles(person))
