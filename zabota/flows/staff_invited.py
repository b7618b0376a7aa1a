"""Somebody is asked into the vendor's staff: he must not work for a partner."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.partners.models import Member
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import invite_staff
from zabota.kit.errors import Refusal


@transaction.atomic
def staff_invited(*, email: str, name: str, role: Role, at: datetime, by: str) -> Person:
    """The person signs in by a code from now on; refused for a partner's member and for staff."""
    if Member.objects.filter(person__email=email.strip().lower()).exists():
        raise Refusal(
            "This person works for a partner, and cannot be on both sides.", code="partners_member"
        )
    return invite_staff(email=email, name=name, role=role, at=at, by=by)
