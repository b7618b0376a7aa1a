"""Questions about people."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from hmac import compare_digest

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from zabota.domain.people.models import ApiKey, Person, Role, RoleRight, StaffRole
from zabota.domain.people.rules import Right, rights_of


def list_roles(person: Person) -> tuple[str, ...]:
    """Staff roles of a person, empty for a partner's member."""
    rows = StaffRole.objects.filter(person=person).order_by("role")
    return tuple(rows.values_list("role", flat=True))


def get_rights(person: Person) -> frozenset[Right]:
    """What this person may do in the back office; empty for everybody who is not staff. One statement."""
    changes = RoleRight.objects.filter(role=OuterRef("role")).order_by("pk")
    rows = StaffRole.objects.filter(person=person).values_list(
        "role", ArraySubquery(changes.values(said=JSONObject(right="right", allowed="allowed")))
    )
    return frozenset().union(
        *(rights_of(role, ((one["right"], one["allowed"]) for one in said)) for role, said in rows)
    )


def get_matrix() -> dict[Role, frozenset[Right]]:
    """What every role may do now."""
    said: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in RoleRight.objects.order_by("pk"):
        said[row.role].append((row.right, row.allowed))
    return {role: rights_of(role, said[role]) for role in Role}


def list_staff() -> QuerySet[Person]:
    """Everybody with a role, by name, with the roles at hand."""
    staff = Person.objects.filter(staff_roles__isnull=False).distinct()
    return staff.order_by("name", "email").prefetch_related("staff_roles")


def find_key(secret: str) -> ApiKey | None:
    """The key of this secret, if it still opens anything; compared in constant time."""
    key = ApiKey.objects.filter(beginning=secret[:11], revoked_at=None).first()
    given = sha256(secret.encode()).hexdigest()
    return key if key is not None and compare_digest(key.sha256, given) else None
