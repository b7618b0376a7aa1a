"""Questions about reservations: who has named this company, and whether we know it already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from zabota.domain.attribution.models import Reservation, ReservationStatus
from zabota.domain.attribution.rules import bare_domain
from zabota.domain.clients.models import Client

Marks = set[tuple[str, str]]


def marks_of(one: Reservation | Client) -> Marks:
    """What a company is known by, as it is compared."""
    phone = re.sub(r"\D", "", one.phone)
    if len(phone) == 11 and phone[0] == "8":
        phone = f"7{phone[1:]}"
    found = {
        ("inn", one.inn),
        ("domain", bare_domain(one.domain) if one.domain else ""),
        ("email", one.email.lower()),
        ("phone", phone),
    }
    return {(kind, word) for kind, word in found if word}


def any_of(marks: Marks) -> Q:
    """Rows that bear one of the marks."""
    kinds = ("inn", "domain", "email", "phone")
    found = Q(pk__in=[])
    for kind in kinds:
        found |= Q(**{f"{kind}__in": sorted(word for k, word in marks if k == kind)})
    return found


def list_standing_for(wanted: Reservation, *, at: datetime) -> list[Reservation]:
    """Other reservations of this company that protect it now, the earliest first."""
    rows = Reservation.objects.filter(
        any_of(marks_of(wanted)), status=ReservationStatus.STANDING, expires_at__gt=at
    )
    return list(rows.exclude(pk=wanted.pk).select_related("partner").order_by("made_at", "pk"))


def list_reservations_of(clients: Sequence[Client]) -> dict[int, list[Reservation]]:
    """Per client id the reservations that name him, the earliest first; one statement."""
    marks = {client.pk: marks_of(client) for client in clients}
    rows = Reservation.objects.filter(
        any_of(set().union(*marks.values())), status=ReservationStatus.STANDING
    ).order_by("made_at", "pk")
    kept = list(rows)
    return {pk: [one for one in kept if marks_of(one) & own] for pk, own in marks.items()}


def find_same_client(wanted: Reservation) -> Client | None:
    """A client whom we know by one of the marks already."""
    return Client.objects.filter(any_of(marks_of(wanted))).first()


def list_rivals(*, at: datetime) -> dict[int, list[str]]:
    """Per standing reservation the other partners who named the same company; one statement."""
    rows = list(
        Reservation.objects.filter(
            status=ReservationStatus.STANDING, expires_at__gt=at
        ).select_related("partner")
    )
    by_mark: dict[tuple[str, str], list[Reservation]] = {}
    for one in rows:
        for mark in marks_of(one):
            by_mark.setdefault(mark, []).append(one)
    rivals: dict[int, set[str]] = {}
    for same in by_mark.values():
        for one in same:
            rivals.setdefault(one.pk, set()).update(
                other.partner.name for other in same if other.partner_id != one.partner_id
            )
    return {pk: sorted(names) for pk, names in rivals.items() if names}
