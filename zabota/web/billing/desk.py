"""Whoever writes invoices: a partner to clients who are his now, or staff to anybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from zabota.domain.attribution.models import Attribution
from zabota.domain.attribution.queries import find_attribution
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Draft, Invoice
from zabota.domain.partners.models import Partner
from zabota.kit.clock import now


@dataclass(frozen=True, slots=True)
class Desk:
    """What the person at it sees; without a partner it is staff's, and everything is there."""

    by: str
    partner: Partner | None = None
    may_write: bool = True

    def clients(self) -> QuerySet[Client]:
        """Whom an invoice can be issued to."""
        rows = Client.objects.order_by("name", "pk")
        if self.partner is None:
            return rows
        live = Attribution.objects.filter(withdrawn_at=None, during__contains=now())
        return rows.filter(pk__in=live.filter(partner=self.partner).values("client"))

    def invoices(self) -> QuerySet[Invoice]:
        """All invoices of the desk; staff see everybody's."""
        rows = Invoice.objects.select_related("client", "partner")
        return rows if self.partner is None else rows.filter(partner=self.partner)

    def drafts(self) -> QuerySet[Draft]:
        """What was put aside here; staff do not see the partners' drafts, nor they ours."""
        rows = Draft.objects.select_related("client")
        if self.partner is None:
            return rows.filter(partner=None)
        return rows.filter(partner=self.partner)

    def issuer_for(self, client: Client) -> Partner | None:
        """In whose name it goes out: an invoice of staff's is seen by the partner whose client it is."""
        if self.partner is not None:
            return self.partner
        owner = find_attribution(client, at=now())
        return owner.partner if owner else None
