"""Verbs about promo codes and attribution periods. Past payments are the flows' concern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from zabota.domain.attribution.events import ClientAttributed, PromoCodeChosen, PromoCodeDecided
from zabota.domain.attribution.models import (
    Attribution,
    PromoCode,
    PromoCodeStatus,
    Reservation,
    ReservationStatus,
    Source,
)
from zabota.domain.attribution.queries.owners import find_working_codes
from zabota.domain.attribution.queries.reservations import list_reservations_of
from zabota.domain.attribution.rules import clean_code, fault_in_code, fold_code
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import Precedence, Servicing
from zabota.domain.programme.queries import find_version_at
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all


class CodeRefused(Refusal):
    """The wished promo code cannot be had; `params["fault"]` says why."""

    code = "promo_code_refused"


@transaction.atomic
def choose_code(partner: Partner, *, wished: str, at: datetime, by: str) -> PromoCode:
    """Give the partner a promo code that works at once and waits for approval."""
    fault = fault_in_code(wished)
    if fault:
        raise CodeRefused("This promo code cannot be used.", fault=fault)
    try:
        with transaction.atomic():
            code = PromoCode.objects.create(
                code=clean_code(wished), folded=fold_code(wished), partner=partner, created_at=at
            )
    except IntegrityError as taken:
        raise CodeRefused("This promo code is taken.", fault="taken") from taken
    publish(PromoCodeChosen(at=at, by=by, partner_id=partner.pk, code=code.code))
    return code


@transaction.atomic
def decide_code(
    code: PromoCode, *, status: PromoCodeStatus, at: datetime, by: str, reason: str = ""
) -> None:
    """Approve, reject or retire a code; clients it has brought stay where they are."""
    changed = (
        PromoCode.objects.filter(pk=code.pk)
        .exclude(status=status)
        .update(status=status, decided_at=at, decided_by=by, reason=reason)
    )
    if changed:
        code.refresh_from_db()
        publish(
            PromoCodeDecided(
                at=at,
                by=by,
                partner_id=code.partner_id,
                code=code.code,
                status=status,
                reason=reason,
            )
        )


@dataclass(frozen=True, slots=True)
class Rearranged:
    """Ids of attribution rows withdrawn and created; partner ids the client was taken from."""

    withdrawn: list[int]
    created: list[int]
    from_partner_ids: list[int]


@transaction.atomic
def attribute_client(
    client: Client,
    *,
    to: Partner | None,
    since: datetime,
    at: datetime,
    source: str,
    by: str = "",
    evidence: str = "",
    servicing: str = Servicing.FULL,
    promo_code: PromoCode | None = None,
) -> Rearranged:
    """From `since` on the client is this partner's (or nobody's); earlier periods stay as they were.

    Rows that reach beyond `since` are withdrawn and their earlier part is written anew, so that
    what was known before can always be told.
    """
    affected = list(
        Attribution.objects.select_for_update()
        .filter(client=client, withdrawn_at=None, during__endswith__isnull=True)
        .order_by("during")
    ) + list(
        Attribution.objects.select_for_update()
        .filter(client=client, withdrawn_at=None, during__endswith__gt=since)
        .order_by("during")
    )
    withdrawn = withdraw(affected, at=at)
    created = [
        copy_attribution(row, lower=row.during.lower, upper=since, at=at, by=by)
        for row in affected
        if row.during.lower < since
    ]
    if to is not None:
        created.append(
            Attribution.objects.create(
                client=client,
                partner=to,
                during=DateTimeTZRange(since, None),
                servicing=servicing,
                source=source,
                promo_code=promo_code,
                evidence=evidence,
                recorded_at=at,
                recorded_by=by,
            ).pk
        )
    losers = {row.partner_id for row in affected} - {to.pk if to else None}
    return Rearranged(withdrawn, created, sorted(losers))


@transaction.atomic
def attribute_newcomers(
    newcomers: Sequence[tuple[Client, str, datetime]], *, source: str, by: str
) -> None:
    """Give clients who were never anybody's to the owners of their codes: (client, code, when).

    Without a working code the earliest partner who named the company beforehand gets it; with one
    the terms in force at the moment say who of the two counts more.

    One who pays already came by himself: a link opened later does not bring him, staff decide.
    """
    codes = find_working_codes([typed for _, typed, _ in newcomers if typed])
    ids = [client.pk for client, _, _ in newcomers]
    taken = set(
        Attribution.objects.filter(client__in=ids, withdrawn_at=None).values_list(
            "client_id", flat=True
        )
    )
    reserved = (
        list_reservations_of([client for client, _, _ in newcomers])
        if source != Source.IMPORT
        else {}
    )
    lead_wins = cache(_is_lead_first)
    rows: dict[int, Attribution] = {}
    against: dict[int, PromoCode] = {}
    for client, typed, at in newcomers:
        code = codes.get(fold_code(typed)) if typed else None
        kept = next((one for one in reserved.get(client.pk, ()) if one.covers(at)), None)
        came_by_himself = client.first_paid_at is not None and source != Source.IMPORT
        if code and kept and kept.partner_id != code.partner_id:
            against[client.pk] = code
            code = None if lead_wins(at) else code
        owner = code or kept
        if owner is not None and client.pk not in taken and not came_by_himself:
            row = Attribution(
                client=client,
                partner_id=owner.partner_id,
                during=DateTimeTZRange(at, None),
                source=source if code else Source.RESERVED,
                promo_code=code,
                evidence="" if code or kept is None else kept.words,
                recorded_at=at,
                recorded_by=by,
            )
            rows.setdefault(client.pk, row)
    Attribution.objects.bulk_create(rows.values())
    _settle(reserved, rows, against)
    publish_all(
        [
            ClientAttributed(
                at=row.recorded_at,
                by=by,
                client_id=row.client_id,
                partner_id=row.partner_id,
                source=row.source,
            )
            for row in rows.values()
        ]
    )


def _is_lead_first(at: datetime) -> bool:
    """Whether the terms put a company named beforehand above the code it gives."""
    version = find_version_at(at)
    return version is not None and version.lead_rule == Precedence.LEAD


def _settle(
    reserved: dict[int, list[Reservation]],
    rows: dict[int, Attribution],
    against: dict[int, PromoCode],
) -> None:
    """Every reservation that named a newcomer learns whose he became; each is settled once."""
    settled: dict[int, Reservation] = {}
    for client_id, row in rows.items():
        for one in reserved.get(client_id, ()):
            if one.pk not in settled and one.covers(row.recorded_at):
                his = one.partner_id == row.partner_id
                one.status = ReservationStatus.BECAME if his else ReservationStatus.OUTPACED
                one.client_id = client_id
                code = against.get(client_id)
                one.against = code if code and code.partner_id != one.partner_id else None
                settled[one.pk] = one
    if settled:
        Reservation.objects.bulk_update(settled.values(), ["status", "client", "against"])


def withdraw(rows: list[Attribution], *, at: datetime) -> list[int]:
    """Withdraw live attribution rows; returns their ids."""
    ids = [row.pk for row in rows]
    Attribution.objects.filter(pk__in=ids, withdrawn_at=None).update(withdrawn_at=at)
    return ids


def copy_attribution(
    row: Attribution, *, lower: datetime, upper: datetime | None, at: datetime, by: str
) -> int:
    """Write an attribution anew for another period; returns its id."""
    return Attribution.objects.create(
        client_id=row.client_id,
        partner_id=row.partner_id,
        during=DateTimeTZRange(lower, upper),
        servicing=row.servicing,
        source=row.source,
        promo_code_id=row.promo_code_id,
        evidence=row.evidence,
        recorded_at=at,
        recorded_by=by,
    ).pk
