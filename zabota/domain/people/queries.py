"""Questions about people."""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest

from django.db.models import QuerySet

from zabota.domain.people.models import ApiKey, Person, StaffRole
from zabota.domain.people.rules import Right, rights_of


def list_roles(person: Person) -> tuple[str, ...]:
    """Staff roles of a person, empty for a partner's member."""
    rows = StaffRole.objects.filter(person=person).order_by("role")
    return tuple(rows.values_list("role", flat=True))


def get_rights(person: Person) -> frozenset[Right]:
    """What this person may do in the back office; empty for everybody who is not staff."""
    return rights_of(list_roles(person))


def list_staff() -> QuerySet[Person]:
    """Everybody with a role, by name, with the roles at hand."""
    staff = Person.objects.filter(staff_roles__isnull=False).distinct()
    return staff.order_by("name", "email").prefetch_related("staff_roles")


def find_key(secret: str) -> ApiKey | None:
    """The key of this secret, if it still opens anything; compared in constant time."""
    key = ApiKey.objects.filter(beginning=secret[:11], revoked_at=None).first()
    given = sha256(secret.encode()).hexdigest()
    return key if key is not None and compare_digest(key.sha256, given) else None
