"""Verbs about reservations: a company named beforehand is kept for its partner for a while."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import transaction

from zabota.domain.attribution.events import CompanyReserved, ReservationEnding
from zabota.domain.attribution.models import Reservation, ReservationStatus
from zabota.domain.attribution.queries.reservations import find_same_client, list_standing_for
from zabota.domain.attribution.rules import bare_domain
from zabota.domain.partners.models import Partner
from zabota.domain.programme.queries import find_version_at
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all

USUAL_DAYS = 60  # where no terms are in force
WARNED_BEFORE = timedelta(days=7)
MOST_STANDING = 200  # of one partner: reserving half of the country helps nobody


@transaction.atomic
def reserve_company(
    partner: Partner,
    *,
    name: str,
    at: datetime,
    by: str,
    inn: str = "",
    domain: str = "",
    email: str = "",
    phone: str = "",
    words: str = "",
) -> Reservation:
    """Keep a company for the partner for the days of the terms in force.

    Refused without a mark to know it by, when we know the company already, when it is kept for this
    partner already, or when too many are.
    """
    wanted = Reservation(
        partner=partner,
        name=name.strip(),
        inn=inn.strip(),
        domain=bare_domain(domain),
        email=email.strip().lower(),
        phone=bare_phone(phone),
        words=words.strip(),
        made_at=at,
        made_by=by,
        expires_at=at + _days(at),
    )
    if not (wanted.inn or wanted.domain or wanted.email or wanted.phone):
        raise Refusal("Give an INN, a website, an e-mail or a phone: by it we know the company.")
    # One at a time per partner: two quick presses do not reserve twice.
    Partner.objects.select_for_update().get(pk=partner.pk)
    if find_same_client(wanted) is not None:
        raise Refusal("We know this company already. If it is yours, use “Forgotten code”.")
    standing = Reservation.objects.filter(
        partner=partner, status=ReservationStatus.STANDING, expires_at__gt=at
    )
    if any(one.partner_id == partner.pk for one in list_standing_for(wanted, at=at)):
        raise Refusal("This company is kept for you already.")
    if standing.count() >= MOST_STANDING:
        raise Refusal("Too many companies are kept for you. Take some back first.")
    wanted.save()
    _announce(wanted, at=at, by=by)
    return wanted


def _days(at: datetime) -> timedelta:
    version = find_version_at(at)
    return timedelta(days=version.lead_days if version else USUAL_DAYS)


def bare_phone(typed: str) -> str:
    """A phone as we compare it: digits, 8 of Russia as 7."""
    digits = re.sub(r"\D", "", typed)[:15]
    return f"7{digits[1:]}" if len(digits) == 11 and digits[0] == "8" else digits


def _announce(one: Reservation, *, at: datetime, by: str) -> None:
    publish(
        CompanyReserved(
            at=at,
            by=by,
            partner_id=one.partner_id,
            reservation_id=one.pk,
            company=one.name,
            words=one.extended_why or one.words,
        )
    )


@transaction.atomic
def extend_reservation(one: Reservation, *, reason: str, at: datetime, by: str) -> None:
    """Keep the company once more for as long, with a reason; refused the second time or too late."""
    until = at + _days(at)
    rows = Reservation.objects.filter(
        pk=one.pk, status=ReservationStatus.STANDING, extended_at=None, expires_at__gt=at
    )
    if not rows.update(
        expires_at=until, extended_at=at, extended_why=reason[:400], reminded_at=None
    ):
        raise Refusal("It can be extended once, while the company is still kept for you.")
    one.refresh_from_db()
    _announce(one, at=at, by=by)


def take_reservation_back(one: Reservation) -> None:
    """The partner no longer asks to keep it; refused when it is decided already."""
    rows = Reservation.objects.filter(pk=one.pk, status=ReservationStatus.STANDING)
    if not rows.update(status=ReservationStatus.WITHDRAWN):
        raise Refusal("Somebody changed it a moment ago. Look at it again and decide.")


@transaction.atomic
def remind_of_reservations(*, at: datetime) -> int:
    """Tell partners, once, of companies kept for them for less than a week more."""
    rows = list(
        Reservation.objects.select_for_update(skip_locked=True).filter(
            status=ReservationStatus.STANDING,
            reminded_at=None,
            expires_at__gt=at,
            expires_at__lte=at + WARNED_BEFORE,
        )
    )
    Reservation.objects.filter(pk__in=[one.pk for one in rows]).update(reminded_at=at)
    publish_all(
        [
            ReservationEnding(
                at=at, partner_id=one.partner_id, reservation_id=one.pk, company=one.name
            )
            for one in rows
        ]
    )
    return len(rows)
