"""Questions about claims: who is meant, who else asks, and what speaks for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from zabota.domain.attribution.models import (
    Attribution,
    Claim,
    ClaimStatus,
    Reservation,
    ReservationStatus,
    Visit,
)
from zabota.domain.attribution.queries.reservations import any_of, marks_of
from zabota.domain.attribution.rules import bare_domain
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice

_INN = re.compile(r"\d{10}|\d{12}")


def find_claimed(said: str) -> Client | None:
    """The one client known by this ИНН, e-mail, website or invoice number; None when not exactly one."""
    said = said.strip().replace("\x00", "")
    digits = re.sub(r"\s", "", said)
    if not said:
        return None
    if _INN.fullmatch(digits):
        return Client.objects.filter(inn=digits).first()
    if "@" in said:
        return _only(Client.objects.filter(email__iexact=said))
    if invoice := Invoice.objects.select_related("client").filter(number=said).first():
        return invoice.client
    domain = bare_domain(said)
    return _only(Client.objects.filter(domain__iexact=domain)) if "." in domain else None


def _only(clients: QuerySet[Client]) -> Client | None:
    found = list(clients[:2])
    return found[0] if len(found) == 1 else None


def list_waiting_claims() -> QuerySet[Claim]:
    """Claims that wait for staff, the oldest first."""
    waiting = Claim.objects.filter(status=ClaimStatus.WAITING)
    return waiting.select_related("partner", "client").order_by("made_at", "pk")


def list_rival_claims(claim: Claim) -> list[Claim]:
    """Other partners' claims for the same client that wait too, the oldest first."""
    return list(list_waiting_claims().filter(client=claim.client_id).exclude(pk=claim.pk))


def with_rivals(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Each with `has_rivals`: whether another claim for the same client waits."""
    others = Claim.objects.filter(client=OuterRef("client"), status=ClaimStatus.WAITING)
    return claims.annotate(has_rivals=Exists(others.exclude(pk=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a partner: since when, what (a code of words), the row."""

    at: datetime
    partner_id: int
    kind: str
    words: str


def list_evidence(client: Client) -> list[Evidence]:
    """Everything that speaks for somebody, the earliest first.

    Periods, claims, invoices, visits by a link, companies named beforehand.
    """
    periods = [
        Evidence(row.during.lower, row.partner_id, row.source, row.evidence)
        for row in Attribution.objects.filter(client=client, withdrawn_at=None)
    ]
    claims = [
        Evidence(claim.made_at, claim.partner_id, "claim", claim.words)
        for claim in Claim.objects.filter(client=client).exclude(status=ClaimStatus.WITHDRAWN)
    ]
    invoices = [
        Evidence(invoice.issued_at, invoice.partner_id or 0, "invoice", invoice.number)
        for invoice in Invoice.objects.filter(client=client, partner__isnull=False)
    ]
    visits = [
        Evidence(visit.came_at, visit.promo_code.partner_id, "visit", visit.campaign)
        for visit in Visit.objects.filter(client=client).select_related("promo_code")
    ]
    named = Reservation.objects.filter(Q(client=client) | any_of(marks_of(client)))
    reservations = [
        Evidence(one.made_at, one.partner_id, "reservation", one.words)
        for one in named.exclude(status=ReservationStatus.WITHDRAWN)
    ]
    found = periods + claims + invoices + visits + reservations
    return sorted(found, key=lambda one: (one.at, one.partner_id))


def suggest_rightful(client: Client) -> int | None:
    """Id of the partner whose evidence is the first: a suggestion, never a decision."""
    evidence = list_evidence(client)
    return evidence[0].partner_id if evidence else None
