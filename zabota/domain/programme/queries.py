"""Questions about the terms and the offer."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import Acceptance, Offer, TermsStatus, TermsVersion
from zabota.domain.programme.rules import ClauseTerms, Timetable, VersionTerms
from zabota.kit.sql import fetch

_TIMETABLE = """
SELECT v.number, v.effective_from, v.payout_days, c.id, c.position, c.kind, c.rate_bp,
    c.fixed_minor, c.base, c.servicing, c.product
FROM programme_clause AS c JOIN programme_termsversion AS v ON v.id = c.version_id
WHERE v.status = 'published' ORDER BY v.number, c.position
"""


def get_timetable() -> Timetable:
    """Every published version with its clauses, ready to price; one statement."""
    clauses: dict[tuple[int, datetime, int], list[ClauseTerms]] = defaultdict(list)
    for number, start, days, *clause in fetch(_TIMETABLE):
        clauses[number, start, days].append(ClauseTerms(*clause))
    return Timetable([VersionTerms(*key, clauses=tuple(found)) for key, found in clauses.items()])


def find_version_at(at: datetime) -> TermsVersion | None:
    """The published version in force at a moment."""
    return (
        TermsVersion.objects.filter(status=TermsStatus.PUBLISHED, effective_from__lte=at)
        .order_by("-effective_from")
        .first()
    )


def find_current_offer(at: datetime) -> Offer | None:
    """The newest offer published by that moment."""
    return Offer.objects.filter(published_at__lte=at).order_by("-number").first()


def has_accepted_offer(partner: Partner) -> bool:
    """Whether the partner has accepted any version of the offer."""
    return Acceptance.objects.filter(partner=partner).exists()
