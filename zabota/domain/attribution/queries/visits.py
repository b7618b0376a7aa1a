"""Questions about links: who came, who registered, who paid."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet

from zabota.domain.attribution.models import Visit


def list_funnels(visits: QuerySet[Visit]) -> list[dict[str, Any]]:
    """Per code and campaign: visitors, clients who registered, those who paid, and the sources that
    their links were tagged with. One statement."""
    rows = visits.values("promo_code__code", "promo_code__partner__name", "campaign").annotate(
        visits=Count("pk"),
        sign_ups=Count("client"),
        sources=ArrayAgg("utm_source", distinct=True, default=[]),
        paid=Count("client", filter=Q(client__first_paid_at__isnull=False)),
    )
    return [dict(row) for row in rows.order_by("-visits", "promo_code__code", "campaign")]
