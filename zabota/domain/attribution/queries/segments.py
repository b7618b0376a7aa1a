"""Whom special terms are for, by what partners do and where they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Count, F

from zabota.domain.attribution.models import Attribution
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.programme.models import Audience, SpecialTerms


def list_segment(
    special: SpecialTerms, *, at: datetime, levels: Mapping[int, str] | None = None
) -> dict[int, str]:
    """Partner id → why he belongs to the audience at the moment; reasons as `Entitlement` keeps.

    For everyone and for those who join it is every partner who sells now. `levels` (partner id →
    name) comes from above; without it nobody has a level.
    """
    selling = Partner.objects.filter(status=PartnerStatus.ACTIVE)
    if special.audience == Audience.PARTNER:
        return {special.partner_id: "named"} if special.partner_id else {}
    if special.audience == Audience.ACTIVE:
        return list_active(
            days=special.window_days or 0, least_clients=special.least_clients or 1, at=at
        )
    if special.audience == Audience.REGION:
        selling = selling.filter(inn__startswith=special.word)
    if special.audience == Audience.TAG:
        selling = selling.filter(tags__contains=[special.word])
    if special.audience == Audience.LEVEL:
        wanted = special.word.casefold()
        of_level = [pk for pk, name in (levels or {}).items() if name.casefold() == wanted]
        selling = selling.filter(pk__in=of_level)
    reason = f"{special.audience}:{special.word}" if special.word else str(special.audience)
    return dict.fromkeys(selling.order_by("pk").values_list("pk", flat=True), reason)


def list_active(*, days: int, least_clients: int, at: datetime) -> dict[int, str]:
    """Partners with so many clients who paid for the first time in the last days; with the count."""
    brought = (
        Attribution.objects.filter(
            withdrawn_at=None,
            partner__status=PartnerStatus.ACTIVE,
            client__first_paid_at__gt=at - timedelta(days=days),
            client__first_paid_at__lte=at,
            during__contains=F("client__first_paid_at"),
        )
        .values("partner_id")
        .annotate(clients=Count("client_id", distinct=True))
        .filter(clients__gte=least_clients)
        .order_by("partner_id")
    )
    return {row["partner_id"]: f"active:{row['clients']}:{days}" for row in brought}
