"""Special terms renewed: who belongs to a segment now may use them, who no longer does may not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from zabota.domain.attribution.queries.segments import list_segment
from zabota.domain.programme.events import EntitlementsRenewed
from zabota.domain.programme.models import Audience, Entitlement, SpecialTerms, TermsStatus
from zabota.domain.programme.operations import close_entitlements, entitle, publish_special
from zabota.kit.events.announce import publish
from zabota.kit.flow import flow

SEGMENTS = (Audience.ACTIVE, Audience.REGION, Audience.TAG)


@flow
def special_published(
    special: SpecialTerms, *, at: datetime, by: str, levels: Mapping[int, str] | None = None
) -> None:
    """Publish special terms and entitle those for whom they are.

    `levels` as for `renew_levels`; those for a level wait for it when it is not given.
    """
    publish_special(special, at=at, by=by)
    if special.audience in SEGMENTS or (special.audience == Audience.LEVEL and levels):
        _renew(special, at=at, levels=levels)


@flow
def specials_renewed(*, at: datetime, only_active: bool = False) -> int:
    """Look again who belongs to the segments of all special terms in force or to come.

    The most active are chosen anew once a month, other segments every day. Returns how many
    special terms were looked at.
    """
    audiences = [Audience.ACTIVE] if only_active else [Audience.REGION, Audience.TAG]
    return _renew_all(audiences, at=at)


def renew_levels(levels: Mapping[int, str], *, at: datetime) -> int:
    """Partners have these levels now (partner id → name): entitle by them, and only by them.

    A part of the story that gives levels. Returns how many special terms were looked at.
    """
    return _renew_all([Audience.LEVEL], at=at, levels=levels)


def _renew_all(
    audiences: list[Audience], *, at: datetime, levels: Mapping[int, str] | None = None
) -> int:
    specials = SpecialTerms.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        status=TermsStatus.PUBLISHED,
        audience__in=audiences,
    ).order_by("pk")
    for special in specials:
        _renew(special, at=at, levels=levels)
    return len(specials)


def _renew(special: SpecialTerms, *, at: datetime, levels: Mapping[int, str] | None = None) -> None:
    since = max(at, special.starts_at)
    belong = list_segment(special, at=at, levels=levels)
    running = Entitlement.objects.filter(special=special, during__contains=since)
    entitled = set(running.values_list("partner_id", flat=True))
    gone, new = entitled - set(belong), set(belong) - entitled
    if gone:
        close_entitlements(special, sorted(gone), at=since)
    if new:
        reasons = {partner_id: belong[partner_id] for partner_id in new}
        entitle(special, reasons, since=since, until=special.ends_at, at=at)
    if gone or new:
        publish(
            EntitlementsRenewed(
                at=at,
                special_id=special.pk,
                new_partner_ids=tuple(sorted(new)),
                gone_partner_ids=tuple(sorted(gone)),
            )
        )
