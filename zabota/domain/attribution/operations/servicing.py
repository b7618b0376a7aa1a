"""Verbs about the servicing level: full, or only brought. Past payments are the flows' concern."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zabota.domain.attribution.models import Attribution
from zabota.domain.attribution.operations import Rearranged, copy_attribution, withdraw
from zabota.domain.clients.models import Client


@transaction.atomic
def set_servicing(
    client: Client, *, servicing: str, since: datetime, at: datetime, by: str
) -> Rearranged:
    """From `since` on every period of the client has this level; whose he is stays as it was.

    Rows are withdrawn and written anew, as for every change, so that what was known before can
    always be told.
    """
    affected = list(
        Attribution.objects.select_for_update()
        .filter(
            Q(during__endswith=None) | Q(during__endswith__gt=since),
            client=client,
            withdrawn_at=None,
        )
        .exclude(servicing=servicing)
        .order_by("during")
    )
    withdrawn = withdraw(affected, at=at)
    created = []
    for row in affected:
        lower, upper = row.during.lower, row.during.upper
        if lower < since:
            created.append(copy_attribution(row, lower=lower, upper=since, at=at, by=by))
        row.servicing = servicing
        start = max(lower, since)
        created.append(copy_attribution(row, lower=start, upper=upper, at=at, by=by))
    return Rearranged(withdrawn, created, [])
