"""Questions about claims: who is meant, who else asks, and what speaks for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zabota.domain.attribution.models import Attribution, Claim, ClaimStatus
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a partner: since when, what (a code of words), the row."""

    at: datetime
    partner_id: int
    kind: str
    words: str


def list_evidence(client: Client) -> list[Evidence]:
    """Everything that speaks for somebody, the earliest first: periods, promo codes, claims."""
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
    return sorted(periods + claims + invoices, key=lambda one: (one.at, one.partner_id))


def suggest_rightful(client: Client) -> int | None:
    """Id of the partner whose evidence is the first: a suggestion, never a decision."""
    evidence = list_evidence(client)
    return evidence[0].partner_id if evidence else None
